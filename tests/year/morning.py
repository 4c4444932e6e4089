"""What lies on every desk of the province in the morning, told in one look at each table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.billing.order import OPEN_STATES, Order, OrderState
from models.billing.payment import Payment, PaymentState
from models.domains.domain import Domain, DomainState
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.invoices.stock import InvoiceLot, LotState

#: Names are renewed from this many days before they end.
RENEWED_FROM = 80


@dataclass(frozen=True)
class Morning:
    """Rows by office code."""

    #: (name, who filed it) that wait for the office's word.
    submitted: dict[str, list[Any]]
    returned: dict[str, list[Any]]
    #: (order, unit, amount) that wait for their money.
    payable: dict[str, list[Any]]
    #: Names about to end that nobody has ordered years for.
    due: dict[str, list[Any]]
    in_transit: dict[str, list[Any]]
    #: (sheets) in hand, and requests under way.
    stock: dict[str, list[Any]]
    asked: dict[str, list[Any]]
    #: (payment, amount) for which no sheet has been given.
    owed: dict[str, list[Any]]

    @classmethod
    def of(cls, session: Session, today: dt.date) -> Morning:
        live = select(Invoice.payment_id).where(Invoice.state == InvoiceState.ISSUED)
        ordered = select(Order.domain_id).where(Order.state.in_(OPEN_STATES))
        return cls(
            submitted=_by_office(
                session,
                select(Domain.office_code, Domain.id, Domain.submitted_by).where(
                    Domain.state == DomainState.SUBMITTED
                ),
            ),
            returned=_by_office(
                session,
                select(Domain.office_code, Domain.id, Domain.unit_id).where(
                    Domain.state == DomainState.RETURNED
                ),
            ),
            payable=_by_office(
                session,
                select(Order.office_code, Order.id, Order.unit_id, Order.amount_fen)
                .where(Order.state == OrderState.PAYABLE)
                .order_by(Order.id),
            ),
            due=_by_office(
                session,
                select(Domain.office_code, Domain.id, Domain.expires_on, Domain.unit_id)
                .where(
                    Domain.state == DomainState.REGISTERED,
                    Domain.is_held.is_(False),
                    Domain.expires_on < today + dt.timedelta(days=RENEWED_FROM),
                    Domain.expires_on > today - dt.timedelta(days=55),
                    Domain.id.not_in(ordered),
                )
                .order_by(Domain.id),
            ),
            in_transit=_by_office(
                session,
                select(InvoiceLot.office_code, InvoiceLot.id, InvoiceLot.dispatched_at).where(
                    InvoiceLot.state == LotState.IN_TRANSIT
                ),
            ),
            stock=_by_office(
                session,
                select(InvoiceLot.office_code, func.sum(InvoiceLot.available))
                .where(InvoiceLot.state == LotState.SIGNED)
                .group_by(InvoiceLot.office_code),
            ),
            asked=_by_office(
                session,
                select(InvoiceRequest.office_code, InvoiceRequest.id).where(
                    InvoiceRequest.state.in_((RequestState.SUBMITTED, RequestState.APPROVED))
                ),
            ),
            owed=_by_office(
                session,
                select(Payment.office_code, Payment.id, Payment.amount_fen).where(
                    Payment.state == PaymentState.CONFIRMED, Payment.id.not_in(live)
                ),
            ),
        )

    def sheets(self, code: str) -> int:
        return sum(row[0] for row in self.stock.get(code, ()))


def _by_office(session: Session, statement: Select[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    rows: Iterable[Any] = session.execute(statement)
    for code, *rest in rows:
        found[code].append(tuple(rest))
    return dict(found)
