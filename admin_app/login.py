"""Signing in and out, choosing a new password, and the language of the pages.

A sign-in puts a random token into the cookie and its digest into `login_session`; the row, not
the cookie, says whether it still holds (reliability.md S7, S8).
"""

from __future__ import annotations

import re
import secrets

from flask import (
    Blueprint,
    Flask,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from actions.contract import SYSTEM, Caller, Nothing
from actions.perform import perform
from actions.sign_in import SIGN_IN, SignInInput
from actions.sign_out import SIGN_OUT
from admin_app.actor import caller, digest, the_clock
from models.base import db
from models.journal import Door
from models.password import matches
from models.scope import BY_HAND, EVERYTHING, scoped_session
from models.user import User

login = Blueprint("login", __name__)

#: What a page may ask to be led back to: a plain path of ours (reliability.md 3.3).
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9_\-./?=&%+:,]*")
_LONGEST_NAME = 40
LOCALES = {"zh_CN": "zh-CN", "en": "en"}


def install(app: Flask) -> None:
    """Serve the pages."""
    app.register_blueprint(login)
    app.add_url_rule("/", "home", _home)


def _home() -> Response:
    return redirect("/admin/")


@login.route("/login", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    """The sign-in page; one sentence answers every failure, whatever its cause."""
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(safe_path(request.args.get("next")))
        return _page(None)
    username = request.form.get("username", "").strip().lower()[:_LONGEST_NAME]
    token = _open_session(username, request.form.get("password", ""))
    if token is None:
        sentence = _("用户账户或密码不正确。连续输错 5 次，账户将锁定 10 分钟。")
        return _page(sentence), 401
    session.clear()
    session.permanent = True
    session["token"] = token
    return redirect(safe_path(request.form.get("next")))


def _page(error: str | None) -> str:
    return render_template(
        "login.html",
        error=error,
        username=request.form.get("username"),
        next=request.values.get("next"),
        login_url=url_for("login.sign_in"),
        **current_app.extensions["demo_logins"],
    )


def _open_session(username: str, password: str) -> str | None:
    """A new session's token, or None. Unknown names cost the same time and the same writes."""
    users, token = User.__table__, secrets.token_urlsafe(32)
    with scoped_session(db.engine, EVERYTHING) as own:
        kept = own.execute(
            select(users.c.password_hash).where(users.c.username == username),
            execution_options={BY_HAND: True},
        ).scalar_one_or_none()
        # Nothing is held open while the hash is computed.
        own.rollback()
        given = SignInInput(
            username=username,
            is_proven=matches(password, kept),
            token_hash=digest(token),
            address=request.remote_addr,
        )
        by = Caller(SYSTEM, Door.GRID, the_clock())
        outcome = perform(own, SIGN_IN, (), given, by, key=secrets.token_hex(16))
    return token if outcome.rows else None


@login.post("/logout")
def sign_out() -> Response:
    """End the session here and at the server."""
    perform(
        db.session(),
        SIGN_OUT,
        [current_user.session_id],
        Nothing(),
        caller(Door.GRID),
        key=secrets.token_hex(16),
    )
    session.clear()
    answer = redirect(url_for("login.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@login.get("/locale/<code>")
def locale(code: str) -> Response:
    """Remember the language of the pages; a preference, so a link may set it."""
    if code in LOCALES:
        session["locale"] = code
    return redirect(safe_path(request.args.get("next")))


def choose_locale() -> str:
    """The catalogue to speak from: Chinese unless English was chosen."""
    chosen = session.get("locale")
    return chosen if chosen in LOCALES else "zh_CN"


def safe_path(wanted: str | None) -> str:
    """The path to go to next: `wanted` if it is a page of ours, else the desk."""
    if wanted and _PATH.fullmatch(wanted):
        adapter = current_app.create_url_adapter(request)
        assert adapter is not None
        try:
            adapter.match(wanted.partition("?")[0], method="GET")
        except HTTPException:
            return "/admin/"
        return wanted
    return "/admin/"
