"""遗失: declare sheets lost, on their way or on hand, by the number of the report (domain.md 3.1).

A lot in transit is lost as a whole. On hand, the lost sheets are the last of the lot or the next to
be used; sheets in between can be reported once those before them have been used or split.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.invoices import lot_facts
from models.core.text_type import TextType
from models.invoices.partial_lots import free_numbers, last_numbers, part_of
from models.invoices.stock import LOT_LIFECYCLE, InvoiceLot, LotEvent, LotState, MoveKind
from models.invoices.stock_balance import take
from models.values.number_range import PAPER_INVOICE_WIDTH, NumberRange, RangeError


class LoseLotRefusal(StrEnum):
    """Why sheets are not declared lost."""

    WHOLE_PARCEL = "lose_lot_whole_parcel"
    OVER_AVAILABLE = "lose_lot_over_available"
    NUMBER_FAULTY = "lose_lot_number_faulty"
    NOT_ON_HAND = "lose_lot_not_on_hand"
    IN_BETWEEN = "lose_lot_in_between"


class LoseLotNote(StrEnum):
    """Notes of the plan page."""

    NEVER_USED = "lose_lot_never_used"


@dataclass(frozen=True, slots=True)
class LoseLotInput:
    """The report; how many sheets (empty: all) from which number (empty: the last ones)."""

    report_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=40)
    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.LOSING))
    quantity: int | None = param(default=None, minimum=1, maximum=1_000_000)
    number_from: str | None = param(
        text=TextType.CODE, default=None, maximum_length=PAPER_INVOICE_WIDTH
    )


def _requested_quantity(row: InvoiceLot, given: LoseLotInput) -> int:
    return row.available if given.quantity is None else given.quantity


def _numbers(row: InvoiceLot, given: LoseLotInput) -> NumberRange | None:
    """The lost numbers as typed, or the last ones; None where they are no valid range."""
    if given.number_from is None:
        return last_numbers(row, _requested_quantity(row, given))
    try:
        return NumberRange.starting(given.number_from, _requested_quantity(row, given))
    except RangeError:
        return None


def check(row: InvoiceLot, given: LoseLotInput, facts: None) -> Refusal | None:
    asked = _requested_quantity(row, given)
    if row.state is LotState.IN_TRANSIT and asked != row.quantity:
        return Refusal(LoseLotRefusal.WHOLE_PARCEL, {"quantity": row.quantity})
    if asked > row.available:
        why: dict[str, Fact] = {"asked": asked, "available": row.available}
        return Refusal(LoseLotRefusal.OVER_AVAILABLE, why)
    return None if given.number_from is None else _number_refusal(row, given)


def _number_refusal(row: InvoiceLot, given: LoseLotInput) -> Refusal | None:
    free, lost = free_numbers(row), _numbers(row, given)
    if free is None or lost is None or lost.width != free.width:
        return Refusal(LoseLotRefusal.NUMBER_FAULTY, {"number_from": given.number_from})
    why: dict[str, Fact] = {"numbers": str(lost), "on_hand": str(free)}
    if lost.first < free.first or lost.last > free.last:
        return Refusal(LoseLotRefusal.NOT_ON_HAND, why)
    if lost.first != free.first and lost.last != free.last:
        return Refusal(LoseLotRefusal.IN_BETWEEN, why)
    return None


def preview(ctx: Context, rows: Sequence[InvoiceLot], given: LoseLotInput, facts: None) -> Preview:
    notes = [
        Note(
            LoseLotNote.NEVER_USED,
            {"count": _requested_quantity(row, given), "numbers": str(_numbers(row, given) or "")},
        )
        for row in rows
    ]
    return Preview(
        totals={"sheets": sum(_requested_quantity(row, given) for row in rows)},
        side_effects=tuple(notes),
    )


def run(ctx: Context, rows: Sequence[InvoiceLot], given: LoseLotInput, facts: None) -> Result:
    (row,) = rows
    part = part_of(
        ctx.session, row, _requested_quantity(row, given), ctx.today, from_end=_is_last(row, given)
    )
    LOT_LIFECYCLE.advance(part, LotEvent.LOSE)
    part.document_no = given.report_no
    take(ctx.session, part, part.quantity, MoveKind.LOST, given.report_no)
    lost: dict[str, Fact] = {
        "sheets": part.quantity,
        "number_from": part.number_from,
        "number_to": part.number_to,
    }
    return Result(rows=[RowResult(part.id, part.lot_no, lost)], totals={"sheets": part.quantity})


def _is_last(row: InvoiceLot, given: LoseLotInput) -> bool:
    free, lost = free_numbers(row), _numbers(row, given)
    return free is None or lost is None or lost.last == free.last


LOSE_LOT = Action(
    key="lose_lot",
    model=InvoiceLot,
    input=LoseLotInput,
    check=check,
    preview=preview,
    row_facts=lot_facts,
    run=run,
    states=frozenset({LotState.IN_TRANSIT, LotState.SIGNED}),
    maximum_rows=1,
    loads=(joinedload(InvoiceLot.type),),
    refusals=LoseLotRefusal,
    fields_at_fault={
        LoseLotRefusal.WHOLE_PARCEL: "quantity",
        LoseLotRefusal.OVER_AVAILABLE: "quantity",
        LoseLotRefusal.NUMBER_FAULTY: "number_from",
        LoseLotRefusal.NOT_ON_HAND: "number_from",
        LoseLotRefusal.IN_BETWEEN: "number_from",
    },
    activity=ActivityKind.INVOICE,
    guide=("新-003",),
)
