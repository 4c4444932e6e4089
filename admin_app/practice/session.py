"""Sessions inside 演练 (practice): entering by token, leaving, resetting, and marking files.

Nobody signs in here with a password. Every file says in its name that it is from practice, so that
it cannot be mistaken for a real voucher.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from urllib.parse import quote

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from actions.core.refusal import Refused
from admin_app.auth.current_actor import the_clock
from admin_app.auth.login import carry, end_session, open_session
from admin_app.practice.rebuild import BeingBuiltError, NotPracticeError, built_at, rebuild
from admin_app.web.errors import Answer, error_page
from models.core.base import db
from models.core.scope import EVERYTHING, scoped_session
from models.offices.office import OfficeLevel
from models.users.user import Role
from models.values.calendar import business_day
from seed.demo.practice import username_for

#: The URL of the real application, as seen from practice: the root of the same host.
OUTSIDE = "/"
#: Lifetime of a token: enough for one redirect.
WORD_SECONDS = 60
#: Shortest time between two resets, since all users share the practice data.
RESET_EVERY = dt.timedelta(minutes=10)
#: Preferences kept when a user is signed in again.
_CARRIED = ("practised_by", "locale", "theme", "density")
#: Read-only roles, which may not reset practice either.
ONLY_LOOKS = frozenset({Role.VIEWER})
#: Endpoints that are disabled in practice.
_SHUT = frozenset({"login.sign_in", "login.password", "enrolment.ask"})
_FILE_NAME = "filename*=UTF-8''"

practising = Blueprint("practising", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The contents of a token: the user's display name and their position."""

    #: Single use: the same token does not work twice.
    once: str
    name: str
    role: Role
    #: None for a unit's login.
    level: OfficeLevel | None
    #: Display preferences of the user.
    chosen: dict[str, str]

    def signed(self, key: str) -> str:
        """The token, signed with the key."""
        return _signer(key).dumps(asdict(self))


def read_word(text: str, key: str) -> Word | None:
    """The contents of a token, if its signature and age are valid."""
    try:
        said = _signer(key).loads(text, max_age=WORD_SECONDS)
    except BadData:
        return None
    level = said["level"]
    told = {"role": Role(said["role"]), "level": OfficeLevel(level) if level else None}
    return Word(**{**said, **told})


def key_of_practice(secret_key: str) -> str:
    """The key of practice, derived one-way from the real one."""
    return hmac.new(secret_key.encode(), b"practice", hashlib.sha256).hexdigest()


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="practice-word")


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Register the routes, disable password routes, and mark downloads."""
    app.register_blueprint(practising)
    # CSRF-exempt: the signed single-use token proves the origin.
    csrf.exempt(enter)
    app.before_request(_refuse_direct_sign_in)
    app.after_request(_name_files)


@practising.post("/enter")
def enter() -> BaseResponse | Answer:
    """Sign the visitor in as the demo user of their role; the first one of the day gets new
    data.
    """
    word = read_word(request.args.get("word", ""), current_app.config["SECRET_KEY"])
    if word is None:
        return error_page(403, _("进入演练的凭据已过期，请从正式系统重新进入。"), back_url=OUTSIDE)
    try:
        _make_ready()
    except BeingBuiltError:
        return _wait()
    except NotPracticeError:
        return error_page(503, not_practice(), back_url=OUTSIDE)
    token = _admit(username_for(word.role, word.level), word.once)
    if token is None:
        sentence = _("进入演练的凭据已用过，请从正式系统重新进入。")
        return error_page(403, sentence, back_url=OUTSIDE)
    carry(token, practised_by=word.name, **word.chosen)
    return redirect(_desk(), code=303)


@practising.post("/leave")
def leave() -> BaseResponse:
    """Return to the real application, where the user is still signed in."""
    end_session()
    return redirect(OUTSIDE, code=303)


@practising.post("/reset")
def reset() -> BaseResponse | Answer:
    """Reset practice for everybody; other users must enter again from the real application."""
    if current_user.actor.role in ONLY_LOOKS:
        # Read-only roles may not reset data that all share.
        abort(403)
    made_at = built_at(db.engine)
    if made_at is not None and the_clock().now() - made_at < RESET_EVERY:
        minutes = RESET_EVERY // dt.timedelta(minutes=1)
        flash(_("演练数据刚刚重置过，%(n)s 分钟内不再重置。", n=minutes), "warning")
        return redirect(_desk(), code=303)
    username = current_user.username
    carried = {name: session[name] for name in _CARRIED if name in session}
    try:
        _rebuild()
    except BeingBuiltError:
        return _wait()
    except NotPracticeError:
        return error_page(503, not_practice(), back_url=OUTSIDE)
    token = _admit(username, secrets.token_hex(16))
    if token is None:
        return redirect(OUTSIDE, code=303)
    carry(token, **carried)
    flash(_("演练数据已重置。"), "success")
    return redirect(_desk(), code=303)


def _make_ready() -> None:
    """Make sure that today's data exists: the first visitor of the day triggers a rebuild."""
    made_at = built_at(db.engine)
    if made_at is None or business_day(made_at) < the_clock().today():
        _rebuild()


def _rebuild() -> None:
    # Close all connections to the old data, so that none writes to the new.
    db.session.remove()
    g.pop("seen_session", None)
    rebuild(current_app.config["SQLALCHEMY_DATABASE_URI"], the_clock())


def _admit(username: str, key: str) -> str | None:
    """The token of a new session of that demo user; None if the key was used, or the user is
    disabled.
    """
    with scoped_session(db.engine, EVERYTHING) as own:
        try:
            return open_session(own, username, key, is_proven=True)
        except Refused:
            return None


def _wait() -> Answer:
    return error_page(503, _("演练数据正在准备，约需十几秒，请稍后再试。"), back_url=OUTSIDE)


def not_practice() -> str:
    """The message when the practice database contains something else."""
    return _(
        "演练数据库中有不属于演练的数据，没有作任何改动。请联系技术支持另设一个空数据库"
        "（PRACTICE_DATABASE_URL）。"
    )


def _desk() -> str:
    return url_for("admin.index")


def _refuse_direct_sign_in() -> BaseResponse | None:
    """No sign-in here: visitors without a session must come from the real application."""
    return redirect(OUTSIDE) if request.endpoint in _SHUT else None


def _name_files(response: Response) -> Response:
    """Mark the name of every downloaded file as practice."""
    named = response.headers.get("Content-Disposition")
    if named and _FILE_NAME in named:
        prefix = quote(_("演练-"), safe="")
        response.headers["Content-Disposition"] = named.replace(_FILE_NAME, _FILE_NAME + prefix)
    return response
