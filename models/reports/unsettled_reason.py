"""为什么还没消费: why an order is not settled yet, and what has to happen next.

The same for one order and for a page of them; read-only. Amounts in 分.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from models.billing.order import WAITING_STATES, Order, OrderState
from models.billing.payment import PaymentLine
from models.domains.domain import Domain, DomainState
from models.ledger.accounts import payer_code, prepaid_account_code
from models.ledger.ledger import Account
from models.ledger.settled_registration import NameFault, name_fault
from models.offices.office import Office
from models.remittances.draft import paid_for, payer_of
from models.remittances.remittance import Remittance, RemittanceLine, RemittanceState
from models.values.order_kind import OrderKind


class Why(StrEnum):
    """Why an order is not settled yet."""

    TO_CHARGE = "why_to_charge"
    TO_REMIT = "why_to_remit"
    IN_DRAFT = "why_in_draft"
    TO_ARRIVE = "why_to_arrive"
    ARRIVED_SHORT = "why_arrived_short"
    BALANCE_SHORT = "why_balance_short"
    NEXT_RUN = "why_next_run"
    BASE_MOVED = "why_base_moved"
    NAME_GONE = "why_name_gone"
    #: Another office remits and pays for it, whose figures are not shown.
    ELSEWHERE = "why_elsewhere"


_OF_FAULT = {NameFault.BASE_MOVED: Why.BASE_MOVED, NameFault.NAME_GONE: Why.NAME_GONE}

Figure = str | int | None


@dataclass(frozen=True, slots=True)
class Place:
    """An order's position in its payer's queue: the balance, and the orders before it."""

    balance_fen: int
    ahead_fen: int

    def short_of(self, amount_fen: int) -> int:
        """The amount missing for the order to be settled; 0 when the balance suffices."""
        return max(0, self.ahead_fen + amount_fen - self.balance_fen)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason and the facts of its message."""

    why: Why
    facts: Mapping[str, Figure]


def explain(
    order: Order, domain: Domain, remittance: Remittance | None, place: Place | None
) -> Explanation:
    """Why a payable, charged or remitted order waits; `place` is None where it is not ours."""
    facts: dict[str, Figure] = {
        "order_no": order.order_no,
        "name": domain.name_u,
        "amount_fen": order.amount_fen,
    }
    if order.state is OrderState.PAYABLE:
        return Explanation(Why.TO_CHARGE, facts)
    if (fault := name_fault(order, domain)) is not None:
        base = {"base_expires_on": _day(order.base_expires_on), "until": _day(domain.expires_on)}
        return Explanation(_OF_FAULT[fault], facts | base)
    if place is None:
        return Explanation(Why.ELSEWHERE, facts)
    short = place.short_of(order.amount_fen)
    facts |= {
        "balance_fen": place.balance_fen,
        "ahead_fen": place.ahead_fen,
        "short_fen": short,
    }
    if short == 0:
        return Explanation(Why.NEXT_RUN, facts)
    return Explanation(_on_the_way(remittance), facts | _sent(remittance))


def _on_the_way(remittance: Remittance | None) -> Why:
    if remittance is None:
        return Why.TO_REMIT
    if remittance.state is RemittanceState.DRAFT:
        return Why.IN_DRAFT
    if remittance.received_fen >= remittance.amount_fen:
        return Why.BALANCE_SHORT
    return Why.ARRIVED_SHORT if remittance.received_fen else Why.TO_ARRIVE


def _sent(remittance: Remittance | None) -> dict[str, Figure]:
    if remittance is None:
        return {}
    return {
        "remittance_no": remittance.remittance_no,
        "remitted_on": _day(remittance.remitted_on),
        "sent_fen": remittance.amount_fen,
        "received_fen": remittance.received_fen,
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def remittances_of(session: Session, orders: Sequence[Order]) -> dict[int, Remittance]:
    """The 汇款单 each order travels in, by order id."""
    found = session.execute(
        select(PaymentLine.order_id, Remittance)
        .join(RemittanceLine, RemittanceLine.payment_line_id == PaymentLine.id)
        .join(Remittance, Remittance.id == RemittanceLine.remittance_id)
        .where(
            PaymentLine.order_id.in_([order.id for order in orders]),
            PaymentLine.is_reversed.is_(False),
            RemittanceLine.is_released.is_(False),
        )
    )
    return {row[0]: row[1] for row in found}


def place_of(session: Session, order: Order) -> Place | None:
    """The order's place in the queue of whoever pays for it; None when that account is not ours."""
    office = session.scalars(select(Office).where(Office.code == order.office_code)).one_or_none()
    if office is None or order.charged_at is None:
        # Without a time of charge an order is not in the queue (I-5 reports these).
        return None
    payer = payer_code(office)
    balance = balance_of(session, payer)
    if balance is None and payer != office.code:
        return None
    earlier = or_(
        Order.charged_at < order.charged_at,
        and_(Order.charged_at == order.charged_at, Order.id < order.id),
    )
    # An order that does not fit its name does not block others (I-4).
    fits = case(
        (Order.kind == OrderKind.REGISTER, Domain.state == DomainState.REGISTRY_APPROVED),
        else_=and_(
            Domain.state == DomainState.REGISTERED, Domain.expires_on == Order.base_expires_on
        ),
    )
    ahead = session.scalar(
        select(func.coalesce(func.sum(Order.amount_fen), 0))
        .join(Office, Office.code == Order.office_code)
        .join(Domain, Domain.id == Order.domain_id)
        .where(fits)
        .where(paid_for([payer]), payer_of() == payer, Order.state.in_(WAITING_STATES), earlier)
    )
    return Place(balance or 0, int(ahead or 0))


def balance_of(session: Session, office_code: str) -> int | None:
    """账户余额 of an office; None when it has no account, or none that one may see."""
    return session.scalar(
        select(Account.balance_fen).where(Account.code == prepaid_account_code(office_code))
    )


def why_waiting(session: Session, order: Order) -> Explanation | None:
    """The reason of one order; None for one that is not waiting."""
    if order.state is not OrderState.PAYABLE and order.state not in WAITING_STATES:
        return None
    domain = session.get_one(Domain, order.domain_id)
    is_waiting = order.state in WAITING_STATES
    remittance = remittances_of(session, [order]).get(order.id) if is_waiting else None
    place = place_of(session, order) if is_waiting else None
    return explain(order, domain, remittance, place)
