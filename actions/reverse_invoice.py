"""红冲: take back a sheet that was handed over or whose month is past, by a negative one.

The red sheet names the one it takes back and is printed on the next sheet of the same type; with
re-issue the same amount goes onto the one after it, without it the payment waits for its 补开. A
sheet of fixed face value has no negative: it is recovered and made void. Who gave a sheet takes
it back alone for a few minutes, later a second person does (I-13).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.contract import Action, Context, Note, Preview, Result, RowResult, param
from actions.refusal import Fact, Refusal, not_second
from models.four_eyes import Person, Tie, authors_of, needs_second_person, ties_of
from models.invoice import INVOICE_LIFECYCLE, Invoice, InvoiceEvent, InvoiceState
from models.invoice_stock import InvoiceLot
from models.issuing import Issue, issue_red, owe, reissue
from models.setting import Settings
from models.stock import Portion, propose, usable_lots

#: Sheets taken back at a time.
MAXIMUM_INVOICES = 50


class ReverseInvoiceRefusal(StrEnum):
    """Why a sheet is not taken back."""

    IS_RED = "reverse_invoice_is_red"
    FIXED = "reverse_invoice_fixed"
    SAME_PERIOD = "reverse_invoice_same_period"
    SEVERAL_TYPES = "reverse_invoice_several_types"
    STOCK_SHORT = "reverse_invoice_stock_short"


class ReverseInvoiceNote(StrEnum):
    """What the plan page says besides."""

    RED_SHEETS = "reverse_invoice_red_sheets"
    REISSUED = "reverse_invoice_reissued"
    OWED = "reverse_invoice_owed"


@dataclass(frozen=True, slots=True)
class ReverseInvoiceInput:
    """Why, whether the unit has the sheet already, and whether a new one is given at once."""

    reason: str = param(maximum_length=200)
    handed_over: bool = param(default=True)
    reissue: bool = param(default=True)


@dataclass(frozen=True, slots=True)
class ReverseInvoiceFacts:
    """Who asks, when, by which rules; who gave each sheet, its lot, and the sheets proposed."""

    at: dt.datetime
    today: dt.date
    settings: Settings
    ties: Mapping[int, Tie]
    lots: Mapping[int, InvoiceLot]
    portions: Sequence[Portion]

    @property
    def sheets(self) -> list[InvoiceLot]:
        """The lot of each sheet proposed: the red ones first, then the new ones."""
        return [portion.lot for portion in self.portions for _ in range(portion.quantity)]


def survey(
    ctx: Context, rows: Sequence[Invoice], given: ReverseInvoiceInput
) -> ReverseInvoiceFacts:
    usable = [
        lot
        for code in sorted({row.office_code for row in rows})
        for lot in ctx.session.scalars(ctx.locked(usable_lots(code)))
    ]
    wanted = select(InvoiceLot).where(InvoiceLot.id.in_({row.lot_id for row in rows}))
    lots = ctx.session.scalars(wanted.options(joinedload(InvoiceLot.type))).all()
    kinds = {lot.type_id for lot in lots}
    return ReverseInvoiceFacts(
        at=ctx.at,
        today=ctx.today,
        settings=ctx.settings,
        ties=_ties(ctx, rows),
        lots={lot.id: lot for lot in lots},
        portions=propose([lot for lot in usable if lot.type_id in kinds], _needed(rows, given)),
    )


def _needed(rows: Sequence[Invoice], given: ReverseInvoiceInput) -> int:
    return len(rows) * (2 if given.reissue else 1)


def _ties(ctx: Context, rows: Sequence[Invoice]) -> Mapping[int, Tie]:
    """Whoever gave a sheet, as far as the actor is no other person."""
    authors = authors_of(ctx.session, Invoice, [row.id for row in rows])
    firsts = {row.id: (authors.get(row.id, ""), row.issued_at) for row in rows}
    return ties_of(ctx.session, Person(ctx.actor.key, ctx.actor.office_code), firsts, ctx.at)


def check(row: Invoice, given: ReverseInvoiceInput, facts: ReverseInvoiceFacts) -> Refusal | None:
    kind = facts.lots[row.lot_id].type
    is_this_month = row.issued_on >= facts.today.replace(day=1)
    tests: tuple[tuple[bool, ReverseInvoiceRefusal, dict[str, Fact]], ...] = (
        (row.is_red, ReverseInvoiceRefusal.IS_RED, {}),
        (
            kind.face_value_fen is not None,
            ReverseInvoiceRefusal.FIXED,
            {"invoice_type": kind.name},
        ),
        (
            is_this_month and not given.handed_over,
            ReverseInvoiceRefusal.SAME_PERIOD,
            {"issued_on": row.issued_on},
        ),
    )
    refused = next((Refusal(code, why) for is_so, code, why in tests if is_so), None)
    return refused or _second_person(row, facts)


def _second_person(row: Invoice, facts: ReverseInvoiceFacts) -> Refusal | None:
    tie = facts.ties.get(row.id)
    if needs_second_person(tie, row.issued_at, facts.at, facts.settings):
        minutes = facts.settings.undo_minutes
        return not_second(tie, {"minutes": minutes, "cashier": row.issued_by})
    return None


def check_batch(
    rows: Sequence[Invoice], given: ReverseInvoiceInput, facts: ReverseInvoiceFacts
) -> Refusal | None:
    kinds = {(facts.lots[row.lot_id].type_id, row.office_code) for row in rows}
    if len(kinds) > 1:
        return Refusal(ReverseInvoiceRefusal.SEVERAL_TYPES, {"count": len(kinds)})
    asked, proposed = _needed(rows, given), len(facts.sheets)
    if proposed < asked:
        return Refusal(ReverseInvoiceRefusal.STOCK_SHORT, {"asked": asked, "sheets": proposed})
    return None


def preview(
    ctx: Context, rows: Sequence[Invoice], given: ReverseInvoiceInput, facts: ReverseInvoiceFacts
) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    numbers = "、".join(str(p.numbers) for p in facts.portions if p.numbers)
    red = Note(ReverseInvoiceNote.RED_SHEETS, {"count": len(rows), "numbers": numbers})
    again = Note(ReverseInvoiceNote.REISSUED, {"count": len(rows)})
    owed = Note(ReverseInvoiceNote.OWED, {"amount_fen": amount})
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(red, again) if given.reissue else (red,),
        warnings=() if given.reissue else (owed,),
        rows={row.id: {"unit": row.title, "amount_fen": row.amount_fen} for row in rows},
    )


def run(
    ctx: Context, rows: Sequence[Invoice], given: ReverseInvoiceInput, facts: ReverseInvoiceFacts
) -> Result:
    how, sheets = Issue(ctx.actor.name, ctx.today, ctx.at), facts.sheets
    reds = []
    for row, lot in zip(rows, sheets, strict=False):
        INVOICE_LIFECYCLE.advance(row, InvoiceEvent.REVERSE)
        row.reason = given.reason
        reds.append(issue_red(ctx.session, row, lot, given.reason, how))
    new: Sequence[Invoice | None] = [None] * len(rows)
    if given.reissue:
        new = reissue(ctx.session, rows, sheets[len(rows) : 2 * len(rows)], how)
    else:
        owe(rows, given.reason)
    return Result(
        rows=[
            RowResult(
                row.id, str(row), {"red_number": red.number, "new_number": n.number if n else None}
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
    run=run,
    states=frozenset({InvoiceState.ISSUED}),
    maximum_rows=MAXIMUM_INVOICES,
    loads=(joinedload(Invoice.payment),),
    refusals=ReverseInvoiceRefusal,
    guide=("Q4", "Q5"),
)
