"""退回: send unused sheets back to the registry (验旧换新, 机构撤并, 旧版停用; domain.md 3.1).

An unused lot is returned as a whole; of any other the last sheets become a new lot, so that the
rest is still used in number order. The registry destroys them.
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
from models.invoices.partial_lots import last_numbers, part_of
from models.invoices.stock import LOT_LIFECYCLE, InvoiceLot, LotEvent, LotState, MoveKind
from models.invoices.stock_balance import take

#: Most lots per run: one parcel.
MAXIMUM_RETURNED_LOTS = 50


class ReturnLotRefusal(StrEnum):
    """Why sheets are not returned."""

    OVER_AVAILABLE = "return_lot_over_available"
    ONE_AT_A_TIME = "return_lot_one_at_a_time"


class ReturnLotNote(StrEnum):
    """Notes of the plan page."""

    NUMBERS = "return_lot_numbers"
    REMAINDER = "return_lot_remainder"


@dataclass(frozen=True, slots=True)
class ReturnLotInput:
    """Why, how many (all that are left when empty), and the parcel they travel in."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.RETURNING))
    quantity: int | None = param(default=None, minimum=1, maximum=1_000_000)
    tracking_no: str | None = param(text=TextType.CODE, default=None, maximum_length=40)


def _requested_quantity(row: InvoiceLot, given: ReturnLotInput) -> int:
    return row.available if given.quantity is None else given.quantity


def check(row: InvoiceLot, given: ReturnLotInput, facts: None) -> Refusal | None:
    if _requested_quantity(row, given) > row.available:
        why: dict[str, Fact] = {"asked": given.quantity, "available": row.available}
        return Refusal(ReturnLotRefusal.OVER_AVAILABLE, why)
    return None


def check_batch(rows: Sequence[InvoiceLot], given: ReturnLotInput, facts: None) -> Refusal | None:
    if given.quantity is not None and len(rows) > 1:
        return Refusal(ReturnLotRefusal.ONE_AT_A_TIME, {"count": len(rows)})
    return None


def preview(
    ctx: Context, rows: Sequence[InvoiceLot], given: ReturnLotInput, facts: None
) -> Preview:
    asked = {row.id: _requested_quantity(row, given) for row in rows}
    numbers = {row.id: last_numbers(row, asked[row.id]) for row in rows}
    return Preview(
        totals={"row_count": len(rows), "sheets": sum(asked.values())},
        side_effects=tuple(
            note
            for row in rows
            for note in (
                Note(
                    ReturnLotNote.NUMBERS,
                    {
                        "lot_no": row.lot_no,
                        "count": asked[row.id],
                        "numbers": str(numbers[row.id] or ""),
                    },
                ),
                Note(
                    ReturnLotNote.REMAINDER,
                    {"lot_no": row.lot_no, "count": row.available - asked[row.id]},
                ),
            )
        ),
        rows={row.id: {"returned_numbers": str(numbers[row.id] or "")} for row in rows},
    )


def run(ctx: Context, rows: Sequence[InvoiceLot], given: ReturnLotInput, facts: None) -> Result:
    sent = []
    for row in rows:
        part = part_of(ctx.session, row, _requested_quantity(row, given), ctx.today)
        LOT_LIFECYCLE.advance(part, LotEvent.RETURN)
        reference = given.tracking_no or part.lot_no
        take(ctx.session, part, part.quantity, MoveKind.RETURN, reference)
        sent.append(part)
    return Result(
        rows=[
            RowResult(
                part.id,
                part.lot_no,
                {
                    "sheets": part.quantity,
                    "number_from": part.number_from,
                    "number_to": part.number_to,
                },
            )
            for part in sent
        ],
        totals={"row_count": len(sent), "sheets": sum(part.quantity for part in sent)},
    )


RETURN_LOT = Action(
    key="return_lot",
    model=InvoiceLot,
    input=ReturnLotInput,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=lot_facts,
    run=run,
    states=frozenset({LotState.SIGNED}),
    maximum_rows=MAXIMUM_RETURNED_LOTS,
    loads=(joinedload(InvoiceLot.type),),
    refusals=ReturnLotRefusal,
    fields_at_fault={
        ReturnLotRefusal.ONE_AT_A_TIME: "quantity",
    },
    activity=ActivityKind.INVOICE,
    guide=("新-003",),
)
