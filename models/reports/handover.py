"""岗位交接单 (handover sheet): a user's unfinished work, counted from the data (domain.md 5.3-13).

Stock belongs to the office and is shared by its clerks. Charges belong to the cashier who took the
money, for whichever office: a person's sheet lists their own, an office's sheet those of its users.
So a charge by a province's clerk for a county in pool mode (两代一统) is on the province's sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement, case, cast, func, select
from sqlalchemy.orm import Session, joinedload

from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentLine
from models.domains.domain import Domain, DomainState
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.invoices.stock import InvoiceLot, LotState
from models.invoices.stock_balance import propose
from models.registration.review_decision import desk_code
from models.remittances.remittance import Remittance, RemittanceState
from models.users.user import User

_USER: Any = User.__table__

#: What a JSON column holds of a sheet.
Stored: TypeAlias = dict[str, Any]
#: Most lines of one kind; the sheet says how many more there are.
MAXIMUM_HANDOVER_LINES = 200


@dataclass(frozen=True, slots=True)
class Sheets:
    """Invoices of one lot on hand."""

    lot_no: str
    kind: str
    numbers: str
    available: int


@dataclass(frozen=True, slots=True)
class Charge:
    """Money taken and not remitted."""

    payment_no: str
    received_on: dt.date
    cashier: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Handover:
    """A sheet's contents."""

    sheets: Sequence[Sheets]
    charges: Sequence[Charge]
    #: Names that wait for the office's review: (name, filed at).
    reviews: Sequence[tuple[str, dt.datetime]]
    #: Open invoice requests, lots not signed for, remittances not received, by number.
    requests: Sequence[str]
    in_transit: Sequence[str]
    remittances: Sequence[str]

    @property
    def sheet_count(self) -> int:
        """Invoices on hand."""
        return sum(lot.available for lot in self.sheets)

    @property
    def charged_fen(self) -> int:
        """Money taken and not remitted."""
        return sum(charge.amount_fen for charge in self.charges)

    @property
    def pending_count(self) -> int:
        """Papers that are under way."""
        return len(self.requests) + len(self.in_transit) + len(self.remittances)

    def as_json(self) -> Stored:
        """The contents as they are stored with a handover; days and instants in ISO format."""
        return {
            "sheets": [asdict(lot) for lot in self.sheets],
            "charges": [
                {**asdict(charge), "received_on": charge.received_on.isoformat()}
                for charge in self.charges
            ],
            "reviews": [[name, at.isoformat()] for name, at in self.reviews],
            "requests": list(self.requests),
            "in_transit": list(self.in_transit),
            "remittances": list(self.remittances),
        }

    @classmethod
    def from_json(cls, stored: Stored) -> Handover:
        """The contents that `as_json` stored."""
        return cls(
            sheets=[Sheets(**lot) for lot in stored["sheets"]],
            charges=[
                Charge(**{**each, "received_on": dt.date.fromisoformat(each["received_on"])})
                for each in stored["charges"]
            ],
            reviews=[(name, dt.datetime.fromisoformat(at)) for name, at in stored["reviews"]],
            requests=stored["requests"],
            in_transit=stored["in_transit"],
            remittances=stored["remittances"],
        )


def handover_of(session: Session, office_code: str, cashier_key: str | None) -> Handover:
    """The sheet of an office, or of one of its users by key."""
    requests = select(InvoiceRequest.request_no).where(
        InvoiceRequest.office_code == office_code, InvoiceRequest.state == RequestState.SUBMITTED
    )
    in_transit = select(InvoiceLot.lot_no).where(
        InvoiceLot.office_code == office_code, InvoiceLot.state == LotState.IN_TRANSIT
    )
    remittances = select(Remittance.remittance_no).where(
        Remittance.office_code == office_code, Remittance.state == RemittanceState.SUBMITTED
    )
    find = session.scalars
    return Handover(
        sheets=_sheets(session, office_code),
        charges=_charges(session, office_code, cashier_key),
        reviews=_reviews(session, office_code),
        requests=find(requests.order_by(InvoiceRequest.id).limit(MAXIMUM_HANDOVER_LINES)).all(),
        in_transit=find(in_transit.order_by(InvoiceLot.id).limit(MAXIMUM_HANDOVER_LINES)).all(),
        remittances=find(remittances.order_by(Remittance.id).limit(MAXIMUM_HANDOVER_LINES)).all(),
    )


def _sheets(session: Session, office_code: str) -> list[Sheets]:
    lots = session.scalars(
        select(InvoiceLot)
        .where(InvoiceLot.office_code == office_code, InvoiceLot.state == LotState.SIGNED)
        .order_by(InvoiceLot.id)
        .limit(MAXIMUM_HANDOVER_LINES)
        .options(joinedload(InvoiceLot.type))
    ).all()
    return [Sheets(lot.lot_no, lot.type.name, _numbers(lot), lot.available) for lot in lots]


def _numbers(lot: InvoiceLot) -> str:
    """The numbers still on hand; a type that is only counted has none."""
    portions = propose([lot], lot.available) if lot.available else []
    return "、".join(str(portion.numbers) for portion in portions if portion.numbers)


def _charges(session: Session, office_code: str, cashier_key: str | None) -> list[Charge]:
    statement = (
        select(
            Payment.payment_no,
            Payment.received_on,
            Payment.cashier,
            func.sum(PaymentLine.amount_fen).label("amount_fen"),
        )
        .select_from(Order)
        .join(PaymentLine, PaymentLine.order_id == Order.id)
        .join(Payment, Payment.id == PaymentLine.payment_id)
        .where(
            Order.state == OrderState.CHARGED,
            PaymentLine.is_reversed.is_(False),
        )
        .group_by(Payment.id, Payment.payment_no, Payment.received_on, Payment.cashier)
        .order_by(Payment.id)
        .limit(MAXIMUM_HANDOVER_LINES)
    )
    if cashier_key is not None:
        statement = statement.where(Payment.cashier_key == cashier_key)
    else:
        statement = statement.where(_taken_at() == office_code)
    return [
        Charge(row.payment_no, row.received_on, row.cashier, int(row.amount_fen))
        for row in session.execute(statement)
    ]


def _taken_at() -> ColumnElement[str]:
    """The office of the cashier; the payment's own where the cashier is unknown."""
    is_person = Payment.cashier_key.like("user:%")
    key = case((is_person, cast(func.substr(Payment.cashier_key, len("user:") + 1), BigInteger)))
    office = select(_USER.c.office_code).where(_USER.c.id == key).correlate(Payment)
    return func.coalesce(office.scalar_subquery(), Payment.office_code)


def _reviews(session: Session, office_code: str) -> list[tuple[str, dt.datetime]]:
    found = session.execute(
        select(Domain.name_u, Domain.submitted_at)
        .where(Domain.state == DomainState.SUBMITTED, desk_code() == office_code)
        .order_by(Domain.id)
        .limit(MAXIMUM_HANDOVER_LINES)
    )
    return [(row.name_u, row.submitted_at) for row in found]
