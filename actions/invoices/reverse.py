"""红冲 (reverse): cancel an invoice that was handed over or is of a past month, by a negative one.

The red invoice refers to the one it reverses and is printed on the next sheet of the same type; a
red 数电票 has a typed number and uses no stock. With re-issue the next sheet carries the same
amount; without, the payment waits for 补开 unless it was refunded. A sheet with a fixed face value
cannot be negative: it is recovered and voided. Done by the office whose invoice it is: by the
issuer alone for a few minutes, later by a second person (I-13).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Common, Fact, Refusal, not_second
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.invoices import invoice_facts
from models.core.setting import Settings
from models.invoices.electronic import LONGEST_LIST, TypedNumbers, typed_numbers
from models.invoices.invoice import INVOICE_LIFECYCLE, Invoice, InvoiceEvent, InvoiceState
from models.invoices.invoice_type import Medium
from models.invoices.issue import Issue, issue_red, reissue
from models.invoices.owed_sheets import note_owed
from models.invoices.stock import InvoiceLot
from models.invoices.stock_balance import Portion, lots_in_hand, propose, usable_lots
from models.ledger.invoice_cancellation import Spent, spent_of
from models.users.second_person import Person, Tie, authors_of, needs_second_person, ties_of
from models.values.answer_kind import AnswerKind
from models.values.limits import MAXIMUM_ENDED_INVOICES


class ReverseInvoiceRefusal(StrEnum):
    """Why an invoice is not reversed."""

    IS_RED = "reverse_invoice_is_red"
    FIXED = "reverse_invoice_fixed"
    SAME_PERIOD = "reverse_invoice_same_period"
    SEVERAL_TYPES = "reverse_invoice_several_types"
    STOCK_SHORT = "reverse_invoice_stock_short"


class ReverseInvoiceNote(StrEnum):
    """Notes of the plan page."""

    RED_SHEETS = "reverse_invoice_red_sheets"
    REISSUED = "reverse_invoice_reissued"
    OWED = "reverse_invoice_owed"


@dataclass(frozen=True, slots=True)
class ReverseInvoiceInput:
    """The reason, whether the unit has the invoice already, and whether to re-issue at once."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.VOIDING))
    handed_over: bool = param(default=True)
    reissue: bool = param(default=True)
    #: The numbers of red and of new 数电票.
    red_numbers: str | None = param(default=None, maximum_length=LONGEST_LIST, multiline=True)
    numbers: str | None = param(default=None, maximum_length=LONGEST_LIST, multiline=True)


@dataclass(frozen=True, slots=True)
class ReverseInvoiceFacts:
    """The actor, the instant, the settings; each invoice's issuer and lot, and the sheets
    proposed.
    """

    at: dt.datetime
    today: dt.date
    settings: Settings
    ties: Mapping[int, Tie]
    spent: Spent
    portions: Sequence[Portion]
    typed: TypedNumbers
    is_electronic: bool

    @property
    def sheets(self) -> list[InvoiceLot]:
        """The lot of each sheet proposed: the red ones first, then the new ones."""
        return [portion.lot for portion in self.portions for _ in range(portion.quantity)]


def survey(
    ctx: Context, rows: Sequence[Invoice], given: ReverseInvoiceInput
) -> ReverseInvoiceFacts:
    ctx.lock(lots_in_hand(ctx.actor.office_code))
    usable = ctx.session.scalars(usable_lots(ctx.actor.office_code)).all()
    wanted = select(InvoiceLot).where(InvoiceLot.id.in_({row.lot_id for row in rows}))
    lots = ctx.session.scalars(wanted.options(joinedload(InvoiceLot.type))).all()
    kinds = {lot.type_id for lot in lots}
    is_electronic = any(lot.type.medium is Medium.ELECTRONIC for lot in lots)
    needed = _needed(len(rows), given, is_electronic=is_electronic)
    return ReverseInvoiceFacts(
        at=ctx.at,
        today=ctx.today,
        settings=ctx.settings,
        ties=_ties(ctx, rows),
        spent=spent_of(ctx.session, rows, lots, ctx.actor.office_code),
        portions=propose([lot for lot in usable if lot.type_id in kinds], needed),
        typed=typed_numbers(ctx.session, given.red_numbers, given.numbers),
        is_electronic=is_electronic,
    )


def _needed(count: int, given: ReverseInvoiceInput, *, is_electronic: bool) -> int:
    """Sheets needed from stock: for each red one unless electronic, and for each new one."""
    return count * ((not is_electronic) + given.reissue)


def _ties(ctx: Context, rows: Sequence[Invoice]) -> Mapping[int, Tie]:
    """Invoices whose issuer is not a different person from the actor."""
    authors = authors_of(ctx.session, Invoice, [row.id for row in rows])
    firsts = {row.id: (authors.get(row.id, ""), row.issued_at) for row in rows}
    return ties_of(ctx.session, Person(ctx.actor.key, ctx.actor.office_code), firsts, ctx.at)


def check(row: Invoice, given: ReverseInvoiceInput, facts: ReverseInvoiceFacts) -> Refusal | None:
    if row.is_red:
        return Refusal(ReverseInvoiceRefusal.IS_RED)
    if facts.spent.is_strange(row):
        return Refusal(Common.NOT_OWN_OFFICE)
    if (fault := facts.spent.fault(row, reissue=given.reissue)) is not None:
        return Refusal(fault, facts.spent.told(row))
    return _kind_refusal(row, given, facts) or _second_person(row, facts)


def _kind_refusal(
    row: Invoice, given: ReverseInvoiceInput, facts: ReverseInvoiceFacts
) -> Refusal | None:
    kind = facts.spent.lots[row.lot_id].type
    is_this_month = row.issued_on >= facts.today.replace(day=1)
    may_be_void = is_this_month and not given.handed_over and not facts.is_electronic
    tests: tuple[tuple[bool, ReverseInvoiceRefusal, dict[str, Fact]], ...] = (
        (
            kind.face_value_fen is not None,
            ReverseInvoiceRefusal.FIXED,
            {"invoice_type": kind.name},
        ),
        (
            may_be_void,
            ReverseInvoiceRefusal.SAME_PERIOD,
            {"issued_on": row.issued_on},
        ),
    )
    return next((Refusal(code, why) for is_so, code, why in tests if is_so), None)


def _second_person(row: Invoice, facts: ReverseInvoiceFacts) -> Refusal | None:
    tie = facts.ties.get(row.id)
    if needs_second_person(tie, row.issued_at, facts.at, facts.settings):
        minutes = facts.settings.undo_minutes
        return not_second(tie, {"minutes": minutes, "cashier": row.issued_by})
    return None


def check_batch(
    rows: Sequence[Invoice], given: ReverseInvoiceInput, facts: ReverseInvoiceFacts
) -> Refusal | None:
    kinds = {facts.spent.lots[row.lot_id].type_id for row in rows}
    if len(kinds) > 1:
        return Refusal(ReverseInvoiceRefusal.SEVERAL_TYPES, {"count": len(kinds)})
    asked = _needed(len(rows), given, is_electronic=facts.is_electronic)
    if (proposed := len(facts.sheets)) < asked:
        return Refusal(ReverseInvoiceRefusal.STOCK_SHORT, {"asked": asked, "sheets": proposed})
    kind = facts.spent.lots[rows[0].lot_id].type if rows else None
    fault = facts.typed.fault(kind, len(rows) * (1 + given.reissue))
    return Refusal(*fault) if fault else None


def preview(
    ctx: Context, rows: Sequence[Invoice], given: ReverseInvoiceInput, facts: ReverseInvoiceFacts
) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    printed = [str(portion.numbers) for portion in facts.portions if portion.numbers]
    numbers = "、".join(printed or facts.typed.numbers[: len(rows)]) or None
    red = Note(ReverseInvoiceNote.RED_SHEETS, {"count": len(rows), "numbers": numbers})
    again = Note(ReverseInvoiceNote.REISSUED, {"count": len(rows)})
    left = 0 if given.reissue else facts.spent.owed_after_fen(rows)
    owed = Note(ReverseInvoiceNote.OWED, {"amount_fen": left})
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(red, again) if given.reissue else (red,),
        warnings=(owed,) if left else (),
    )


def run(
    ctx: Context, rows: Sequence[Invoice], given: ReverseInvoiceInput, facts: ReverseInvoiceFacts
) -> Result:
    how, sheets = Issue(ctx.actor.name, ctx.today, ctx.at), facts.sheets
    lots = [facts.spent.lots[row.lot_id] for row in rows] if facts.is_electronic else sheets
    reds = []
    for n, (row, lot) in enumerate(zip(rows, lots, strict=False)):
        INVOICE_LIFECYCLE.advance(row, InvoiceEvent.REVERSE)
        row.reason = given.reason
        its = replace(how, numbers=facts.typed.numbers[n : n + 1])
        reds.append(issue_red(ctx.session, row, lot, given.reason, its))
    new: Sequence[Invoice | None] = [None] * len(rows)
    if given.reissue:
        how = replace(how, numbers=facts.typed.numbers[len(rows) :])
        new = reissue(ctx.session, rows, sheets[-len(rows) :], how)
    else:
        note_owed(ctx.session, [row.payment for row in rows], given.reason)
    ctx.session.flush()
    return Result(
        rows=[
            RowResult(
                row.id, str(row), {"red_number": str(red), "new_number": str(n) if n else None}
            )
            for row, red, n in zip(rows, reds, new, strict=True)
        ],
        totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
    )


REVERSE_INVOICE = Action(
    key="reverse_invoice",
    model=Invoice,
    input=ReverseInvoiceInput,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=invoice_facts,
    run=run,
    states=frozenset({InvoiceState.ISSUED}),
    maximum_rows=MAXIMUM_ENDED_INVOICES,
    loads=(joinedload(Invoice.payment),),
    refusals=ReverseInvoiceRefusal,
    warnings={ReverseInvoiceNote.OWED: AnswerKind.TICK},
    activity=ActivityKind.INVOICE,
    guide=("Q4", "Q5"),
)
