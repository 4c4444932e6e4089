"""Who is at the door: one statement turns a cookie or a token into an actor with his scope.

Every request passes `_arrive` before it may ask anything, so a view without an actor cannot
exist: what is not listed as public sends the visitor to the sign-in page, or answers 401.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from flask import (
    Flask,
    Request,
    Response,
    abort,
    current_app,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, current_user
from sqlalchemy import Connection, Row, Select, and_, func, select
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse

from actions.contract import Actor, Caller
from models.base import db
from models.clock import Clock
from models.invoice_stock import InvoiceLot, InvoiceType, LotState
from models.journal import Door
from models.ledger import Account, AccountKind
from models.office import Office, OfficeLevel
from models.presence import SEEN_EVERY, refresh_seen
from models.scope import BY_HAND, EVERYTHING, Scope, ScopeLevel, bind_scope
from models.unit import Unit
from models.user import ApiToken, LoginSession, Role, User

#: A session unused for this long is over; so is one begun this long ago.
IDLE, ABSOLUTE = dt.timedelta(minutes=30), dt.timedelta(hours=12)
#: What anybody may reach. All else needs an actor.
PUBLIC = frozenset({"static", "healthz", "readyz", "login.sign_in", "login.locale"})
#: What remains open to somebody who must first choose a new password.
_BEFORE_PASSWORD = PUBLIC | {"login.password", "login.sign_out", "home"}
_TOKEN = "token"  # noqa: S105  the name of the cookie's entry

_LEVELS = {
    OfficeLevel.PROVINCE: ScopeLevel.PROVINCE,
    OfficeLevel.CITY: ScopeLevel.CITY,
    OfficeLevel.COUNTY: ScopeLevel.OFFICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A signed-in user as Flask-Login wants him, with what the header shows."""

    actor: Actor
    username: str
    #: The office's name, or the unit's for a registrant.
    office_name: str
    must_change_password: bool
    #: None for a program that came with a token.
    session_id: int | None = None
    balance_fen: int | None = None
    sheets: int | None = None
    face_fen: int = 0
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.actor.key


def install(app: Flask, clock: Clock) -> None:
    """Ask who comes before each request."""
    app.extensions["clock"] = clock
    manager = LoginManager(app)
    # Flask-Login keeps nothing in the cookie here; the server's session row decides.
    manager.session_protection = None
    manager.request_loader(_recognise)
    app.before_request(_arrive)
    app.after_request(_note_seen)


def the_clock() -> Clock:
    """The clock of the running program."""
    clock: Clock = current_app.extensions["clock"]
    return clock


def caller(door: Door) -> Caller:
    """The present actor, coming in through a door."""
    return Caller(current_user.actor, door, the_clock())


def himself(door: Door) -> Caller:
    """The present actor seeing to his own login, whose rows no scope of his shows.

    The action checks by user, so the wider scope opens nobody else's.
    """
    actor = dataclasses.replace(current_user.actor, scope=EVERYTHING)
    return Caller(actor, door, the_clock())


def named(connection: Connection, username: str) -> Presence | None:
    """The active user of that name, for a command that acts as him."""
    statement = _users().where(User.__table__.c.username == username)
    found = connection.execute(statement).one_or_none()
    return None if found is None else _presence(found)


def digest(token: str) -> str:
    """SHA-256 of a token: what the tables keep of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _arrive() -> BaseResponse | None:
    if request.endpoint in PUBLIC or request.endpoint is None:
        return None
    if not current_user.is_authenticated:
        if request.blueprint == "api":
            abort(401)
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("login.sign_in", next=wanted))
    if current_user.must_change_password and request.endpoint not in _BEFORE_PASSWORD:
        if request.blueprint == "api":
            abort(403)
        return redirect(url_for("login.password"))
    return None


def _recognise(incoming: Request) -> Presence | None:
    """The user of a cookie's session or, for the API alone, of a bearer token."""
    bearer = incoming.authorization
    if incoming.blueprint == "api" and bearer is not None and bearer.type == "bearer":
        return _admit(_by_token(bearer.token or ""))
    # A cookie never carries a write into the API: no other site could forge a bearer token.
    if incoming.blueprint == "api" and incoming.method != "GET":
        return None
    token = session.get(_TOKEN)
    return _admit(_by_session(token)) if isinstance(token, str) else None


def _admit(statement: Select[Any]) -> Presence | None:
    orm = db.session()
    found = orm.connection().execute(statement, execution_options={BY_HAND: True}).one_or_none()
    if found is None:
        return None
    presence = _presence(found)
    bind_scope(orm, presence.actor.scope)
    if presence.session_id is not None and the_clock().now() - found.seen_at >= SEEN_EVERY:
        g.seen_session = presence.session_id
    return presence


def _by_session(token: str) -> Select[Any]:
    now, life = the_clock().now(), LoginSession.__table__.c
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


def _by_token(token: str) -> Select[Any]:
    now, keys = the_clock().now(), ApiToken.__table__.c
    return (
        _users()
        .join(ApiToken.__table__, keys.user_id == User.__table__.c.id)
        .where(
            keys.token_hash == digest(token),
            keys.revoked_at.is_(None),
            keys.expires_at.is_(None) | (keys.expires_at > now),
        )
    )


def _users() -> Select[Any]:
    """An active user with his office or unit, and the two balances of the header."""
    users, offices, units = User.__table__, Office.__table__, Unit.__table__
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
            offices.c.level,
            func.coalesce(offices.c.name, units.c.name).label("office_name"),
            *_balances(columns.office_code),
        )
        .select_from(users)
        .outerjoin(offices, offices.c.id == columns.office_id)
        .outerjoin(units, units.c.id == columns.unit_id)
        .where(columns.is_active.is_(True))
    )


def _balances(office_code: Any) -> tuple[Any, ...]:
    accounts, lots, kinds = Account.__table__, InvoiceLot.__table__, InvoiceType.__table__
    balance = select(accounts.c.balance_fen).where(
        accounts.c.office_code == office_code, accounts.c.kind == AccountKind.PREPAID
    )
    signed = and_(lots.c.office_code == office_code, lots.c.state == LotState.SIGNED)
    sheets = select(func.sum(lots.c.available)).where(signed)
    face = (
        select(func.sum(lots.c.available * func.coalesce(kinds.c.face_value_fen, 0)))
        .join(kinds, kinds.c.id == lots.c.type_id)
        .where(signed)
    )
    return (
        balance.limit(1).scalar_subquery().label("balance_fen"),
        sheets.scalar_subquery().label("sheets"),
        face.scalar_subquery().label("face_fen"),
    )


def _presence(found: Row[Any]) -> Presence:
    is_unit = found.role is Role.UNIT_USER
    return Presence(
        actor=Actor(
            key=f"user:{found.id}",
            name=found.display_name,
            role=found.role,
            scope=scope_for(found.level, found.office_code, found.unit_id),
            province_code=found.province_code,
            city_code=found.city_code,
            office_code=found.office_code,
            office_id=found.office_id,
            unit_id=found.unit_id,
            user_id=found.id,
        ),
        username=found.username,
        office_name=found.office_name,
        must_change_password=found.must_change_password,
        session_id=getattr(found, "session_id", None),
        balance_fen=None if is_unit else found.balance_fen,
        sheets=None if is_unit or found.level is OfficeLevel.REGISTRY else int(found.sheets or 0),
        face_fen=int(found.face_fen or 0),
    )


def scope_for(level: OfficeLevel | None, office_code: str, unit_id: int | None) -> Scope:
    """A registrant sees his unit; an office itself and what lies below; the registry all."""
    if unit_id is not None:
        return Scope(ScopeLevel.REGISTRANT, unit_id)
    assert level is not None, "a user belongs to an office or to a unit"
    return EVERYTHING if level is OfficeLevel.REGISTRY else Scope(_LEVELS[level], office_code)


def _note_seen(response: Response) -> Response:
    """Write, once the answer is out, that the session is in use."""
    session_id = g.pop("seen_session", None)
    if session_id is not None:
        engine, at = db.engine, the_clock().now()

        @response.call_on_close
        def _write() -> None:
            try:
                refresh_seen(engine, session_id, at)
            except OperationalError:
                # Somebody is writing; the session is seen again with the next page.
                current_app.logger.debug("session %s not refreshed", session_id)

    return response
