"""What a payment paid for, and what each unit paid of a 汇款单: the lines of their papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from models.billing.order import Order
from models.billing.payment import Payment, PaymentLine
from models.domains.domain import Domain
from models.remittances.remittance import Remittance, RemittanceLine, RemittanceState
from models.units.unit import Unit
from models.values.order_kind import OrderKind

#: A 汇款单 that no longer stands has let its lines go; its paper still tells what they were.
_GONE = frozenset({RemittanceState.CANCELLED, RemittanceState.REJECTED})


@dataclass(frozen=True, slots=True)
class UnitSum:
    """What a unit paid of a 汇款单."""

    name: str
    payment_nos: str
    line_count: int
    #: In 分.
    amount_fen: int


def order_lines(
    session: Session, payment_id: int, maximum: int
) -> Sequence[Row[str, str, OrderKind, int, int]]:
    """The orders a payment paid: order_no, name_u, kind, term_years, amount_fen; oldest first."""
    return session.execute(
        select(
            Order.order_no,
            Domain.name_u,
            Order.kind,
            Order.term_years,
            PaymentLine.amount_fen,
        )
        .join(Order, Order.id == PaymentLine.order_id)
        .join(Domain, Domain.id == Order.domain_id)
        .where(PaymentLine.payment_id == payment_id)
        .order_by(PaymentLine.id)
        .limit(maximum)
    ).all()


def unit_sums(session: Session, remittance: Remittance, maximum: int) -> list[UnitSum]:
    """The units of a 汇款单 with their payments, in the order of the units."""
    wanted = (
        select(
            Unit.id,
            Unit.name,
            Payment.payment_no,
            func.count(RemittanceLine.id),
            func.sum(RemittanceLine.amount_fen),
        )
        .select_from(RemittanceLine)
        .join(PaymentLine, PaymentLine.id == RemittanceLine.payment_line_id)
        .join(Payment, Payment.id == PaymentLine.payment_id)
        .join(Unit, Unit.id == Payment.unit_id)
        .where(RemittanceLine.remittance_id == remittance.id)
        .group_by(Unit.id, Unit.name, Payment.id, Payment.payment_no)
        .order_by(Unit.id, Payment.id)
        .limit(maximum)
    )
    if remittance.state not in _GONE:
        wanted = wanted.where(RemittanceLine.is_released.is_(False))
    sums: dict[int, UnitSum] = {}
    for unit_id, name, payment_no, lines, fen in session.execute(wanted):
        before = sums.get(unit_id)
        if before is None:
            sums[unit_id] = UnitSum(name, payment_no, lines, int(fen))
        else:
            nos = f"{before.payment_nos}、{payment_no}"
            sums[unit_id] = UnitSum(
                name, nos, before.line_count + lines, before.amount_fen + int(fen)
            )
    return list(sums.values())
