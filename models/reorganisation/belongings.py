"""What goes with an office's units and people when the office is closed: which rows, and how many.

Live business follows: units with their names, terms, open orders, red pages, requests, notes and
logins; people with their views and notices. What is finished stays under the closed office: its
payments, invoices, settled orders, remittances, transfers, reviews and receipts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.core.base import Base
from models.core.locking import Locked
from models.core.scope import OfficeOwned
from models.domains.change_request import DomainRequest, DomainRequestState
from models.domains.domain import LIVE_STATES, Domain, Term
from models.domains.red_page import RedPage
from models.offices.office import Office
from models.units.unit import Unit, UnitState
from models.users.user import ApiToken, User
from models.workspace.annotated_row import Subject
from models.workspace.attachment import Attachment
from models.workspace.note import RowNote
from models.workspace.notification import Notification
from models.workspace.saved_view import SavedView

#: States in which a unit goes on: merged and revoked ones stay where they ended.
LIVING = (UnitState.PENDING, UnitState.ACTIVE, UnitState.SUSPENDED)

Keys = Select[int]


def living_units(code: str) -> Keys:
    """The units of an office that go on."""
    return select(Unit.id).where(Unit.office_code == code, Unit.state.in_(LIVING))


def _domains(code: str) -> Keys:
    return select(Domain.id).where(Domain.office_code == code, Domain.state.in_(LIVE_STATES))


def _orders(code: str) -> Keys:
    return select(Order.id).where(Order.office_code == code, Order.state == OrderState.PAYABLE)


def _users(code: str) -> Keys:
    return select(User.id).where(User.office_code == code, User.unit_id.in_(living_units(code)))


def _people(code: str) -> Keys:
    return select(User.id).where(
        User.office_code == code, User.office_id.is_not(None), User.is_active
    )


def _of_names(model: type[Term | DomainRequest]) -> Callable[[str], Keys]:
    """Rows of an office that hang on its live names."""
    return lambda code: select(model.id).where(
        model.office_code == code, model.domain_id.in_(_domains(code))
    )


def _open_requests(code: str) -> Keys:
    is_open = DomainRequest.state == DomainRequestState.SUBMITTED
    return _of_names(DomainRequest)(code).where(is_open)


def _red_pages(code: str) -> Keys:
    return select(RedPage.id).where(
        RedPage.office_code == code, RedPage.unit_id.in_(living_units(code))
    )


def _tokens(code: str) -> Keys:
    return select(ApiToken.id).where(
        ApiToken.office_code == code, ApiToken.user_id.in_(_users(code))
    )


def _beside(model: type[RowNote | Attachment]) -> Callable[[str], Keys]:
    """Notes or files beside the rows that go."""
    subjects: Mapping[Subject, Callable[[str], Keys]] = {
        Subject.UNIT: living_units,
        Subject.DOMAIN: _domains,
        Subject.ORDER: _orders,
    }

    def keys(code: str) -> Keys:
        anchored: list[ColumnElement[bool]] = [
            and_(model.subject == subject, model.row_id.in_(rows(code)))
            for subject, rows in subjects.items()
        ]
        return select(model.id).where(model.office_code == code, or_(*anchored))

    return keys


def _of_people(model: type[SavedView | Notification]) -> Callable[[str], Keys]:
    """What people of the office, or logins of its units, keep for themselves."""
    return lambda code: select(model.id).where(
        model.office_code == code,
        or_(model.user_id.in_(_people(code)), model.user_id.in_(_users(code))),
    )


@dataclass(frozen=True, slots=True)
class Belonging:
    """Rows of one table that go along."""

    model: type[Base]
    #: Office code → the keys of the rows.
    keys: Callable[[str], Keys]
    #: Whether the rows are changed by others at any time, so must be locked.
    locked: bool = False
    #: Whether every row of the office goes, with its `office_id` where the table has one.
    is_whole: bool = False


#: Tables whose rows stay under a closed office, or go in a way of their own (take_over.py). Those
#: of any other table that belongs to offices go as they are.
STAYS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "payment",
            "payment_line",
            "invoice",
            "remittance",
            "remittance_line",
            "transfer",
            "award_accrual",
            "bank_receipt",
            "bank_line",
            "bank_statement",
        ),
        "money and paper of the past",
    ),
    **dict.fromkeys(("journal_entry", "journal_receipt", "journal_change"), "the journal"),
    **dict.fromkeys(("invoice_split", "invoice_split_line", "invoice_move"), "how sheets went"),
    **dict.fromkeys(("invoice_request", "adjustment", "handover_record"), "finished before"),
    **dict.fromkeys(("review", "reminder", "mail", "file_record"), "what was said and sent"),
    **dict.fromkeys(("job_run", "job_slice"), "what was done for its people"),
    **dict.fromkeys(("login_attempt", "access_refusal", "login_session"), "who came in, and when"),
    **dict.fromkeys(("import_sheet", "import_row", "remembered_heading"), "files it was sent"),
    "bank_columns": "the registry's own",
    "award_rule": "the rate of a province, which is closed after all below it",
    "office": "it is what is closed",
    "account": "its balance moves by a transfer",
    "invoice_lot": "what is left of each becomes a lot of the successor",
    "mailing_address": "goes where the successor has none",
    "payment_mode": "goes where the successor has none",
}

#: In the order of their locks (models/core/locking.py). Units are locked before the accounts, by
#: the caller.
BELONGINGS: tuple[Belonging, ...] = (
    Belonging(Unit, living_units),
    Belonging(Domain, _domains, locked=True),
    Belonging(Order, _orders, locked=True),
    Belonging(RedPage, _red_pages, locked=True),
    Belonging(Term, _of_names(Term)),
    Belonging(DomainRequest, _open_requests),
    Belonging(User, _users),
    Belonging(ApiToken, _tokens),
    Belonging(RowNote, _beside(RowNote)),
    Belonging(Attachment, _beside(Attachment)),
    Belonging(SavedView, _of_people(SavedView)),
    Belonging(Notification, _of_people(Notification)),
)


def belongings() -> tuple[Belonging, ...]:
    """Those above, and every further table whose rows belong to offices and do not stay."""
    owned: dict[str, type[Base]] = {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if OfficeOwned in mapper.class_.__mro__
    }
    known = {each.model.__tablename__ for each in BELONGINGS}
    going = sorted(owned.keys() - STAYS.keys() - known)
    whole = (Belonging(owned[name], _all_of(owned[name]), is_whole=True) for name in going)
    return (*BELONGINGS, *whole)


def _all_of(model: type[Base]) -> Callable[[str], Keys]:
    return lambda code: select(model.id).where(model.__table__.c.office_code == code)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a closing office that go, by belonging, and its working people."""

    keys: Mapping[Belonging, Sequence[int]]
    people: Sequence[User]

    def keys_of(self, model: type[Base]) -> Sequence[int]:
        """The keys of the rows of one table."""
        return next(keys for each, keys in self.keys.items() if each.model is model)


def belongings_of(session: Session, office: Office, locked: Locked) -> Found:
    """What goes with an office, in a fixed number of statements; `locked` locks what others change.

    Names are locked after their units and before their orders, so an order that is charged
    meanwhile is either seen as charged or goes before it can be.
    """
    keys: dict[Belonging, Sequence[int]] = {}
    for each in belongings():
        wanted = each.keys(office.code).order_by(each.model.id)
        keys[each] = session.scalars(locked(wanted) if each.locked else wanted).all()
    people = select(User).where(User.id.in_(_people(office.code))).order_by(User.id)
    return Found(keys, session.scalars(people).all())
