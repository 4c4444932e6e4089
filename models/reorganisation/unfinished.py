"""What an office must finish before it can be closed: money, invoices and proposals under way.

Who took money remits it and gives the invoice for it; what waits for a second person is decided
where it was proposed. Each kind is counted and one of it named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.billing.order import WAITING_STATES, Order
from models.billing.payment import Payment
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.invoices.owed_sheets import is_owed
from models.invoices.stock import InvoiceLot, LotState
from models.ledger.adjustment import Adjustment, AdjustmentState
from models.offices.handover_record import HandoverRecord, HandoverState
from models.offices.office import Office, OfficeStatus
from models.remittances.remittance import Remittance, RemittanceState


class Unfinished(StrEnum):
    """Why an office cannot be closed yet."""

    OFFICES_BELOW = "unfinished_offices_below"
    MONEY_UNDER_WAY = "unfinished_money_under_way"
    REMITTANCES_OPEN = "unfinished_remittances_open"
    INVOICES_OWED = "unfinished_invoices_owed"
    REQUESTS_OPEN = "unfinished_requests_open"
    LOTS_UNSIGNED = "unfinished_lots_unsigned"
    ADJUSTMENTS_OPEN = "unfinished_adjustments_open"
    HANDOVERS_OPEN = "unfinished_handovers_open"


@dataclass(frozen=True, slots=True)
class Rest:
    """Something unfinished: how many there are, and the first of them."""

    kind: Unfinished
    count: int
    name: str


_Wanted = tuple[InstrumentedAttribute[Any], Callable[[Office], Any]]

#: In the order in which they are read: a request that was sent meanwhile is found as a lot.
_KINDS: Mapping[Unfinished, _Wanted] = {
    Unfinished.OFFICES_BELOW: (
        Office.name,
        lambda office: (Office.parent_id == office.id) & (Office.status == OfficeStatus.ACTIVE),
    ),
    Unfinished.MONEY_UNDER_WAY: (
        Order.order_no,
        lambda office: (Order.office_code == office.code) & Order.state.in_(WAITING_STATES),
    ),
    Unfinished.REMITTANCES_OPEN: (
        Remittance.remittance_no,
        lambda office: (
            (Remittance.office_code == office.code)
            & or_(
                Remittance.state.in_((RemittanceState.DRAFT, RemittanceState.SUBMITTED)),
                (Remittance.state == RemittanceState.RECEIVED)
                & (Remittance.received_fen < Remittance.amount_fen),
            )
        ),
    ),
    Unfinished.INVOICES_OWED: (
        Payment.payment_no,
        lambda office: (Payment.office_code == office.code) & is_owed(),
    ),
    Unfinished.REQUESTS_OPEN: (
        InvoiceRequest.request_no,
        lambda office: (
            (InvoiceRequest.office_code == office.code)
            & InvoiceRequest.state.in_((RequestState.SUBMITTED, RequestState.APPROVED))
        ),
    ),
    Unfinished.LOTS_UNSIGNED: (
        InvoiceLot.lot_no,
        lambda office: (
            (InvoiceLot.office_code == office.code) & (InvoiceLot.state == LotState.IN_TRANSIT)
        ),
    ),
    Unfinished.ADJUSTMENTS_OPEN: (
        Adjustment.reason,
        lambda office: (
            (Adjustment.office_code == office.code) & (Adjustment.state == AdjustmentState.PROPOSED)
        ),
    ),
    Unfinished.HANDOVERS_OPEN: (
        HandoverRecord.giver,
        lambda office: (
            (HandoverRecord.office_code == office.code)
            & (HandoverRecord.state == HandoverState.PROPOSED)
        ),
    ),
}


def unfinished_of(session: Session, office: Office) -> tuple[Rest, ...]:
    """Everything that an office has to finish first, one statement for each kind."""
    found = []
    for kind, (name, is_open) in _KINDS.items():
        wanted: Select[Any] = select(func.count(), func.min(name)).where(is_open(office))
        count, first = session.execute(wanted).one()
        if count:
            found.append(Rest(kind, int(count), str(first)))
    return tuple(found)
