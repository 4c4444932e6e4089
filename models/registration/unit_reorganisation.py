"""机构改革 (reorganisation): what a unit holds, and what moves with a rename, merger or transfer.

Live names with their terms and red pages, open orders and logins move to the succeeding unit.
Payments, invoices and settled orders are never changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.billing.order import OPEN_STATES, Order, OrderState
from models.billing.payment import Payment
from models.core.locking import Locked
from models.core.scope import Codes
from models.domains.domain import LIVE_STATES, Domain, DomainState, NameBasis, Term
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPage, RedPageEvent, RedPageState
from models.invoices.owed_sheets import is_owed
from models.registration.domain_filing import Facts, Grade, Verdict
from models.units.unit import Unit
from models.users.user import ApiToken, User
from models.values.label import normalise_label

#: Most names moved in one run; more need several.
MAXIMUM_MOVED_NAMES = 2_000

M = TypeVar("M", RedPage, User)


class ReformFault(StrEnum):
    """Why a unit cannot be reorganised."""

    DAY_IN_FUTURE = "reform_day_in_future"
    MONEY_UNDER_WAY = "reform_money_under_way"
    INVOICES_OWED = "reform_invoices_owed"
    TOO_MANY_NAMES = "reform_too_many_names"


class ReformNote(StrEnum):
    """Notes of a plan on live names that the unit could not file afterwards."""

    NAME_REFUSED = "reform_name_refused"
    NAME_DOUBTED = "reform_name_doubted"


class TitleAfter(StrEnum):
    """What happens to the invoice title (发票抬头) when a unit is renamed."""

    NEW_NAME = "new_name"
    KEEP = "keep"


class LoginsAfter(StrEnum):
    """What happens to the logins of a merged unit."""

    DISABLE = "disable"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What units hold: live names, open orders, red pages, logins."""

    domains: Sequence[Domain]
    orders: Sequence[Order]
    red_pages: Sequence[RedPage]
    users: Sequence[User]

    def of(self, unit: Unit) -> Holdings:
        """The part of one unit."""
        held = {
            f.name: [row for row in getattr(self, f.name) if row.unit_id == unit.id]
            for f in fields(self)
        }
        return Holdings(**held)

    @property
    def payable(self) -> list[Order]:
        """Orders not paid yet."""
        return [order for order in self.orders if order.state is OrderState.PAYABLE]

    @property
    def paid(self) -> list[Order]:
        """Orders charged by the office and not settled by the registry."""
        return [order for order in self.orders if order.state is not OrderState.PAYABLE]

    @property
    def registered(self) -> list[Domain]:
        """Names that are registered."""
        return [domain for domain in self.domains if domain.state is DomainState.REGISTERED]

    @property
    def filed(self) -> list[Domain]:
        """Names on their way to registration."""
        return [domain for domain in self.domains if domain.state is not DomainState.REGISTERED]

    @property
    def published(self) -> list[RedPage]:
        """Red pages that are shown."""
        return [page for page in self.red_pages if page.state is RedPageState.PUBLISHED]


def holdings_of(session: Session, unit_ids: Sequence[int], locked: Locked) -> Holdings:
    """What the units hold now; `locked` locks names first, then orders."""
    orders = select(Order).where(Order.unit_id.in_(unit_ids), Order.state.in_(OPEN_STATES))
    domains = (
        select(Domain)
        .where(Domain.unit_id.in_(unit_ids), Domain.state.in_(LIVE_STATES))
        .order_by(Domain.id)
        .limit(MAXIMUM_MOVED_NAMES + 1)
    )
    return Holdings(
        domains=session.scalars(locked(domains)).all(),
        # An order may have been created while we waited for the lock on its name.
        orders=session.scalars(locked(orders)).all(),
        red_pages=_of_units(session, RedPage, unit_ids),
        users=_of_units(session, User, unit_ids),
    )


def _of_units(session: Session, model: type[M], unit_ids: Sequence[int]) -> Sequence[M]:
    wanted = select(model).where(model.unit_id.in_(unit_ids)).order_by(model.id)
    return session.scalars(wanted).all()


def mismatched(domains: Iterable[Domain], name: str, short_name: str | None) -> list[Domain]:
    """Live names derived from a full or short name that the unit does not have (any more)."""
    wanted = {NameBasis.FULL_NAME: name, NameBasis.SHORT_NAME: short_name}
    return [
        domain
        for domain in domains
        if domain.name_basis in wanted
        and domain.label_u != normalise_label(wanted[domain.name_basis] or "")
    ]


#: Live names that a plan lists individually.
_LISTED = 20


def unfit(verdicts: Iterable[Verdict]) -> list[tuple[ReformNote, Facts]]:
    """Notes of a plan on live names that would not pass under their unit afterwards."""
    notes = {Grade.FAIL: ReformNote.NAME_REFUSED, Grade.ADVICE: ReformNote.NAME_DOUBTED}
    found = ((notes.get(verdict.grade), verdict.facts) for verdict in verdicts)
    return list(islice(((note, facts) for note, facts in found if note), _LISTED))


def former_name(unit: Unit, until: dt.date, document_no: str) -> dict[str, str]:
    """The entry of `Unit.former_names` for a former name."""
    return {"name": unit.name, "until": until.isoformat(), "document_no": document_no}


def move_names(session: Session, held: Holdings, unit: Unit) -> None:
    """Move names with their terms and red pages, and open orders, to a unit and its office."""
    ids = [domain.id for domain in held.domains]
    terms = session.scalars(select(Term).where(Term.domain_id.in_(ids)).order_by(Term.id)).all()
    rows: tuple[Domain | Order | RedPage | Term, ...]
    rows = (*held.domains, *held.orders, *held.red_pages, *terms)
    for row in rows:
        row.unit_id = unit.id
        row.belong_to(unit)


def move_logins(session: Session, users: Sequence[User], unit: Unit, owner: Codes) -> None:
    """Move logins and their API tokens to a unit of an office."""
    ids = [user.id for user in users]
    tokens = session.scalars(select(ApiToken).where(ApiToken.user_id.in_(ids))).all()
    for user in users:
        user.unit_id = unit.id
    moved: tuple[User | ApiToken, ...] = (*users, *tokens)
    for row in moved:
        row.belong_to(owner)


def take_down(pages: Iterable[RedPage]) -> None:
    """Unpublish red pages."""
    for page in pages:
        RED_PAGE_LIFECYCLE.advance(page, RedPageEvent.TAKE_DOWN)


def units_owed_invoices(session: Session, unit_ids: Sequence[int]) -> frozenset[int]:
    """Units with a payment that is not fully invoiced (待补开票)."""
    owed = select(Payment.unit_id).where(Payment.unit_id.in_(unit_ids), is_owed())
    return frozenset(session.scalars(owed))
