"""作废 (void): cancel spoilt or wrong invoices, and issue new ones from stock (domain.md 3.2).

A void sheet is kept and never used again. Its payment stays valid; with re-issue the lowest free
number of the same type carries the same amount, without it the payment waits for 补开 unless it was
refunded. Done by the office whose invoice it is: by the issuer alone for a few minutes, later by a
second person (I-13).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Common, Refusal, not_second
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.invoices import invoice_facts
from models.core.setting import Settings
from models.invoices.invoice import INVOICE_LIFECYCLE, Invoice, InvoiceEvent, InvoiceState
from models.invoices.invoice_type import Medium
from models.invoices.issue import Issue, reissue, spoil
from models.invoices.owed_sheets import note_owed
from models.invoices.stock import InvoiceLot
from models.invoices.stock_balance import Portion, lots_in_hand, propose, usable_lots
from models.ledger.invoice_cancellation import Spent, spent_of
from models.users.second_person import Person, Tie, authors_of, needs_second_person, ties_of
from models.values.answer_kind import AnswerKind
from models.values.limits import MAXIMUM_ENDED_INVOICES


class VoidInvoiceRefusal(StrEnum):
    """Why an invoice is not voided."""

    IS_RED = "void_invoice_is_red"
    ELECTRONIC = "void_invoice_electronic"
    SEVERAL_TYPES = "void_invoice_several_types"
    STOCK_SHORT = "void_invoice_stock_short"


class VoidInvoiceNote(StrEnum):
    """Notes of the plan page."""

    KEEP_SHEET = "void_invoice_keep_sheet"
    REISSUED = "void_invoice_reissued"
    OWED = "void_invoice_owed"
    PERIOD_OVER = "void_invoice_period_over"


@dataclass(frozen=True, slots=True)
class VoidInvoiceInput:
    """The reason, and whether to re-issue at once."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.VOIDING))
    reissue: bool = param(default=True)


@dataclass(frozen=True, slots=True)
class VoidInvoiceFacts:
    """The actor, the instant, the settings; each invoice's issuer and lot, and the sheets
    proposed.
    """

    at: dt.datetime
    settings: Settings
    ties: Mapping[int, Tie]
    spent: Spent
    portions: Sequence[Portion]


def survey(ctx: Context, rows: Sequence[Invoice], given: VoidInvoiceInput) -> VoidInvoiceFacts:
    ids = {row.lot_id for row in rows}
    ctx.lock(lots_in_hand(ctx.actor.office_code, ids))
    usable = ctx.session.scalars(usable_lots(ctx.actor.office_code)).all()
    wanted = select(InvoiceLot).where(InvoiceLot.id.in_(ids)).order_by(InvoiceLot.id)
    lots = ctx.session.scalars(wanted.options(joinedload(InvoiceLot.type))).all()
    kinds = {lot.type_id for lot in lots}
    of_kind = [lot for lot in usable if lot.type_id in kinds]
    return VoidInvoiceFacts(
        at=ctx.at,
        settings=ctx.settings,
        ties=_ties(ctx, rows),
        spent=spent_of(ctx.session, rows, lots, ctx.actor.office_code),
        portions=propose(of_kind, len(rows)) if given.reissue else (),
    )


def _ties(ctx: Context, rows: Sequence[Invoice]) -> Mapping[int, Tie]:
    """Invoices whose issuer is not a different person from the actor."""
    authors = authors_of(ctx.session, Invoice, [row.id for row in rows])
    firsts = {row.id: (authors.get(row.id, ""), row.issued_at) for row in rows}
    return ties_of(ctx.session, Person(ctx.actor.key, ctx.actor.office_code), firsts, ctx.at)


def check(row: Invoice, given: VoidInvoiceInput, facts: VoidInvoiceFacts) -> Refusal | None:
    if row.is_red:
        return Refusal(VoidInvoiceRefusal.IS_RED)
    if facts.spent.is_strange(row):
        return Refusal(Common.NOT_OWN_OFFICE)
    if (fault := facts.spent.fault(row, reissue=given.reissue)) is not None:
        return Refusal(fault, facts.spent.told(row))
    if (kind := facts.spent.lots[row.lot_id].type).medium is Medium.ELECTRONIC:
        return Refusal(VoidInvoiceRefusal.ELECTRONIC, {"invoice_type": kind.name})
    tie = facts.ties.get(row.id)
    if needs_second_person(tie, row.issued_at, facts.at, facts.settings):
        minutes = facts.settings.undo_minutes
        return not_second(tie, {"minutes": minutes, "cashier": row.issued_by})
    return None


def check_batch(
    rows: Sequence[Invoice], given: VoidInvoiceInput, facts: VoidInvoiceFacts
) -> Refusal | None:
    kinds = {facts.spent.lots[row.lot_id].type_id for row in rows}
    if given.reissue and len(kinds) > 1:
        return Refusal(VoidInvoiceRefusal.SEVERAL_TYPES, {"count": len(kinds)})
    proposed = sum(portion.quantity for portion in facts.portions)
    if given.reissue and proposed < len(rows):
        return Refusal(VoidInvoiceRefusal.STOCK_SHORT, {"asked": len(rows), "sheets": proposed})
    return None


def preview(
    ctx: Context, rows: Sequence[Invoice], given: VoidInvoiceInput, facts: VoidInvoiceFacts
) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    numbers = "、".join(str(p.numbers) for p in facts.portions if p.numbers) or None
    kept = Note(VoidInvoiceNote.KEEP_SHEET, {"count": len(rows)})
    again = Note(VoidInvoiceNote.REISSUED, {"count": len(rows), "numbers": numbers})
    left = 0 if given.reissue else facts.spent.owed_after_fen(rows)
    owed = (Note(VoidInvoiceNote.OWED, {"amount_fen": left}),) if left else ()
    old = sum(row.issued_on < ctx.today.replace(day=1) for row in rows)
    late = (Note(VoidInvoiceNote.PERIOD_OVER, {"count": old}),) if old else ()
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        side_effects=(kept, again) if given.reissue else (kept,),
        warnings=(*owed, *late),
    )


def run(
    ctx: Context, rows: Sequence[Invoice], given: VoidInvoiceInput, facts: VoidInvoiceFacts
) -> Result:
    for row in rows:
        INVOICE_LIFECYCLE.advance(row, InvoiceEvent.VOID)
        row.reason = given.reason
    reference = f"void:{ctx.entry.id if ctx.entry else 0}"
    for lot_id, count in Counter(row.lot_id for row in rows).items():
        spoil(ctx.session, facts.spent.lots[lot_id], count, reference)
    issued: Sequence[Invoice | None] = [None] * len(rows)
    if given.reissue:
        lots = [portion.lot for portion in facts.portions for _ in range(portion.quantity)]
        issued = reissue(ctx.session, rows, lots, Issue(ctx.actor.name, ctx.today, ctx.at))
    else:
        note_owed(ctx.session, [row.payment for row in rows], given.reason)
    ctx.session.flush()
    return Result(
        rows=[
            RowResult(row.id, str(row), {"new_number": str(new) if new else None})
            for row, new in zip(rows, issued, strict=True)
        ],
        totals={"row_count": len(rows), "reissued": sum(new is not None for new in issued)},
    )


VOID_INVOICE = Action(
    key="void_invoice",
    model=Invoice,
    input=VoidInvoiceInput,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=invoice_facts,
    run=run,
    states=frozenset({InvoiceState.ISSUED}),
    maximum_rows=MAXIMUM_ENDED_INVOICES,
    loads=(joinedload(Invoice.payment),),
    refusals=VoidInvoiceRefusal,
    warnings={VoidInvoiceNote.OWED: AnswerKind.TICK, VoidInvoiceNote.PERIOD_OVER: AnswerKind.TICK},
    activity=ActivityKind.INVOICE,
    guide=("Q4", "Q5"),
)
