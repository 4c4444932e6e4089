"""销毁: the registry destroys returned sheets, by the number of the approval (domain.md 3.1).

Destroyed sheets stay counted as returned; their numbers are never used again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.invoices import lot_facts
from models.core.text_type import TextType
from models.invoices.stock import LOT_LIFECYCLE, InvoiceLot, LotEvent, LotState, MoveKind
from models.invoices.stock_balance import record_move

#: Most lots per run: what one approval lists.
MAXIMUM_DESTROYED_LOTS = 200


class DestroyLotNote(StrEnum):
    """Notes of the plan page."""

    KEEP_LIST = "destroy_lot_keep_list"


@dataclass(frozen=True, slots=True)
class DestroyLotInput:
    """The approval (批准文号)."""

    approval_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=40)


def preview(
    ctx: Context, rows: Sequence[InvoiceLot], given: DestroyLotInput, facts: None
) -> Preview:
    sheets = sum(row.returned for row in rows)
    return Preview(
        totals={"row_count": len(rows), "sheets": sheets},
        side_effects=(Note(DestroyLotNote.KEEP_LIST, {"count": sheets}),),
        rows={row.id: {"returned_sheets": row.returned} for row in rows},
    )


def run(ctx: Context, rows: Sequence[InvoiceLot], given: DestroyLotInput, facts: None) -> Result:
    for row in rows:
        LOT_LIFECYCLE.advance(row, LotEvent.DESTROY)
        row.document_no = given.approval_no
        record_move(ctx.session, row, row.returned, MoveKind.DESTROY, given.approval_no)
    return Result(
        rows=[RowResult(row.id, row.lot_no, {"sheets": row.returned}) for row in rows],
        totals={"row_count": len(rows), "sheets": sum(row.returned for row in rows)},
    )


DESTROY_LOT = Action(
    key="destroy_lot",
    model=InvoiceLot,
    input=DestroyLotInput,
    preview=preview,
    row_facts=lot_facts,
    run=run,
    states=frozenset({LotState.RETURNED}),
    maximum_rows=MAXIMUM_DESTROYED_LOTS,
    loads=(joinedload(InvoiceLot.office),),
    activity=ActivityKind.INVOICE,
)
