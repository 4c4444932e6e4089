"""The current actor: one statement turns a cookie or a token into an actor with their scope.

Every request passes `_arrive` before it may ask anything, so a view without an actor cannot
exist: what is not listed as public sends the visitor to the sign-in page, or answers 401.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
from typing import Any

from flask import (
    Flask,
    Request,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from sqlalchemy import Select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from actions.core.actor import Caller
from admin_app.auth.sign_in_page import sign_in_page
from admin_app.auth.unsent_form import UnsentForm, unsent_form, user_of_ended_session
from admin_app.auth.user_lookup import Presence, by_session, by_token, presence_of
from models.core.base import db
from models.core.clock import Clock
from models.core.journal import Door
from models.core.scope import BY_HAND, EVERYTHING, bind_scope
from models.core.setting import know_settings
from models.users.session_activity import SEEN_EVERY, refresh_seen, refresh_used

#: What anybody may reach. All else needs an actor.
PUBLIC = frozenset(
    {
        "static",
        "healthz",
        "readyz",
        "login.sign_in",
        "enrolment.ask",
        "practising.enter",
        "red_page_public",
        "preferences.locale",
        "preferences.theme",
    }
)
#: What remains open to somebody who must first choose a new password.
_BEFORE_PASSWORD = PUBLIC | {"login.password", "login.sign_out", "home"}
#: The longest IPv6 address in its longest form.
LONGEST_ADDRESS = 45
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_TOKEN = "token"  # noqa: S105  the name of the cookie's entry


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
    return Caller(current_user.actor, door, the_clock(), address_of_caller())


def caller_on_own_login(door: Door) -> Caller:
    """The present actor seeing to their own login, whose rows no scope of theirs shows.

    The action checks by user, so the wider scope opens nobody else's.
    """
    actor = dataclasses.replace(current_user.actor, scope=EVERYTHING)
    return Caller(actor, door, the_clock(), address_of_caller())


def address_of_caller() -> str | None:
    """The address a request came from, as long as one can be; a proxy may send anything on."""
    return request.remote_addr[:LONGEST_ADDRESS] if request.remote_addr else None


def one_time_key() -> str:
    """The key the form came with, or a new one: a form that is sent again is the same request."""
    return request.form.get("key") or secrets.token_urlsafe(16)


def _arrive() -> BaseResponse | None:
    if request.endpoint in PUBLIC or request.endpoint is None:
        return None
    if not current_user.is_authenticated:
        if request.blueprint == "api":
            abort(401)
        if unsent := unsent_form(user_of_ended_session(session.get(_TOKEN))):
            return make_response(_ask_to_sign_in(unsent), 401)
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("login.sign_in", next=wanted))
    if current_user.must_change_password and request.endpoint not in _BEFORE_PASSWORD:
        if request.blueprint == "api":
            abort(403)
        return redirect(url_for("login.password"))
    return None


def _ask_to_sign_in(unsent: UnsentForm) -> str:
    """The sign-in page in place of an answer: what was typed is kept, if it can be."""
    if unsent.user_id is None:
        return sign_in_page(_("登录已过期，刚才提交的内容没有办理。请重新登录后再填写。"))
    sentence = _(
        "登录已过期，刚才提交的内容没有办理。"
        "请用原来的账户重新登录，填写的内容会原样显示，核对后再提交。"
    )
    return sign_in_page(sentence, unsent=unsent.sign())


def _recognise(incoming: Request) -> Presence | None:
    """The user of a cookie's session or, for the API alone, of a bearer token."""
    bearer = incoming.authorization
    if incoming.blueprint == "api" and bearer is not None and bearer.type == "bearer":
        return _admit(by_token(bearer.token or "", the_clock().now()))
    # A cookie never carries a write into the API: no other site could forge a bearer token.
    if incoming.blueprint == "api" and incoming.method != "GET":
        return None
    token = session.get(_TOKEN)
    return _admit(by_session(token, the_clock().now())) if isinstance(token, str) else None


def _admit(statement: Select[Any]) -> Presence | None:
    orm = db.session()
    found = orm.connection().execute(statement, execution_options={BY_HAND: True}).one_or_none()
    if found is None:
        return None
    presence = presence_of(found)
    bind_scope(orm, presence.actor.scope)
    know_settings(orm, found.settings)
    now = the_clock().now()
    if presence.session_id is not None and now - found.seen_at >= SEEN_EVERY:
        g.seen_session = presence.session_id
    if presence.session_id is None and now - (found.last_used_at or _NEVER) >= SEEN_EVERY:
        g.used_token = found.token_id
    return presence


def _note_seen(response: Response) -> Response:
    """Write, once the answer is out, that the session is in use."""
    session_id, token_id = g.pop("seen_session", None), g.pop("used_token", None)
    if session_id is not None or token_id is not None:
        engine, at = db.engine, the_clock().now()

        @response.call_on_close
        def _write() -> None:
            try:
                if session_id is not None:
                    refresh_seen(engine, session_id, at)
                if token_id is not None:
                    refresh_used(engine, token_id, at)
            except SQLAlchemyError:
                # Somebody is writing, or nobody can; the session is seen again with the next page.
                current_app.logger.debug("session %s, token %s not refreshed", session_id, token_id)

    return response
