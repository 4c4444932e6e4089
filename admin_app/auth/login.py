"""Signing in and out, and choosing a new password.

A sign-in puts a random token into the cookie and its digest into `login_session`; the row, not the
cookie, decides whether the session is valid (reliability.md S7, S8).
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
from enum import StrEnum

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from actions.core.action import Action, F, I, Nothing, R
from actions.core.actor import SYSTEM, Actor, Caller
from actions.core.refusal import Refused
from actions.perform import perform
from actions.users.change_password import (
    CHANGE_PASSWORD,
    ChangePasswordInput,
    ChangePasswordRefusal,
)
from actions.users.count_wrong_password import COUNT_WRONG_PASSWORD
from actions.users.sign_in import SIGN_IN, UNKNOWN, SignInInput
from actions.users.sign_out import SIGN_OUT
from admin_app.auth.current_actor import (
    address_of_caller,
    caller_on_own_login,
    one_time_key,
    the_clock,
)
from admin_app.auth.known_device import device_of, remember
from admin_app.auth.rate_limit import slow_down
from admin_app.auth.sign_in_page import sign_in_page
from admin_app.auth.unsent_form import read_unsent
from admin_app.auth.user_lookup import digest
from admin_app.forms.action_form import form_for, read_form, show_faults
from admin_app.i18n.preferences import kept, safe_path
from config import AppEnv, Config
from models.core.base import ChosenRow, db
from models.core.journal import Door
from models.core.scope import BY_HAND, EVERYTHING, scoped_session
from models.core.text_type import TextType, kept_form
from models.users.user import User
from models.values.password import matches
from seed.demo.logins import DEMO_LOGINS, DEMO_PASSWORD

login = Blueprint("login", __name__)

_LONGEST_NAME = 40
#: Attempts per minute from one address; the exact limit is that of the account.
ATTEMPTS_A_MINUTE = 30
#: Refusal → field of the form.
_FIELD_OF: dict[StrEnum, str] = {
    ChangePasswordRefusal.NOT_PROVEN: "current_password",
    ChangePasswordRefusal.LOCKED: "current_password",
    ChangePasswordRefusal.DIFFERS: "repeated_password",
}


def install(app: Flask, config: Config) -> None:
    """Serve the pages; the demo shows who can sign in."""
    shown = {
        "demo_logins": [(one.username, one.who) for one in DEMO_LOGINS],
        "demo_password": DEMO_PASSWORD,
    }
    app.extensions["demo_logins"] = shown if config.app_env is AppEnv.DEMO else {}
    app.register_blueprint(login)
    app.add_url_rule("/", "home", _home)


def _home() -> Response:
    return redirect(url_for("admin.index"))


@login.route("/login", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    """The sign-in page; every failure gets the same message."""
    if request.method != "POST":
        if current_user.is_authenticated:
            return redirect(safe_path(request.args.get("next")))
        return sign_in_page(None)
    slow_down("sign_in", address_of_caller() or "", ATTEMPTS_A_MINUTE)
    username = kept_form(TextType.LOGIN, request.form.get("username", ""))[:_LONGEST_NAME]
    user_id = _begin(username, request.form.get("password", ""))
    if user_id is None:
        sentence = _(
            "用户账户或密码不正确。在同一处连续输错 5 次，该处 10 分钟内不能登录这个账户；"
            "您以前登录过的电脑不受他人输错的影响。"
        )
        return sign_in_page(sentence, unsent=request.form.get("unsent")), 401
    return remember(_after(user_id), user_id)


def _after(user_id: int) -> Response:
    """The form that was typed before the session ended, or the page asked for."""
    if carried := request.form.get("unsent"):
        if unsent := read_unsent(carried, user_id):
            return make_response(render_template("auth/unsent.html", unsent=unsent))
        flash(_("登录过期前没有提交的内容不属于这个账户，没有带过来。"), "warning")
    return redirect(safe_path(request.form.get("next")))


def _begin(username: str, password: str) -> int | None:
    """Open a session if the password is right; its token goes into a new cookie.

    Returns the user's key, or None.
    """
    with scoped_session(db.engine, EVERYTHING) as own:
        found = _login_of(own, username)
        is_proven = matches(password, found.password_hash if found else None)
        # Unknown names take the same time and get the same answer.
        token = open_session(own, username, secrets.token_hex(16), is_proven=is_proven)
    if token is None or found is None:
        return None
    carry(token, **kept())
    user_id: int = found.id
    return user_id


def carry(token: str, **more: str) -> None:
    """Set a new cookie with the session token, keeping the preferences."""
    session.clear()
    session.permanent = True
    session.update(token=token, **more)


def _login_of(own: Session, username: str) -> ChosenRow | None:
    """The user of that name, with the columns that signing in needs."""
    wanted = select(User.__table__).where(User.__table__.c.username == username)
    found = own.execute(wanted, execution_options={BY_HAND: True}).one_or_none()
    # Close the transaction while the hash is computed.
    own.rollback()
    return found


def open_session(own: Session, username: str, key: str, *, is_proven: bool) -> str | None:
    """The token of a new session; None if sign-in is refused, or the key was used before.

    Raises Refused when it was used for another session.
    """
    token, found = secrets.token_urlsafe(32), _login_of(own, username)
    given = SignInInput(
        username=username if found else unknown_login(username),
        is_proven=is_proven,
        token_hash=digest(token),
        address=address_of_caller(),
        device=device_of(found.id) if found else None,
    )
    by = Caller(SYSTEM if found is None else _on_behalf(found), Door.GRID, the_clock())
    outcome = perform(own, SIGN_IN, (), given, by, key=key)
    is_open = outcome.totals["session_count"] > 0
    return token if is_open and not outcome.is_replay else None


def unknown_login(typed: str) -> str:
    """What the journal stores instead of an unknown username, which may be a mistyped password.

    A keyed digest: it cannot be reversed by guessing, and equal names have equal digests.
    """
    secret = str(current_app.secret_key).encode()
    return UNKNOWN + hmac.new(secret, typed.encode(), hashlib.sha256).hexdigest()[:12]


def _on_behalf(found: ChosenRow) -> Actor:
    """The system as caller, with the login and its office, for the journal entry."""
    return dataclasses.replace(
        SYSTEM,
        key=f"user:{found.id}",
        name=found.display_name,
        province_code=found.province_code,
        city_code=found.city_code,
        office_code=found.office_code,
        unit_id=found.unit_id,
    )


@login.post("/logout")
def sign_out() -> Response:
    """End the session in the database and in the cookie."""
    end_session()
    answer = redirect(url_for("login.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def end_session() -> None:
    """End the session in the database, and clear the cookie."""
    _perform_on_own_login(SIGN_OUT, [current_user.session_id], Nothing())
    session.clear()


@login.route("/password", methods=["GET", "POST"])
def password() -> str | Response | tuple[str, int]:
    """Choose one's own new password; every other open session ends."""
    form = form_for(CHANGE_PASSWORD)()
    if request.method != "POST":
        return _password_page(form)
    user_id, username = current_user.actor.user_id, current_user.username
    try:
        given = read_form(ChangePasswordInput, form)
        _perform_on_own_login(CHANGE_PASSWORD, [user_id], given)
    except Refused as refused:
        if refused.first.code is ChangePasswordRefusal.NOT_PROVEN:
            _perform_on_own_login(COUNT_WRONG_PASSWORD, [user_id], Nothing())
        show_faults(form, _at_its_field(refused))
        return _password_page(form), 422
    _begin(username, given.new_password)
    flash(_("密码已修改，其他地方的登录均已退出。"), "success")
    return redirect(url_for("admin.index"))


def _at_its_field(refused: Refused) -> Refused:
    """The same refusal, attached to its field."""
    if refused.inputs:
        return refused
    name = _FIELD_OF.get(refused.first.code, "new_password")
    return Refused(inputs={name: refused.first})


def _password_page(form: FlaskForm) -> str:
    must = current_user.must_change_password
    return render_template(
        "elements/form.html",
        title=_("修改密码"),
        hint=_("请先修改密码，再办理业务。") if must else None,
        form=form,
        form_action=url_for("login.password"),
        submit_label=_("修改密码"),
        cancel_url=url_for("admin.index"),
    )


def _perform_on_own_login(action: Action[R, I, F], ids: list[int], given: I) -> None:
    with scoped_session(db.engine, EVERYTHING) as own:
        perform(own, action, ids, given, caller_on_own_login(Door.GRID), key=one_time_key())
