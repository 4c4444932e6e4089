"""How a settled order changes its domain name: the term bought, and the new expiry.

Ends are counted from the registration's anchor date (models.values.expiry), so that four renewals
of one year equal one of four. A renewal applies only to the expiry it was quoted for (I-4, after
curExpDate of RFC 5731).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.billing.order import Order
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent, DomainState, Term
from models.values.expiry import term_end
from models.values.order_kind import OrderKind


class NameFault(StrEnum):
    """Why an order no longer fits its name; the money remains and a new quote is needed."""

    BASE_MOVED = "base_moved"
    NAME_GONE = "name_gone"


def name_fault(order: Order, domain: Domain) -> NameFault | None:
    """Why the order cannot be applied to the name; None when it can."""
    if order.kind is OrderKind.REGISTER:
        waiting = domain.state is DomainState.REGISTRY_APPROVED
        return None if waiting else NameFault.NAME_GONE
    if domain.state is not DomainState.REGISTERED:
        return NameFault.NAME_GONE
    return None if domain.expires_on == order.base_expires_on else NameFault.BASE_MOVED


def expiry_after(domain: Domain, years: int) -> dt.date:
    """The expiry of a registered name after `years` more."""
    assert domain.registered_on is not None
    assert domain.expires_on is not None
    sold = domain.expires_on.year - domain.registered_on.year
    return term_end(domain.registered_on, sold + years)


def last_terms(session: Session, domain_ids: list[int]) -> dict[int, int]:
    """The number of each name's last term; names without one are left out."""
    rows = session.execute(
        select(Term.domain_id, func.max(Term.seq))
        .where(Term.domain_id.in_(domain_ids))
        .group_by(Term.domain_id)
    )
    return {domain_id: seq for domain_id, seq in rows}  # noqa: C416  rows are no pairs to mypy


def apply_order(domain: Domain, order: Order, on: dt.date, last_term: int) -> Term:
    """Register or extend a locked name and return the term; `name_fault` must have returned
    None.
    """
    if order.kind is OrderKind.REGISTER:
        DOMAIN_LIFECYCLE.advance(domain, DomainEvent.REGISTER)
        domain.registered_on = on
        starts_on, ends_on = on, term_end(on, order.term_years)
    else:
        assert domain.expires_on is not None
        starts_on, ends_on = domain.expires_on, expiry_after(domain, order.term_years)
    domain.expires_on = ends_on
    term = Term(
        domain_id=domain.id,
        unit_id=domain.unit_id,
        seq=last_term + 1,
        starts_on=starts_on,
        ends_on=ends_on,
        order_id=order.id,
    )
    term.belong_to(domain)
    return term
