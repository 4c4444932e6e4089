"""演练 from inside: coming in by a word, going out, beginning anew, and the marks on everything.

Nobody signs in here with a password. Whatever leaves the room says so in its name, for a sheet
of practice that looks like a voucher is one.
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
from admin_app.practice.world import BeingBuiltError, NotPracticeError, built_at, rebuild
from admin_app.web.errors import Answer, error_page
from models.core.base import db
from models.core.scope import EVERYTHING, scoped_session
from models.offices.office import OfficeLevel
from models.users.user import Role
from models.values.calendar import business_day
from seed.demo.practice import username_for

#: The real books, as seen from the room: the root of the same address.
OUTSIDE = "/"
#: A word is good for so long: the way from one page to the next.
WORD_SECONDS = 60
#: The world of all who practise is not begun anew more often than this.
RESET_EVERY = dt.timedelta(minutes=10)
#: What goes with a visitor who is seated again.
_CARRIED = ("practised_by", "locale", "theme", "density")
#: Roles that write nothing in the books and reset nothing here.
ONLY_LOOKS = frozenset({Role.VIEWER})
#: Doors of the program that lead nowhere here.
_SHUT = frozenset({"login.sign_in", "login.password", "enrolment.ask"})
_FILE_NAME = "filename*=UTF-8''"

practising = Blueprint("practising", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What the real books say of a visitor: how to address them and where they sit."""

    #: Nobody comes in twice with one word.
    once: str
    name: str
    role: Role
    #: None for a unit's login.
    level: OfficeLevel | None
    #: Language and look, which go with the person.
    chosen: dict[str, str]

    def signed(self, key: str) -> str:
        """The word as text that only the holder of the key can make."""
        return _signer(key).dumps(asdict(self))


def read_word(text: str, key: str) -> Word | None:
    """The word, if it is ours and fresh."""
    try:
        said = _signer(key).loads(text, max_age=WORD_SECONDS)
    except BadData:
        return None
    level = said["level"]
    told = {"role": Role(said["role"]), "level": OfficeLevel(level) if level else None}
    return Word(**{**said, **told})


def key_of_practice(secret_key: str) -> str:
    """The room's own key, from which the books' cannot be told."""
    return hmac.new(secret_key.encode(), b"practice", hashlib.sha256).hexdigest()


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="practice-word")


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Open the room's doors, shut those for passwords, and mark what goes out."""
    app.register_blueprint(practising)
    # The word is the proof: it cannot be forged, and the books gave it for this one entry.
    csrf.exempt(enter)
    app.before_request(_refuse_direct_sign_in)
    app.after_request(_name_files)


@practising.post("/enter")
def enter() -> BaseResponse | Answer:
    """Sit the visitor down at the desk of their role; the day's first finds the world made anew."""
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
    """Back to the real books, where the clerk is still signed in."""
    end_session()
    return redirect(OUTSIDE, code=303)


@practising.post("/reset")
def reset() -> BaseResponse | Answer:
    """Begin anew for everybody who practises; the others come in again from the real books."""
    if current_user.actor.role in ONLY_LOOKS:
        # It is everybody's world, and whoever only looks changes nothing anywhere.
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
    """See that today's world is there: whoever comes first in the day finds it fresh."""
    made_at = built_at(db.engine)
    if made_at is None or business_day(made_at) < the_clock().today():
        _rebuild()


def _rebuild() -> None:
    # Nothing of the old world may be held open, or written to the new one.
    db.session.remove()
    g.pop("seen_session", None)
    rebuild(current_app.config["SQLALCHEMY_DATABASE_URI"], the_clock())


def _admit(username: str, key: str) -> str | None:
    """The token of a new session at that desk; None if the key was used, or the desk is shut."""
    with scoped_session(db.engine, EVERYTHING) as own:
        try:
            return open_session(own, username, key, is_proven=True)
        except Refused:
            return None


def _wait() -> Answer:
    return error_page(503, _("演练数据正在准备，约需十几秒，请稍后再试。"), back_url=OUTSIDE)


def not_practice() -> str:
    """What is said when the database set aside for practice turns out to hold something else."""
    return _(
        "演练数据库中有不属于演练的数据，没有作任何改动。请联系技术支持另设一个空数据库"
        "（PRACTICE_DATABASE_URL）。"
    )


def _desk() -> str:
    return url_for("admin.index")


def _refuse_direct_sign_in() -> BaseResponse | None:
    """Nobody signs in here: who has no session comes in from the real books."""
    return redirect(OUTSIDE) if request.endpoint in _SHUT else None


def _name_files(response: Response) -> Response:
    """Let the name of every file say that it is no voucher."""
    named = response.headers.get("Content-Disposition")
    if named and _FILE_NAME in named:
        prefix = quote(_("演练-"), safe="")
        response.headers["Content-Disposition"] = named.replace(_FILE_NAME, _FILE_NAME + prefix)
    return response
