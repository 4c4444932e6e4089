"""The open order of a name, as its list and record show it until the order is settled."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import FromClause, Select, case, or_, select, type_coerce

from models.billing.order import OPEN_STATES, Order, OrderState
from models.core.base import words
from models.values.order_kind import OrderKind
from models.values.tone import Tone, set_tones

_ORDER: Any = Order.__table__


class OpenFee(StrEnum):
    """How far the fee of a name's registration or renewal has come."""

    REGISTER_PAYABLE = "register_payable"
    REGISTER_CHARGED = "register_charged"
    RENEW_PAYABLE = "renew_payable"
    RENEW_CHARGED = "renew_charged"


set_tones(
    OpenFee,
    {
        OpenFee.REGISTER_PAYABLE: Tone.WARNING,
        OpenFee.REGISTER_CHARGED: Tone.INFO,
        OpenFee.RENEW_PAYABLE: Tone.WARNING,
        OpenFee.RENEW_CHARGED: Tone.INFO,
    },
)


def open_fee_of(domain: FromClause) -> Select[str]:
    """The fee of the newest open order of a name's row; none where all are settled or ended."""
    is_payable = _ORDER.c.state == OrderState.PAYABLE
    is_first = _ORDER.c.kind == OrderKind.REGISTER
    # COPY takes no list as a parameter.
    is_open = or_(*(_ORDER.c.state == each for each in OPEN_STATES))
    fee = case(
        (is_first & is_payable, OpenFee.REGISTER_PAYABLE.value),
        (is_first, OpenFee.REGISTER_CHARGED.value),
        (is_payable, OpenFee.RENEW_PAYABLE.value),
        else_=OpenFee.RENEW_CHARGED.value,
    )
    return (
        select(type_coerce(fee, words(OpenFee)).label("open_fee"))
        .where(_ORDER.c.domain_id == domain.c.id, is_open)
        .order_by(_ORDER.c.id.desc())
        .limit(1)
    )
