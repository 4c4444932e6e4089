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
from actions.core.refusal import Fact
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.invoices import lot_facts
from models.invoices.stock import LOT_LIFECYCLE, InvoiceLot, LotEvent, LotState, MoveKind
from models.invoices.stock_balance import NO_STOCK, StockBalance, record_move, stock_of


class SignForNote(StrEnum):
    """Notes of the plan page."""

    BALANCE_AFTER = "sign_for_balance_after"


@dataclass(frozen=True, slots=True)
class SignForFacts:
    """发票余额 before."""

    before: StockBalance


def survey(ctx: Context, rows: Sequence[InvoiceLot], given: Nothing) -> SignForFacts:
    return SignForFacts(stock_of(ctx.session, ctx.actor.office_code))


def _totals(rows: Sequence[InvoiceLot]) -> dict[str, int]:
    """Lots and sheets; where sheets have a face value, how many and how much."""
    signed = NO_STOCK.plus(rows)
    mixed = {"faced_sheets": signed.faced_sheets} if signed.is_mixed else {}
    face = {"face_fen": signed.face_fen} if signed.face_fen else {}
    return {"row_count": len(rows), "sheets": signed.sheets, **mixed, **face}


def _figures(row: InvoiceLot) -> dict[str, Fact]:
    signed = NO_STOCK.plus([row])
    face = {"face_fen": signed.face_fen} if signed.face_fen else {}
    return {"sheets": signed.sheets, **face}


def preview(
    ctx: Context, rows: Sequence[InvoiceLot], given: Nothing, facts: SignForFacts
) -> Preview:
    after = facts.before.plus(rows)
    moved = {
        "sheets_before": facts.before.sheets,
        "sheets_after": after.sheets,
        "faced_sheets": after.faced_sheets,
        "face_after_fen": after.face_fen,
    }
    return Preview(
        totals=_totals(rows),
        side_effects=(Note(SignForNote.BALANCE_AFTER, moved),),
        rows={row.id: _figures(row) for row in rows},
    )


def run(ctx: Context, rows: Sequence[InvoiceLot], given: Nothing, facts: SignForFacts) -> Result:
    for row in rows:
        LOT_LIFECYCLE.advance(row, LotEvent.SIGN_FOR)
        row.signed_by = ctx.actor.name
        row.signed_at = ctx.at
        record_move(ctx.session, row, row.quantity, MoveKind.RECEIVE, row.lot_no)
    return Result(
        rows=[RowResult(row.id, row.lot_no, {"sheets": row.quantity}) for row in rows],
        totals=_totals(rows),
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
