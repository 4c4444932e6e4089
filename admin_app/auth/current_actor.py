"""The current actor: one statement turns a cookie or a token into an actor with their scope.

Every request passes `_arrive` first, so a view cannot run without an actor: endpoints not listed as
public redirect to the sign-in page, or answer 401.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets

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
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from actions.core.actor import Caller
from admin_app.auth.sign_in_page import sign_in_page
from admin_app.auth.unsent_form import unsent_form, user_of_ended_session
from admin_app.auth.user_lookup import Presence, by_session, by_token, presence_of
from admin_app.forms.sent_form import is_by_script, is_swap
from admin_app.i18n.preferences import choose_locale
from config import AppEnv
from models.core.base import ChosenSelect, db
from models.core.clock import Clock
from models.core.journal import Door
from models.core.scope import BY_HAND, EVERYTHING, bind_scope
from models.core.setting import know_day, know_settings
from models.definitions.known_fields import know_fields
from models.definitions.own_words import know_language
from models.users.session_activity import SEEN_EVERY, refresh_seen, refresh_used

#: Public endpoints; all others need an actor.
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
#: Endpoints open to a user who must change their password first.
_BEFORE_PASSWORD = PUBLIC | {"login.password", "login.sign_out", "home"}
#: The longest IPv6 address in its longest form.
LONGEST_ADDRESS = 45
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_TOKEN = "token"  # noqa: S105  the name of the cookie's entry


def install(app: Flask, clock: Clock) -> None:
    """Register the authentication of every request."""
    app.extensions["clock"] = clock
    manager = LoginManager(app)
    # Flask-Login's own cookie is not used; the session row in the database decides.
    manager.session_protection = None
    manager.request_loader(_recognise)
    app.before_request(_arrive)
    app.after_request(_note_seen)


def the_clock() -> Clock:
    """The clock of the running application."""
    clock: Clock = current_app.extensions["clock"]
    return clock


def caller(door: Door) -> Caller:
    """The current actor as a caller through an interface."""
    return Caller(current_user.actor, door, the_clock(), address_of_caller())


def caller_on_own_login(door: Door) -> Caller:
    """The current actor as a caller on their own login, whose rows their scope may not show.

    The action checks the user, so the wider scope does not expose other logins.
    """
    actor = dataclasses.replace(current_user.actor, scope=EVERYTHING)
    return Caller(actor, door, the_clock(), address_of_caller())


def address_of_caller() -> str | None:
    """The client address, cut to its maximum length, since a proxy may pass on anything."""
    return request.remote_addr[:LONGEST_ADDRESS] if request.remote_addr else None


def one_time_key() -> str:
    """The idempotency key of the form, or a new one: a form sent again is the same request."""
    return request.form.get("key") or secrets.token_urlsafe(16)


def _arrive() -> BaseResponse | None:
    if request.endpoint in PUBLIC or request.endpoint is None:
        return None
    if not current_user.is_authenticated:
        if request.blueprint == "api":
            abort(401)
        # Practice has no sign-in of its own: it is entered from the real books.
        is_practice = current_app.config["APP_ENV"] is AppEnv.PRACTICE
        may_be_kept = request.endpoint not in _BEFORE_PASSWORD and not is_practice
        if request.method == "POST" and may_be_kept:
            user_id = user_of_ended_session(session.get(_TOKEN))
            if user_id is not None:
                return _ended(user_id)
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("login.sign_in", next=wanted))
    if current_user.must_change_password and request.endpoint not in _BEFORE_PASSWORD:
        if request.blueprint == "api":
            abort(403)
        return redirect(url_for("login.password"))
    return None


def _ended(user_id: int) -> BaseResponse:
    """The answer to a form that came after its session had ended: nothing was done."""
    if is_swap():
        # The page stays as it is; its button sends the whole form, which is kept then.
        return make_response("", 204)
    if is_by_script():
        abort(401)
    if (unsent := unsent_form(user_id)) is None:
        sentence = _("登录已过期，刚才提交的内容没有办理。请重新登录后再填写。")
        return make_response(sign_in_page(sentence), 401)
    sentence = _(
        "登录已过期，刚才提交的内容没有办理。"
        "请用原来的账户重新登录，填写的内容会原样显示，核对后再提交。"
    )
    return make_response(sign_in_page(sentence, unsent=unsent.sign()), 401)


def _recognise(incoming: Request) -> Presence | None:
    """The user of a cookie's session or, for the API alone, of a bearer token."""
    bearer = incoming.authorization
    if incoming.blueprint == "api" and bearer is not None and bearer.type == "bearer":
        return _admit(by_token(bearer.token or "", the_clock().now()))
    # The API accepts writes only with a bearer token, which another site cannot forge (CSRF).
    if incoming.blueprint == "api" and incoming.method != "GET":
        return None
    token = session.get(_TOKEN)
    return _admit(by_session(token, the_clock().now())) if isinstance(token, str) else None


def _admit(statement: ChosenSelect) -> Presence | None:
    orm = db.session()
    found = orm.connection().execute(statement, execution_options={BY_HAND: True}).one_or_none()
    if found is None:
        return None
    presence = presence_of(found)
    bind_scope(orm, presence.actor.scope)
    know_settings(orm, found.settings)
    know_fields(orm, found.own_fields)
    know_day(orm, the_clock().today())
    know_language(orm, choose_locale())
    now = the_clock().now()
    if presence.session_id is not None and now - found.seen_at >= SEEN_EVERY:
        g.seen_session = presence.session_id
    if presence.session_id is None and now - (found.last_used_at or _NEVER) >= SEEN_EVERY:
        g.used_token = found.token_id
    return presence


def _note_seen(response: Response) -> Response:
    """Record the session's activity after the response."""
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
                # The database is busy or read-only; the next page will try again.
                current_app.logger.debug("session %s, token %s not refreshed", session_id, token_id)

    return response
