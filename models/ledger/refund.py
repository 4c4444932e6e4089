"""退款 (refund): when a settled order may be refunded, and what its name loses (RFC 3915).

Only the last term may be refunded, since an earlier one would leave a gap. Refunding a registration
ends the name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.billing.order import OPEN_STATES, ORDER_LIFECYCLE, Order, OrderEvent
from models.billing.payment import Payment, PaymentLine
from models.core.loaded_rows import Loaded
from models.core.scope import Codes
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent, DomainState, Term
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.owed_sheets import note_owed
from models.ledger.accounts import account_after, registry_account
from models.ledger.ledger import Account, AccountKind, Posting, Transfer, TransferKind, post
from models.values.calendar import business_day
from models.values.order_kind import OrderKind


class RefundFault(StrEnum):
    """Why a settled order is not refunded."""

    TOO_LATE = "refund_too_late"
    NOT_LAST = "refund_not_last"
    ORDER_OPEN = "refund_order_open"
    NAME_GONE = "refund_name_gone"


@dataclass(frozen=True, slots=True)
class Settled:
    """Data related to settled orders, by order id unless stated otherwise."""

    domains: Mapping[int, Domain]
    terms: Mapping[int, Term]
    #: The last term of each name, by domain id.
    last_terms: Mapping[int, Term]
    #: An order of the name that is still open, by domain id.
    open_orders: Mapping[int, Order]
    settlements: Mapping[int, Transfer]


def names_of(order_ids: Sequence[int]) -> Select[Domain]:
    """The names of orders, which are locked before the orders themselves."""
    ordered = select(Order.domain_id).where(Order.id.in_(order_ids))
    return select(Domain).where(Domain.id.in_(ordered))


def settled_facts(session: Session, orders: Sequence[Order]) -> Settled:
    """In a fixed number of statements; a run that writes has locked the names before."""
    ids, names = [order.id for order in orders], {order.domain_id for order in orders}
    by_name = Loaded(Domain, session.scalars(select(Domain).where(Domain.id.in_(names))))
    terms = session.scalars(select(Term).where(Term.domain_id.in_(names)).order_by(Term.seq)).all()
    still_open = session.scalars(
        select(Order).where(Order.domain_id.in_(names), Order.state.in_(OPEN_STATES))
    )
    paid = session.scalars(
        select(Transfer).where(Transfer.order_id.in_(ids), Transfer.kind == TransferKind.SETTLE)
    )
    return Settled(
        domains={order.id: by_name[order.domain_id] for order in orders},
        terms={term.order_id: term for term in terms},
        last_terms={term.domain_id: term for term in terms},
        open_orders={order.domain_id: order for order in still_open},
        settlements={each.order_id: each for each in paid if each.order_id is not None},
    )


def refund_fault(order: Order, facts: Settled) -> RefundFault | None:
    """Why the state of the name prevents the refund; None when it does not."""
    domain = facts.domains[order.id]
    if domain.state is not DomainState.REGISTERED:
        return RefundFault.NAME_GONE
    if facts.last_terms.get(domain.id) is not facts.terms.get(order.id):
        return RefundFault.NOT_LAST
    return RefundFault.ORDER_OPEN if domain.id in facts.open_orders else None


def refundable_until(order: Order, days: int) -> dt.date:
    """The last day on which a settled order may be refunded."""
    assert order.settled_at is not None
    return business_day(order.settled_at) + dt.timedelta(days=days)


def sheets_of(session: Session, order_id: int) -> list[str]:
    """Numbers of the valid invoices for the order's payment."""
    return [str(row) for row in standing_invoices(session, order_id)]


def standing_invoices(session: Session, order_id: int) -> list[Invoice]:
    """The valid invoices for the order's payment."""
    paid = select(PaymentLine.payment_id).where(
        PaymentLine.order_id == order_id, PaymentLine.is_reversed.is_(False)
    )
    wanted = (
        select(Invoice)
        .where(Invoice.payment_id.in_(paid), Invoice.state == InvoiceState.ISSUED)
        .order_by(Invoice.id)
    )
    return list(session.scalars(wanted))


def _payments_of(session: Session, order: Order) -> Sequence[Payment]:
    """The valid payment of the order, as a subquery."""
    paid = select(PaymentLine.payment_id).where(
        PaymentLine.order_id == order.id, PaymentLine.is_reversed.is_(False)
    )
    return session.scalars(select(Payment).where(Payment.id.in_(paid))).all()


def give_back(session: Session, order: Order, facts: Settled, owner: Codes) -> int:
    """Refund a settled order: money to the account that paid (`account_after`), the term deleted;
    returns the balance.

    The caller has locked the account, and `refund_fault` returned None.
    """
    paid = facts.settlements[order.id]
    account = account_after(session, session.get_one(Account, paid.debit_id))
    posting = Posting(
        kind=TransferKind.REFUND,
        debit=registry_account(session, AccountKind.INCOME),
        credit=account,
        amount_fen=paid.amount_fen,
        key=f"refund:order:{order.id}",
        order_id=order.id,
    )
    post(session, [posting], owner)
    domain, term = facts.domains[order.id], facts.terms[order.id]
    if order.kind is OrderKind.REGISTER:
        DOMAIN_LIFECYCLE.advance(domain, DomainEvent.DELETE)
    else:
        domain.expires_on = term.starts_on
    session.delete(term)
    ORDER_LIFECYCLE.advance(order, OrderEvent.REFUND)
    note_owed(session, _payments_of(session, order))
    assert account.balance_fen is not None
    return account.balance_fen
