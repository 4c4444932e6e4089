"""缴费信息: what is owed for a name, from quote to settlement."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from models.core.base import Base, UtcDateTime, Versioned, pk, unique_where, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.domains.domain import Domain
from models.units.unit import Unit
from models.values.order_kind import OrderKind
from models.values.tone import Tone


class OrderState(StrEnum):
    """The payment status of an order."""

    PAYABLE = "payable"
    #: 待缴费: charged by the office, not yet remitted to the registry.
    CHARGED = "charged"
    REMITTED = "remitted"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class Wait(StrEnum):
    """Why a settlement skipped an order."""

    BALANCE_SHORT = "balance_short"
    #: An earlier order of the office waits for money.
    BEHIND = "behind"
    BASE_MOVED = "base_moved"
    NAME_GONE = "name_gone"


class OrderEvent(StrEnum):
    """What happens to an order."""

    CHARGE = "charge"
    UNCHARGE = "uncharge"
    REMIT = "remit"
    RELEASE = "release"
    SETTLE = "settle"
    CANCEL = "cancel"
    REFUND = "refund"


ORDER_LIFECYCLE = Lifecycle[OrderState, OrderEvent](
    OrderState.PAYABLE,
    {
        OrderEvent.CHARGE: from_states(OrderState.PAYABLE, to=OrderState.CHARGED),
        OrderEvent.UNCHARGE: from_states(OrderState.CHARGED, to=OrderState.PAYABLE),
        OrderEvent.REMIT: from_states(OrderState.CHARGED, to=OrderState.REMITTED),
        OrderEvent.RELEASE: from_states(OrderState.REMITTED, to=OrderState.CHARGED),
        OrderEvent.SETTLE: from_states(
            OrderState.CHARGED, OrderState.REMITTED, to=OrderState.SETTLED
        ),
        OrderEvent.CANCEL: from_states(OrderState.PAYABLE, to=OrderState.CANCELLED),
        OrderEvent.REFUND: from_states(OrderState.SETTLED, to=OrderState.REFUNDED),
    },
    tones={
        OrderState.PAYABLE: Tone.WARNING,
        OrderState.CHARGED: Tone.INFO,
        OrderState.REMITTED: Tone.INFO,
        OrderState.SETTLED: Tone.SUCCESS,
    },
    ended=frozenset({OrderState.CANCELLED, OrderState.REFUNDED}),
)

#: Charged by the office, not yet settled: these are what a balance pays for.
WAITING_STATES = (OrderState.CHARGED, OrderState.REMITTED)
#: Orders that are still open for their domain.
OPEN_STATES = (OrderState.PAYABLE, OrderState.CHARGED, OrderState.REMITTED)

_OPEN_RENEWAL = "kind <> 'register' AND state IN ({})".format(
    ", ".join(f"'{state}'" for state in OPEN_STATES)
)


class Order(Scoped, Versioned, HasOwnValues, Base):
    """An amount owed for a domain: price × years, fixed on the day it was quoted."""

    __tablename__ = "domain_order"
    __table_args__ = (
        CheckConstraint("term_years BETWEEN 1 AND 10", name="term_years"),
        CheckConstraint("amount_fen = unit_price_fen * term_years", name="amount"),
        CheckConstraint("unit_price_fen >= 0", name="price_not_negative"),
        CheckConstraint("(kind = 'register') = (base_expires_on IS NULL)", name="base"),
        # One open renewal per domain, or two quotes for the same year could both be paid.
        unique_where("uq_domain_order_open_renewal", "domain_id", where=_OPEN_RENEWAL),
        Index(None, "domain_id", "id"),
        Index(None, "office_code", "state", "charged_at", "id"),
        *ancestor_indexes(registrant=True),
        *ancestor_indexes("state"),
        *ancestor_indexes("charged_at"),
    )

    id: Mapped[pk]
    #: Unique, so that a bulk insert in one statement can find the keys of its rows again.
    order_no: Mapped[str] = mapped_column(String(40), unique=True, insert_sentinel=True)
    kind: Mapped[OrderKind] = mapped_column(words(OrderKind))
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    term_years: Mapped[int]
    #: The expiry the quote was made for (curExpDate of RFC 5731's renew): it applies to no other.
    base_expires_on: Mapped[dt.date | None]
    unit_price_fen: Mapped[int]
    amount_fen: Mapped[int]
    state: Mapped[OrderState] = mapped_column(words(OrderState), default=OrderState.PAYABLE)
    submitted_by: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    #: When 收费 was confirmed: settlement is first in, first out by this (I-5).
    charged_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: Why the last settlement skipped it (I-4, I-5); None: no obstacle.
    waits_because: Mapped[Wait | None] = mapped_column(words(Wait))

    registrant_id = synonym("unit_id")
    domain: Mapped[Domain] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return self.order_no


ORDER_LIFECYCLE.guard(Order.state)
