"""签收: acknowledge invoices that have arrived (guide 新-003: 收到发票后须点击签收).

Only the receiving office signs, once; from then on the sheets count as stock (发票余额).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.invoices import lot_facts
from models.invoices.stock import LOT_LIFECYCLE, InvoiceLot, LotEvent, LotState, MoveKind
from models.invoices.stock_balance import StockBalance, record_move, stock_of


class SignForNote(StrEnum):
    """Notes of the plan page."""

    BALANCE_AFTER = "sign_for_balance_after"


@dataclass(frozen=True, slots=True)
class SignForFacts:
    """发票余额 before."""

    before: StockBalance


def survey(ctx: Context, rows: Sequence[InvoiceLot], given: Nothing) -> SignForFacts:
    return SignForFacts(stock_of(ctx.session, ctx.actor.office_code))


def _face_fen(row: InvoiceLot) -> int:
    return row.quantity * (row.type.face_value_fen or 0)


def preview(
    ctx: Context, rows: Sequence[InvoiceLot], given: Nothing, facts: SignForFacts
) -> Preview:
    sheets = sum(row.quantity for row in rows)
    face_fen = sum(_face_fen(row) for row in rows)
    after = {
        "sheets_before": facts.before.sheets,
        "sheets_after": facts.before.sheets + sheets,
        "face_after_fen": facts.before.face_fen + face_fen,
    }
    return Preview(
        totals={"row_count": len(rows), "sheets": sheets, "face_fen": face_fen},
        side_effects=(Note(SignForNote.BALANCE_AFTER, after),),
        rows={row.id: {"sheets": row.quantity, "face_fen": _face_fen(row)} for row in rows},
    )


def run(ctx: Context, rows: Sequence[InvoiceLot], given: Nothing, facts: SignForFacts) -> Result:
    for row in rows:
        LOT_LIFECYCLE.advance(row, LotEvent.SIGN_FOR)
        row.signed_by = ctx.actor.name
        row.signed_at = ctx.at
        record_move(ctx.session, row, row.quantity, MoveKind.RECEIVE, row.lot_no)
    return Result(
        rows=[RowResult(row.id, row.lot_no, {"sheets": row.quantity}) for row in rows],
        totals={
            "row_count": len(rows),
            "sheets": sum(row.quantity for row in rows),
            "face_fen": sum(_face_fen(row) for row in rows),
        },
    )


SIGN_FOR = Action(
    key="sign_for",
    model=InvoiceLot,
    input=Nothing,
    survey=survey,
    preview=preview,
    row_facts=lot_facts,
    run=run,
    states=frozenset({LotState.IN_TRANSIT}),
    loads=(joinedload(InvoiceLot.type),),
    activity=ActivityKind.INVOICE,
    guide=("新-003",),
    splits=True,
    is_primary=True,
)
