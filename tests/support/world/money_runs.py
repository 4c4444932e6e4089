"""Every verb that moves money or sheets, or decides about them, made ready to be run once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import select

from actions.billing.cancel_order import CANCEL_ORDER
from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.action import Action, Nothing
from actions.domains.renew import RENEW, RenewInput
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.cancel_request import CANCEL_REQUEST
from actions.invoices.destroy_lot import DESTROY_LOT, DestroyLotInput
from actions.invoices.dispatch import DISPATCH, DispatchInput
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput
from actions.invoices.reject_request import REJECT_REQUEST, RejectRequestInput
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.request import REQUEST_INVOICES, RequestInvoicesInput
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from actions.invoices.reverse import REVERSE_INVOICE, ReverseInvoiceInput
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from actions.ledger.accrue_awards import ACCRUE_AWARDS, AccrueAwardsInput
from actions.ledger.adjust import ADJUST, AdjustInput, Direction
from actions.ledger.confirm_adjustment import CONFIRM_ADJUSTMENT, ConfirmAdjustmentInput
from actions.ledger.move_balance import MOVE_BALANCE, MoveBalanceInput
from actions.ledger.refund import REFUND, RefundInput
from actions.ledger.reject_adjustment import REJECT_ADJUSTMENT, RejectAdjustmentInput
from actions.ledger.settle import SETTLE
from actions.remittances.cancel import CANCEL_REMITTANCE, CancelRemittanceInput
from actions.remittances.draft import DRAFT_REMITTANCE
from actions.remittances.ignore_line import SET_ASIDE, SetAsideInput
from actions.remittances.match import MATCH, MatchInput
from actions.remittances.reject import REJECT_REMITTANCE, RejectRemittanceInput
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from actions.remittances.unmatch import UNMATCH, UnmatchInput
from actions.remittances.upload_statement import (
    UPLOAD_STATEMENT,
    StatementLine,
    UploadStatementInput,
)
from models.invoices.invoice import Invoice
from models.invoices.invoice_type import InvoiceType
from models.ledger.award import AwardRule
from models.offices.office import Office
from models.remittances.bank_statement import BankLine
from models.remittances.remittance import Remittance
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker

FINANCE, SECOND = "conac-finance", "conac"


class Request(NamedTuple):
    """What is asked, and by whom."""

    action: Action[Any, Any, Any]
    username: str
    ids: list[int]
    given: Any


def _charged(world: World) -> int:
    """The key of B's payment of 400 yuan on two sheets, taken by the cashier."""
    given = ChargeInput(40_000, 2)
    outcome = world.perform(CHARGE, "zhuoni-cashier", [world.id("b-order")], given)
    return int(outcome.totals["payment_id"])


def _sheet(world: World) -> int:
    payment = _charged(world)
    with world.session() as session:
        return session.scalars(select(Invoice.id).where(Invoice.payment_id == payment)).all()[0]


def _printed_sheet(world: World) -> int:
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        printed = session.get_one(InvoiceType, world.id("type-printed"))
        Maker(session, office, NOW).lot(printed, "00090001", 10)
    given = ChargeInput(40_000, 2, invoice_type="printed")
    outcome = world.perform(CHARGE, "zhuoni-cashier", [world.id("b-order")], given)
    with world.session() as session:
        wanted = select(Invoice.id).where(Invoice.payment_id == outcome.totals["payment_id"])
        return session.scalars(wanted).all()[0]


def _remitted(world: World) -> int:
    _charged(world)
    given = RemitInput("B1")
    outcome = world.perform(REMIT, "zhuoni", [world.id("b-order")], given)
    return int(outcome.totals["remittance_id"])


def _topped_up(world: World) -> None:
    world.perform(TOP_UP, FINANCE, [_remitted(world)], TopUpInput(40_000, "B1"))


def _refund_proposed(world: World) -> int:
    _topped_up(world)
    given = RefundInput("重复缴费")
    outcome = world.perform(REFUND, FINANCE, [world.id("b-order")], given)
    return int(outcome.totals["adjustment_id"])


def _given(world: World, office: str, fen: int) -> None:
    """Money in an office's account that no order of its own waits for, by 调账."""
    given = AdjustInput(Direction.INCREASE, fen, "更正")
    asked = world.perform(ADJUST, FINANCE, [world.id(office)], given)
    ids = [int(asked.totals["adjustment_id"])]
    world.perform(CONFIRM_ADJUSTMENT, SECOND, ids, ConfirmAdjustmentInput())


def _staged(world: World, fen: int = 40_000) -> int:
    """The key of a bank line that names B's 汇款单, by itself of the 400 yuan announced."""
    sent = _remitted(world)
    with world.session() as session:
        number = session.get_one(Remittance, sent).remittance_no
    world.perform(UPLOAD_STATEMENT, FINANCE, [], _statement(f"汇款单 {number}", fen))
    with world.session() as session:
        return session.scalars(select(BankLine.id)).one()


def _matched(world: World) -> int:
    """The key of a line of 300 yuan that was credited; B's order of 400 waits for the rest."""
    line = _staged(world, 30_000)
    world.perform(MATCH, FINANCE, [line], MatchInput())
    return line


def _statement(memo: str, fen: int = 40_000) -> UploadStatementInput:
    line = StatementLine("B1", TODAY, fen, "卓尼县编办", memo, 2)
    return UploadStatementInput("六月.csv", (line,))


def _requested(world: World, *, is_approved: bool = False) -> int:
    with world.writing() as session:
        for name in ("office-gansu", "office-zhuoni"):
            office = session.get_one(Office, world.id(name))
            Maker(session, office, NOW).mailing_address(is_default=True)
    given = RequestInvoicesInput("fixed-200", 10)
    outcome = world.perform(REQUEST_INVOICES, "zhuoni", [world.id("office-zhuoni")], given)
    key = int(outcome.totals["request_id"])
    if is_approved:
        world.perform(APPROVE_REQUEST, FINANCE, [key], Nothing())
    return key


def _given_back(world: World) -> int:
    """The key of a lot of ten sheets that 卓尼 returned."""
    given = ReturnLotInput("多余", 10)
    outcome = world.perform(RETURN_LOT, "zhuoni", [world.id("zhuoni-signed")], given)
    return int(outcome.rows[0].row_id)


def _rewarded(world: World) -> list[int]:
    with world.writing() as session:
        province = session.get_one(Office, world.id("office-gansu"))
        rule = AwardRule(rate_bp=500, valid_from=dt.date(2026, 1, 1))
        rule.belong_to(province)
        session.add(rule)
    return [world.id("office-gansu")]


def _remit(world: World) -> Request:
    _charged(world)
    return Request(REMIT, "zhuoni", [world.id("b-order")], RemitInput("W24"))


def _draft(world: World) -> Request:
    _charged(world)
    return Request(DRAFT_REMITTANCE, "zhuoni", [world.id("office-zhuoni")], Nothing())


def _refund(world: World) -> Request:
    _topped_up(world)
    return Request(REFUND, FINANCE, [world.id("b-order")], RefundInput("重复缴费"))


def _move_balance(world: World) -> Request:
    """What 甘肃 gives is what 卓尼's charged order waits for."""
    _given(world, "office-gansu", 50_000)
    _charged(world)
    given = MoveBalanceInput(40_000, "补助")
    return Request(MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)


def _settle(world: World) -> Request:
    """Charged once the account held the money: nothing settled it when the money came."""
    _given(world, "office-zhuoni", 40_000)
    _charged(world)
    return Request(SETTLE, FINANCE, [world.id("prepaid:623022")], Nothing())


def _issue_invoices(world: World) -> Request:
    later = ChargeInput(40_000, 0, deferred_reason="下批补开")
    paid = world.perform(CHARGE, "zhuoni", [world.id("b-order")], later)
    ids = [int(paid.totals["payment_id"])]
    return Request(ISSUE_INVOICES, "zhuoni", ids, IssueInvoicesInput(2))


def _request_more(world: World) -> Request:
    _requested(world)
    given = RequestInvoicesInput("fixed-200", 20)
    return Request(REQUEST_INVOICES, "zhuoni", [world.id("office-zhuoni")], given)


#: Verb → the request, once the world is ready for it.
MONEY_RUNS: dict[str, Callable[[World], Request]] = {
    "charge": lambda w: Request(CHARGE, "zhuoni", [w.id("b-order")], ChargeInput(40_000, 2)),
    "reverse_payment": lambda w: Request(
        REVERSE_PAYMENT, "zhuoni", [_charged(w)], ReversePaymentInput("收错单位")
    ),
    "void_invoice": lambda w: Request(
        VOID_INVOICE, "zhuoni", [_sheet(w)], VoidInvoiceInput("打印错位")
    ),
    "reverse_invoice": lambda w: Request(
        REVERSE_INVOICE, "zhuoni", [_printed_sheet(w)], ReverseInvoiceInput("抬头有误")
    ),
    "issue_invoices": _issue_invoices,
    "renew": lambda w: Request(RENEW, "zhuoni", [w.id("a-due"), w.id("b-due")], RenewInput(2)),
    "cancel_order": lambda w: Request(CANCEL_ORDER, "zhuoni", [w.id("a-order-renew-1")], Nothing()),
    "remit": _remit,
    "draft_remittance": _draft,
    "cancel_remittance": lambda w: Request(
        CANCEL_REMITTANCE, "zhuoni", [_remitted(w)], CancelRemittanceInput("重填")
    ),
    "reject_remittance": lambda w: Request(
        REJECT_REMITTANCE, FINANCE, [_remitted(w)], RejectRemittanceInput("未到账")
    ),
    "top_up": lambda w: Request(TOP_UP, FINANCE, [_remitted(w)], TopUpInput(40_000, "B1")),
    "upload_statement": lambda _w: Request(UPLOAD_STATEMENT, FINANCE, [], _statement("六月")),
    "match": lambda w: Request(MATCH, FINANCE, [_staged(w)], MatchInput()),
    "unmatch": lambda w: Request(UNMATCH, FINANCE, [_matched(w)], UnmatchInput("认错")),
    "set_aside": lambda w: Request(SET_ASIDE, FINANCE, [_staged(w)], SetAsideInput("不是域名费")),
    "settle": _settle,
    "move_balance": _move_balance,
    "refund": _refund,
    "adjust": lambda w: Request(
        ADJUST, FINANCE, [w.id("office-zhuoni")], AdjustInput(Direction.INCREASE, 5_000, "更正")
    ),
    "confirm_adjustment": lambda w: Request(
        CONFIRM_ADJUSTMENT, SECOND, [_refund_proposed(w)], ConfirmAdjustmentInput()
    ),
    "reject_adjustment": lambda w: Request(
        REJECT_ADJUSTMENT, SECOND, [_refund_proposed(w)], RejectAdjustmentInput("依据不足")
    ),
    "request_invoices": _request_more,
    "cancel_request": lambda w: Request(CANCEL_REQUEST, "zhuoni", [_requested(w)], Nothing()),
    "reject_request": lambda w: Request(
        REJECT_REQUEST, FINANCE, [_requested(w)], RejectRequestInput("库存足够")
    ),
    "approve_request": lambda w: Request(APPROVE_REQUEST, FINANCE, [_requested(w)], Nothing()),
    "dispatch": lambda w: Request(
        DISPATCH,
        FINANCE,
        [_requested(w, is_approved=True)],
        DispatchInput("6200269999", "00050001", "邮政", "EMS1"),
    ),
    "sign_for": lambda w: Request(SIGN_FOR, "zhuoni", [w.id("zhuoni-transit")], Nothing()),
    "split": lambda w: Request(
        SPLIT,
        "gansu",
        [w.id("gansu-signed")],
        SplitInput((SplitLine("zhuoni", 60), SplitLine("lintan", 40))),
    ),
    "return_lot": lambda w: Request(
        RETURN_LOT, "zhuoni", [w.id("zhuoni-signed")], ReturnLotInput("多余", 10)
    ),
    "destroy_lot": lambda w: Request(
        DESTROY_LOT, FINANCE, [_given_back(w)], DestroyLotInput("中编销〔2026〕1号")
    ),
    "lose_lot": lambda w: Request(
        LOSE_LOT, "zhuoni", [w.id("zhuoni-signed")], LoseLotInput("1号", "丢失", 1)
    ),
    "accrue_awards": lambda w: Request(
        ACCRUE_AWARDS, FINANCE, _rewarded(w), AccrueAwardsInput("2026-W23")
    ),
}
