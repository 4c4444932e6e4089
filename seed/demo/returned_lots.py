"""Reversed, lost, returned and destroyed sheets of the demo, so that every list has rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from actions.core.context import Context
from actions.invoices.destroy_lot import DESTROY_LOT, DestroyLotInput
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from actions.invoices.reverse import REVERSE_INVOICE, ReverseInvoiceInput
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.stock import InvoiceLot, LotState
from seed.demo.actors import Cast, enact
from seed.demo.invoice_stock import FINANCE
from seed.demo.plan import OfficePlan

#: A lot with fewer sheets left is left alone.
_ENOUGH: Final = 10
_REVERSAL: Final = ReverseInvoiceInput("单位名称变更,发票抬头有误,已交付。")
_LOSS: Final = LoseLotInput("编报〔2026〕3号", "办公室搬迁时遗失,已登报声明。", 2)
_RETURN: Final = ReturnLotInput("旧版发票停用,未使用部分退回。", tracking_no="1170299001155")


def return_lots(ctx: Context, cast: Cast, plans: Sequence[OfficePlan]) -> dict[str, int]:
    """Lets offices reverse an invoice, lose two sheets and give the others back.

    What the last of them gave back is destroyed.
    """
    returned: list[int] = []
    for plan in plans:
        admin = cast.admins[plan.office.code]
        lots = ctx.session.scalars(
            select(InvoiceLot.id)
            .where(
                InvoiceLot.office_code == plan.office.code,
                InvoiceLot.state == LotState.SIGNED,
                InvoiceLot.available >= _ENOUGH,
            )
            .order_by(InvoiceLot.id)
        ).all()
        for lot in lots[:1]:
            _reverse_one(ctx, cast, lot)
            enact(ctx, LOSE_LOT, [lot], _LOSS, admin)
            result = enact(ctx, RETURN_LOT, [lot], _RETURN, admin)
            returned += [row.row_id for row in result.rows]
    if returned:
        approval = DestroyLotInput("编办销〔2026〕1号")
        enact(ctx, DESTROY_LOT, returned[-1:], approval, cast.by_username[FINANCE])
    return {"lots": len(returned)}


def _reverse_one(ctx: Context, cast: Cast, lot_id: int) -> None:
    """Reverses the latest sheet of a lot, if any was given."""
    sheet = ctx.session.scalars(
        select(Invoice)
        .where(
            Invoice.lot_id == lot_id,
            Invoice.state == InvoiceState.ISSUED,
            Invoice.reverses_id.is_(None),
        )
        .order_by(Invoice.id.desc())
        .limit(1)
    ).one_or_none()
    if sheet is not None:
        enact(ctx, REVERSE_INVOICE, [sheet.id], _REVERSAL, cast.admins[sheet.office_code])
