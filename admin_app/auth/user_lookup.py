"""Loads a signed-in user: one statement for actor and balances."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Connection, Label, and_, func, select

from actions.core.actor import Actor
from models.core.base import ChosenRow, ChosenSelect
from models.core.scope import Scope, ScopeLevel
from models.core.setting import Gathered
from models.definitions.known_fields import gathered_fields
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import InvoiceLot, LotState
from models.invoices.stock_balance import StockBalance, stock_sums
from models.jobs.job_run import OPEN_STATES, JobRun
from models.ledger.ledger import Account, AccountKind
from models.offices.office import CollectBy, Office, OfficeLevel, OfficeStatus
from models.units.unit import Unit
from models.users.own_role import OwnRole
from models.users.user import LONGEST_TOKEN_LIFE, ApiToken, LoginSession, Role, User
from models.workspace.notification import Notification

#: Idle timeout and absolute lifetime of a session.
IDLE, ABSOLUTE = dt.timedelta(minutes=30), dt.timedelta(hours=12)
_LEVELS = {
    OfficeLevel.PROVINCE: ScopeLevel.PROVINCE,
    OfficeLevel.CITY: ScopeLevel.CITY,
    OfficeLevel.COUNTY: ScopeLevel.OFFICE,
}


#: The names of the figures of a StockBalance.
_STOCK = ("sheets", "faced_sheets", "face_fen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A signed-in user for Flask-Login, with the data of the page header."""

    actor: Actor
    username: str
    #: The office's name, or the unit's for a registrant.
    office_name: str
    must_change_password: bool
    #: The current step of the tour (新手引导); 0: none.
    tour_step: int = 0
    #: None for an API client with a token.
    session_id: int | None = None
    balance_fen: int | None = None
    #: None where the office keeps no stock.
    stock: StockBalance | None = None
    #: Whether the province's office collects and remits for all below it (两代一统).
    is_pool: bool = False
    #: Unread notices.
    unread: int = 0
    #: Unfinished background runs, and the newest of them.
    open_runs: int = 0
    open_run_id: int | None = None
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def sheets(self) -> int | None:
        """发票余额; None where the office keeps no stock."""
        return None if self.stock is None else self.stock.sheets

    def get_id(self) -> str:
        return self.actor.key


def named(connection: Connection, username: str) -> Presence | None:
    """The active user of that name, for CLI commands that act as them."""
    statement = _users().where(User.__table__.c.username == username)
    found = connection.execute(statement).one_or_none()
    return None if found is None else presence_of(found)


def present(connection: Connection, user_id: int) -> Presence | None:
    """The active user of that key, for jobs that act as them."""
    statement = _users().where(User.__table__.c.id == user_id)
    found = connection.execute(statement).one_or_none()
    return None if found is None else presence_of(found)


def digest(token: str) -> str:
    """SHA-256 of a token, as stored in the tables."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_session(token: str, now: dt.datetime) -> ChosenSelect:
    life = LoginSession.__table__.c
    return (
        _users()
        .add_columns(life.id.label("session_id"), life.seen_at)
        .join(LoginSession.__table__, life.user_id == User.__table__.c.id)
        .where(
            life.token_hash == digest(token),
            life.ended_at.is_(None),
            life.seen_at > now - IDLE,
            life.started_at > now - ABSOLUTE,
        )
    )


def by_token(token: str, now: dt.datetime) -> ChosenSelect:
    keys = ApiToken.__table__.c
    return (
        _users()
        .add_columns(keys.id.label("token_id"), keys.last_used_at)
        .join(ApiToken.__table__, keys.user_id == User.__table__.c.id)
        .where(
            keys.token_hash == digest(token),
            keys.revoked_at.is_(None),
            func.coalesce(keys.expires_at > now, keys.created_at > now - LONGEST_TOKEN_LIFE),
        )
    )


@cache
def _users() -> ChosenSelect:
    """An active user with their office or unit, and the two balances of the header."""
    users, offices, units = User.__table__, Office.__table__, Unit.__table__
    roles = OwnRole.__table__
    columns = users.c
    return (
        select(
            columns.id,
            columns.username,
            columns.display_name,
            columns.role,
            columns.office_id,
            columns.unit_id,
            columns.province_code,
            columns.city_code,
            columns.office_code,
            columns.must_change_password,
            columns.tour_step,
            roles.c.work,
            func.coalesce(roles.c.is_own_office, False).label("is_own_office"),
            offices.c.level,
            offices.c.collect_by,
            func.coalesce(offices.c.name, units.c.name).label("office_name"),
            *_balances(columns.office_code),
            _unread(columns.id),
            *_open_runs(columns.id),
            Gathered().label("settings"),
            gathered_fields(columns.province_code).label("own_fields"),
        )
        .select_from(users)
        .outerjoin(offices, offices.c.id == columns.office_id)
        .outerjoin(units, units.c.id == columns.unit_id)
        .outerjoin(roles, roles.c.id == columns.own_role_id)
        .where(
            columns.is_active.is_(True),
            offices.c.status.is_distinct_from(OfficeStatus.CLOSED),
        )
    )


def _balances(office_code: ColumnElement[str]) -> tuple[Label[int], ...]:
    accounts, lots, kinds = Account.__table__, InvoiceLot.__table__, InvoiceType.__table__
    balance = select(accounts.c.balance_fen).where(
        accounts.c.office_code == office_code, accounts.c.kind == AccountKind.PREPAID
    )
    stock = (
        select(figure)
        .select_from(lots.join(kinds, kinds.c.id == lots.c.type_id))
        .where(lots.c.office_code == office_code, lots.c.state == LotState.SIGNED)
        .scalar_subquery()
        .label(name)
        for name, figure in zip(
            _STOCK, stock_sums(lots.c.on_hand, kinds.c.face_value_fen), strict=True
        )
    )
    return (balance.limit(1).scalar_subquery().label("balance_fen"), *stock)


def _unread(user_id: ColumnElement[int]) -> Label[int]:
    """Unread notices of the user."""
    notices = Notification.__table__.c
    wanted = select(func.count()).where(notices.user_id == user_id, notices.read_at.is_(None))
    return wanted.scalar_subquery().label("unread")


def _open_runs(user_id: ColumnElement[int]) -> tuple[Label[int], Label[int]]:
    """Unfinished runs of the user; their number is limited."""
    runs = JobRun.__table__.c
    is_open = and_(runs.user_id == user_id, runs.state.in_(OPEN_STATES))
    return (
        select(func.count()).where(is_open).scalar_subquery().label("open_runs"),
        select(func.max(runs.id)).where(is_open).scalar_subquery().label("open_run_id"),
    )


def presence_of(found: ChosenRow) -> Presence:
    is_unit = found.role is Role.UNIT_USER
    return Presence(
        actor=Actor(
            key=f"user:{found.id}",
            name=found.display_name,
            role=found.role,
            scope=Scope(ScopeLevel.OFFICE, found.office_code, role=found.role)
            if found.is_own_office
            else scope_for(found.level, found.office_code, found.unit_id, found.role),
            province_code=found.province_code,
            city_code=found.city_code,
            office_code=found.office_code,
            office_id=found.office_id,
            unit_id=found.unit_id,
            user_id=found.id,
            work=None if found.work is None else frozenset(found.work),
        ),
        username=found.username,
        office_name=found.office_name,
        must_change_password=found.must_change_password,
        tour_step=found.tour_step,
        session_id=getattr(found, "session_id", None),
        balance_fen=None if is_unit else found.balance_fen,
        stock=None
        if is_unit or found.level is OfficeLevel.REGISTRY
        else StockBalance(*(int(getattr(found, name)) for name in _STOCK)),
        is_pool=found.level is OfficeLevel.PROVINCE and found.collect_by is CollectBy.PROVINCE_POOL,
        unread=found.unread,
        open_runs=found.open_runs,
        open_run_id=found.open_run_id,
    )


def scope_for(
    level: OfficeLevel | None, office_code: str, unit_id: int | None, role: Role
) -> Scope:
    """The scope: a registrant's unit, an office and those below it, or everything for the
    registry.
    """
    if unit_id is not None:
        return Scope(ScopeLevel.REGISTRANT, unit_id, office_code, role)
    assert level is not None, "a user belongs to an office or to a unit"
    if level is OfficeLevel.REGISTRY:
        return Scope(ScopeLevel.EVERYTHING, role=role)
    return Scope(_LEVELS[level], office_code, role=role)
