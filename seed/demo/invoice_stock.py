"""Invoice stock of the demo, and lots in transit."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.context import Context
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.cancel_request import CANCEL_REQUEST
from actions.invoices.dispatch import DISPATCH, DispatchInput
from actions.invoices.reject_request import REJECT_REQUEST, RejectRequestInput
from actions.invoices.request import REQUEST_INVOICES, RequestInvoicesInput
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.invoices.stock import InvoiceLot, LotState
from seed.demo.actors import Cast, enact
from seed.demo.logins import GANNAN, GANSU, LINTAN, ZHUONI
from seed.demo.stage import Stage

FIXED, PRINTED = "fixed-200", "printed"
#: The average amount per sheet, and the number of sheets of the first request.
PRINTED_FEN: Final = 20_000
FIRST_SHEETS: Final = 120
FINANCE: Final = "conac-finance"
COURIER: Final = "中国邮政EMS"


def stock_up(stage: Stage, days_ago: int) -> None:
    """Gives every office its first printed invoices: requested, approved, dispatched, signed
    for.
    """
    codes = [plan.office.code for plan in stage.offices]
    stage.run("stock:ask", stage.day(days_ago), lambda ctx: _ask(ctx, stage.cast, codes))
    stage.run("stock:send", stage.day(days_ago - 4), lambda ctx: _send(ctx, stage.cast))
    stage.run("stock:sign", stage.day(days_ago - 9), lambda ctx: _sign(ctx, stage.cast))


def _ask(ctx: Context, cast: Cast, codes: list[str]) -> dict[str, int]:
    given = RequestInvoicesInput(PRINTED, FIRST_SHEETS, unit_amount_fen=PRINTED_FEN)
    for code in codes:
        admin = cast.admins[code]
        assert admin.office_id is not None
        enact(ctx, REQUEST_INVOICES, [admin.office_id], given, admin)
    return {"requests": len(codes)}


def _send(ctx: Context, cast: Cast) -> dict[str, int]:
    finance = cast.by_username[FINANCE]
    rows = ctx.session.execute(select(InvoiceRequest.id, InvoiceRequest.office_code)).all()
    enact(ctx, APPROVE_REQUEST, [row.id for row in rows], Nothing(), finance)
    for turn, row in enumerate(rows):
        parcel = DispatchInput(f"2{row.office_code}00001", "00000001", COURIER, _tracking(turn))
        enact(ctx, DISPATCH, [row.id], parcel, finance)
    return {"lots": len(rows)}


def _sign(ctx: Context, cast: Cast) -> dict[str, int]:
    rows = ctx.session.execute(select(InvoiceLot.id, InvoiceLot.office_code)).all()
    for row in rows:
        enact(ctx, SIGN_FOR, [row.id], Nothing(), cast.admins[row.office_code])
    return {"signed": len(rows)}


def _tracking(turn: int) -> str:
    return f"11{turn + 70_203_001:011d}"


def share_out(stage: Stage) -> None:
    """Lets the province request 定额发票 and split them; some are in transit today."""
    _deliver(stage, 150, "00012001", 34)
    _split(stage, 29, {"zhuoni": 60, "lintan": 40})
    _sign_at(stage, "zhuoni", 26)
    _sign_at(stage, "lintan", 25)
    _deliver(stage, 140, "00012151", 12)
    _split(stage, 4, {"zhuoni": 30, "gannan": 25})
    stage.act("gannan", REQUEST_INVOICES, [_office(stage, GANNAN)], _fixed(60), stage.day(2))
    stage.act("zhuoni", REQUEST_INVOICES, [_office(stage, ZHUONI)], _fixed(20), stage.day(9))
    asked = _requests(stage, ZHUONI, RequestState.SUBMITTED)
    stage.act("zhuoni", CANCEL_REQUEST, asked, Nothing(), stage.day(8))
    stage.act("lintan", REQUEST_INVOICES, [_office(stage, LINTAN)], _fixed(150), stage.day(20))
    asked = _requests(stage, LINTAN, RequestState.SUBMITTED)
    why = RejectRequestInput("申请数量超过本县一年用量,请按季度申请。")
    stage.act(FINANCE, REJECT_REQUEST, asked, why, stage.day(19))
    stage.act("lintan", REQUEST_INVOICES, [_office(stage, LINTAN)], _fixed(40), stage.day(3))
    asked = _requests(stage, LINTAN, RequestState.SUBMITTED)
    stage.act(FINANCE, APPROVE_REQUEST, asked, Nothing(), stage.day(1))


def _deliver(stage: Stage, sheets: int, number_from: str, days_ago: int) -> None:
    """The province requests, the registry dispatches, the province signs, within five days."""
    stage.act(
        "gansu", REQUEST_INVOICES, [_office(stage, GANSU)], _fixed(sheets), stage.day(days_ago)
    )
    asked = _requests(stage, GANSU, RequestState.SUBMITTED)
    stage.act(FINANCE, APPROVE_REQUEST, asked, Nothing(), stage.day(days_ago - 1))
    parcel = DispatchInput(f"1{GANSU}00001", number_from, COURIER, _tracking(days_ago + 500))
    stage.act(FINANCE, DISPATCH, asked, parcel, stage.day(days_ago - 1), 15)
    _sign_at(stage, "gansu", days_ago - 4)


def _sign_at(stage: Stage, username: str, days_ago: int) -> None:
    code = stage.cast.by_username[username].office_code
    lots = _lots(stage, code, LotState.IN_TRANSIT)
    stage.act(username, SIGN_FOR, lots, Nothing(), stage.day(days_ago), 14)


def _split(stage: Stage, days_ago: int, shares: dict[str, int]) -> None:
    lines = tuple(SplitLine(account, sheets) for account, sheets in shares.items())
    lot = _lots(stage, GANSU, LotState.SIGNED)[-1:]
    stage.act("gansu", SPLIT, lot, SplitInput(lines), stage.day(days_ago), 15)


def _fixed(sheets: int) -> RequestInvoicesInput:
    return RequestInvoicesInput(FIXED, sheets)


def _office(stage: Stage, code: str) -> int:
    key = stage.cast.admins[code].office_id
    assert key is not None
    return key


def _requests(stage: Stage, code: str, state: RequestState) -> list[int]:
    wanted = select(InvoiceRequest.id).where(
        InvoiceRequest.office_code == code, InvoiceRequest.state == state
    )
    return list(stage.ask(lambda session: session.scalars(wanted).all()))


def _lots(stage: Stage, code: str, state: LotState) -> list[int]:
    wanted = (
        select(InvoiceLot.id)
        .where(InvoiceLot.office_code == code, InvoiceLot.state == state)
        .order_by(InvoiceLot.id)
    )
    return list(stage.ask(lambda session: session.scalars(wanted).all()))
