"""A registrant's own overview: its names and their status, what it owes, and to whom.

Every query is scoped, except for the serving office and its bank account, which a unit must know to
pay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.billing.order import OPEN_STATES, Order, OrderState
from models.core.base import ChosenRow
from models.core.scope import BY_HAND
from models.core.setting import Settings
from models.domains.domain import LIVE_STATES, Domain, DomainState
from models.domains.red_page import RedPage
from models.domains.review import Review, ReviewDecision
from models.domains.status import DomainStatus, status_of
from models.offices.office import Office, PaymentMode
from models.values.expiry import RENEWABLE, Phase, RenewalPolicy, phase, phase_dates

#: Most rows of one kind; the lists have the rest.
MAXIMUM_SUMMARY_ROWS = 200


@dataclass(frozen=True, slots=True)
class NameStanding:
    """A live name as its registrant sees it."""

    domain: Domain
    status: DomainStatus
    #: The phase of a registered name.
    phase: Phase | None
    #: Its open order.
    order: Order | None
    #: The first day on which it may be renewed, if in the future.
    opens_on: dt.date | None
    red_page_id: int | None

    @property
    def is_renewable(self) -> bool:
        """Whether a renewal may be ordered today."""
        return (
            self.phase in RENEWABLE
            and self.opens_on is None
            and self.order is None
            and not self.domain.is_held
        )


def names_of(
    session: Session, unit_id: int, today: dt.date, settings: Settings
) -> list[NameStanding]:
    """The unit's live names, by expiry."""
    live = (
        select(Domain)
        .where(Domain.unit_id == unit_id, Domain.state.in_(LIVE_STATES))
        .order_by(Domain.due_on, Domain.id)
        .limit(MAXIMUM_SUMMARY_ROWS)
    )
    domains = session.scalars(live).all()
    ids = [domain.id for domain in domains]
    orders = {order.domain_id: order for order in _open_orders(session, ids)}
    pages = dict(
        session.execute(
            select(RedPage.domain_id, RedPage.id).where(RedPage.domain_id.in_(ids))
        ).all()
    )
    policy = RenewalPolicy(
        settings.renewal_window_days, settings.grace_days, settings.redemption_days
    )
    return [
        _standing(domain, orders.get(domain.id), pages.get(domain.id), today, policy)
        for domain in domains
    ]


def _open_orders(session: Session, domain_ids: Sequence[int]) -> Iterable[Order]:
    return session.scalars(
        select(Order).where(Order.domain_id.in_(domain_ids), Order.state.in_(OPEN_STATES))
    )


def _standing(
    domain: Domain,
    order: Order | None,
    red_page_id: int | None,
    today: dt.date,
    policy: RenewalPolicy,
) -> NameStanding:
    status = status_of(domain, today, policy)
    if domain.state is not DomainState.REGISTERED or domain.expires_on is None:
        return NameStanding(domain, status, None, order, None, red_page_id)
    now = phase(domain.expires_on, today, policy)
    waits = now is Phase.ACTIVE and policy.window_days > 0
    opens_on = phase_dates(domain.expires_on, policy).expiring_on if waits else None
    return NameStanding(domain, status, now, order, opens_on, red_page_id)


def dues_of(session: Session, unit_id: int) -> list[Order]:
    """The unit's unpaid orders, oldest first, each with its domain."""
    payable = (
        select(Order)
        .where(Order.unit_id == unit_id, Order.state == OrderState.PAYABLE)
        .order_by(Order.id)
        .limit(MAXIMUM_SUMMARY_ROWS)
        .options(joinedload(Order.domain))
    )
    return list(session.scalars(payable))


def last_words(session: Session, domain_ids: Sequence[int]) -> Mapping[int, Review]:
    """Domain id → the latest review that returned the name."""
    newest = (
        select(func.max(Review.id))
        .where(Review.domain_id.in_(domain_ids), Review.decision == ReviewDecision.RETURN)
        .group_by(Review.domain_id)
    )
    reviews = session.scalars(select(Review).where(Review.id.in_(newest)))
    return {review.domain_id: review for review in reviews}


def payee_of(session: Session, office_code: str) -> ChosenRow | None:
    """The office that serves a unit, how it collects, and its bank account; by hand: no scope.

    A row of name, phone, address and the columns of `PaymentMode`; None for an unknown office.
    """
    offices, modes = Office.__table__, PaymentMode.__table__
    told = ("collect_mode", "payee", "bank", "bank_account_no", "accept_cash", "accept_transfer")
    statement = (
        select(
            offices.c.name,
            offices.c.phone,
            offices.c.address,
            *(modes.c[name] for name in (*told, "notice")),
        )
        .select_from(offices.outerjoin(modes, modes.c.office_id == offices.c.id))
        .where(offices.c.code == office_code)
    )
    return session.execute(statement, execution_options={BY_HAND: True}).one_or_none()
