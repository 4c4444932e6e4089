"""Recent actions at 卓尼, one by one: the rows that a tour of the demo shows."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Select, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.domains.renew import RENEW, RenewInput
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentMethod, PaymentState
from models.domains.domain import Domain, DomainState
from models.invoices.invoice import Invoice, InvoiceState
from seed.demo.invoice_stock import FIXED
from seed.demo.logins import ZHUONI
from seed.demo.plan import UnitPlan, cast_unit
from seed.demo.stage import Stage

_FACE_FEN: Final = 20_000


def keep_desk(stage: Stage) -> None:
    """Lets the cast renew, charge, reverse and void; needs signed 定额发票 at 卓尼."""
    units = next(plan.units for plan in stage.offices if plan.office.code == ZHUONI)
    unit_a = next(unit for unit in units if unit.registrant.name == cast_unit())
    others = [unit for unit in units if unit is not unit_a]
    stage.act("unit-a", RENEW, _due(stage, unit_a)[:3], RenewInput(2), stage.day(5), 10)
    debtors = [unit for unit in others if _due(stage, unit)]
    for turn, unit in enumerate(debtors[:6]):
        stage.act("zhuoni", RENEW, _due(stage, unit), RenewInput(turn % 2 + 1), stage.day(3), 10)
    _charge(stage, "zhuoni-cashier", debtors[0], 2)
    _charge(stage, "zhuoni-cashier", debtors[1], 2)
    _void_one(stage, debtors[1])
    _charge(stage, "zhuoni-cashier", debtors[2], 1)
    _take_back(stage, "zhuoni", debtors[2], "单位误按两年缴费,改为一年后重新收费。")
    _charge(stage, "zhuoni-cashier", debtors[3], 1)
    _take_back(stage, "zhuoni-cashier", debtors[3], "收费方式选错,当场撤销。")
    _charge(stage, "zhuoni-cashier", debtors[4], 1, deferred="定额发票面额不足,下批到后补开。")


def _charge(
    stage: Stage, username: str, unit: UnitPlan, days_ago: int, deferred: str | None = None
) -> None:
    """Charges a unit all it owes, with 定额发票 for the whole amount unless put off."""
    wanted = select(Order.id, Order.amount_fen).where(
        Order.unit_id == unit.id, Order.state == OrderState.PAYABLE
    )
    owed = stage.ask(lambda session: session.execute(wanted).all())
    amount_fen = sum(order.amount_fen for order in owed)
    given = ChargeInput(
        amount_fen=amount_fen,
        invoice_count=0 if deferred else amount_fen // _FACE_FEN,
        method=PaymentMethod.TRANSFER,
        invoice_type=FIXED,
        voucher_no=f"ZN{stage.day(days_ago):%m%d}{unit.id:05d}",
        deferred_reason=deferred,
    )
    stage.act(username, CHARGE, [order.id for order in owed], given, stage.day(days_ago), 11)


def _take_back(stage: Stage, username: str, unit: UnitPlan, reason: str) -> None:
    wanted = (
        select(Payment.id)
        .where(Payment.unit_id == unit.id, Payment.state == PaymentState.CONFIRMED)
        .order_by(Payment.id.desc())
        .limit(1)
    )
    last = _keys(stage, wanted)
    stage.act(username, REVERSE_PAYMENT, last, ReversePaymentInput(reason), stage.day(1), 11)


def _void_one(stage: Stage, unit: UnitPlan) -> None:
    wanted = (
        select(Invoice.id)
        .where(Invoice.unit_id == unit.id, Invoice.state == InvoiceState.ISSUED)
        .order_by(Invoice.id.desc())
        .limit(1)
    )
    given = VoidInvoiceInput("抬头打印错位,作废重开。")
    stage.act("zhuoni", VOID_INVOICE, _keys(stage, wanted), given, stage.day(1), 10)


def _due(stage: Stage, unit: UnitPlan) -> list[int]:
    """Names of a unit that a renewal may be ordered for today and no order is open for."""
    ahead, behind = dt.timedelta(days=70), dt.timedelta(days=20)
    open_order = select(Order.domain_id).where(Order.state != OrderState.SETTLED)
    wanted = (
        select(Domain.id)
        .where(
            Domain.unit_id == unit.id,
            Domain.state == DomainState.REGISTERED,
            Domain.expires_on.between(stage.today - behind, stage.today + ahead),
            Domain.id.not_in(open_order),
        )
        .order_by(Domain.expires_on, Domain.id)
    )
    return _keys(stage, wanted)


def _keys(stage: Stage, wanted: Select[int]) -> list[int]:
    return list(stage.ask(lambda session: session.scalars(wanted).all()))
