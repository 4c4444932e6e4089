"""消费 (settlement): which charged orders a balance pays, in what order, and why others wait (I-5).

First in, first out by (charged_at, id), whole orders. The first that exceeds the balance stops the
run unless `consume_skip` is set; an order whose name has changed since the quote is set aside
without stopping others (I-4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.billing.order import WAITING_STATES, Order, Wait
from models.core.loaded_rows import Loaded
from models.core.locking import Locked
from models.domains.domain import Domain
from models.ledger.settled_registration import NameFault, name_fault
from models.offices.office import Office
from models.remittances.draft import paid_for, payer_of

_WAIT_OF = {NameFault.BASE_MOVED: Wait.BASE_MOVED, NameFault.NAME_GONE: Wait.NAME_GONE}


@dataclass(frozen=True, slots=True)
class Decision:
    """One order of the queue, the balance before it, and why it waits; None: it is settled."""

    order: Order
    domain: Domain
    balance_fen: int
    wait: Wait | None

    @property
    def is_set_aside(self) -> bool:
        """Whether it does not fit its name and so does not block others (I-4)."""
        return self.wait in {Wait.BASE_MOVED, Wait.NAME_GONE}


@dataclass(frozen=True, slots=True)
class Queue:
    """The first orders of a queue with their names, by key, and whether more orders wait."""

    orders: list[Order]
    domains: Mapping[int, Domain]
    is_cut: bool


def waiting_orders(session: Session, offices: Sequence[str], limit: int, locked: Locked) -> Queue:
    """The first `limit` of what the offices have charged, names locked before orders.

    Orders reversed while waiting for the lock are left out.
    """
    first = session.execute(
        select(Order.id, Order.domain_id)
        .where(Order.office_code.in_(offices), Order.state.in_(WAITING_STATES))
        .order_by(Order.charged_at, Order.id)
        .limit(limit + 1)
    ).all()
    names = select(Domain).where(Domain.id.in_({row.domain_id for row in first[:limit]}))
    domains = Loaded(Domain, session.scalars(locked(names)))
    wanted = select(Order).where(Order.id.in_([row.id for row in first[:limit]]))
    found = session.scalars(locked(wanted))
    orders = queue(order for order in found if order.state in WAITING_STATES)
    return Queue(orders, domains, len(first) > limit)


def waiting_fen(session: Session, payer_code: str) -> int:
    """The sum of charged and unsettled orders that the office's account pays for."""
    return int(session.scalar(waiting_sum(payer_code)) or 0)


def waiting_sum(payer_code: str) -> Select[int]:
    """The same as a subquery, for pages that combine several."""
    return (
        select(func.coalesce(func.sum(Order.amount_fen), 0))
        .join(Office, Office.code == Order.office_code)
        .where(paid_for([payer_code]), payer_of() == payer_code)
        .where(Order.state.in_(WAITING_STATES))
    )


def queue(orders: Iterable[Order]) -> list[Order]:
    """Orders in the order of settlement; every one of them has been charged."""
    return sorted(orders, key=lambda order: (order.charged_at, order.id))


def decide(
    orders: Sequence[Order], domains: Mapping[int, Domain], balance_fen: int, *, skip: bool
) -> list[Decision]:
    """Which orders of a queue a balance settles; changes nothing."""
    decisions, stopped = [], False
    for order in orders:
        domain = domains[order.domain_id]
        wait = _wait(order, domain, balance_fen, stopped=stopped)
        decisions.append(Decision(order, domain, balance_fen, wait))
        stopped = stopped or (wait is Wait.BALANCE_SHORT and not skip)
        balance_fen -= 0 if wait else order.amount_fen
    return decisions


def _wait(order: Order, domain: Domain, balance_fen: int, *, stopped: bool) -> Wait | None:
    if (fault := name_fault(order, domain)) is not None:
        return _WAIT_OF[fault]
    if stopped:
        return Wait.BEHIND
    return Wait.BALANCE_SHORT if order.amount_fen > balance_fen else None
