"""The payments and orders that a remittance (汇款单) carries, and an order's own (guide Q5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select

from models.billing.order import Order
from models.billing.payment import Payment, PaymentLine
from models.domains.domain import Domain
from models.remittances.remittance import Remittance, RemittanceLine
from models.units.unit import Unit

_PAYMENT: Any = Payment.__table__
_LINE: Any = PaymentLine.__table__
_ORDER: Any = Order.__table__
_UNIT: Any = Unit.__table__
_DOMAIN: Any = Domain.__table__
_SENT: Any = RemittanceLine.__table__
_REMITTANCE: Any = Remittance.__table__


def remittance_no_of(payment: FromClause) -> Select[str]:
    """The number of the 汇款单 that carries a payment's money; the newest if several do."""
    return (
        select(_REMITTANCE.c.remittance_no)
        .join(_SENT, _SENT.c.remittance_id == _REMITTANCE.c.id)
        .join(_LINE, _LINE.c.id == _SENT.c.payment_line_id)
        .where(_LINE.c.payment_id == payment.c.id, _SENT.c.is_released.is_(False))
        .order_by(_SENT.c.id.desc())
        .limit(1)
    )


def remittance_no_of_line(line: FromClause) -> Select[str]:
    """The number of the 汇款单 in which a payment line travels."""
    return (
        select(_REMITTANCE.c.remittance_no)
        .join(_SENT, _SENT.c.remittance_id == _REMITTANCE.c.id)
        .where(_SENT.c.payment_line_id == line.c.id, _SENT.c.is_released.is_(False))
        .limit(1)
    )


def domain_paid(line: FromClause) -> Select[str]:
    """The name that a payment line pays for."""
    paid = select(_DOMAIN.c.name_u).join(_ORDER, _ORDER.c.domain_id == _DOMAIN.c.id)
    return paid.where(_ORDER.c.id == line.c.order_id)


def _through_line(
    wanted: ColumnElement[str], *joins: tuple[FromClause, ColumnElement[bool]]
) -> Callable[[FromClause], Select[str]]:
    """How a column is found from a line of a 汇款单, by the payment line it carries."""

    def found(sent: FromClause) -> Select[str]:
        source = _LINE
        for table, condition in joins:
            source = source.join(table, condition)
        return select(wanted).select_from(source).where(_LINE.c.id == sent.c.payment_line_id)

    return found


_OF_ORDER = (_ORDER, _ORDER.c.id == _LINE.c.order_id)

unit_of = _through_line(_UNIT.c.name, (_UNIT, _UNIT.c.id == _LINE.c.unit_id))
payment_no_of = _through_line(
    _PAYMENT.c.payment_no, (_PAYMENT, _PAYMENT.c.id == _LINE.c.payment_id)
)
order_no_of = _through_line(_ORDER.c.order_no, _OF_ORDER)
domain_of = _through_line(
    _DOMAIN.c.name_u, _OF_ORDER, (_DOMAIN, _DOMAIN.c.id == _ORDER.c.domain_id)
)
