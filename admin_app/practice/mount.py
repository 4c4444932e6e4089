"""演练, seen from the real books: the way over, and the room's place on the same address.

The room is the program once more, on a database of its own, mounted under `/practice`. The two
share no engine, key or cookie; all that passes between them is a word, signed, good for a minute
and for one entry, that says which desk the visitor should sit down at.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, current_app, redirect
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from actions.core.actor import Actor
from admin_app.i18n.preferences import kept
from admin_app.practice import session as practising
from admin_app.practice.session import Word, key_of_practice
from admin_app.web.errors import Answer, error_page
from admin_app.web.security_headers import PRACTICE_PATH
from config import AppEnv, Config
from models.core.clock import Clock
from models.offices.office import REGISTRY_CODE, OfficeLevel

#: Makes the program a second time, for the room.
Maker = Callable[[Config, Clock], Flask]

practice = Blueprint("practice", __name__)


class Room:
    """The program on the practice database, made when somebody first comes in."""

    def __init__(self, config: Config, clock: Clock, make: Maker) -> None:
        self._make = lambda: make(config, clock)
        self._lock = threading.Lock()
        self._app: Flask | None = None

    @property
    def app(self) -> Flask:
        """The program, from the first question on the same one."""
        with self._lock:
            self._app = self._app or self._make()
            return self._app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.app(environ, start)
        return answer


def install(app: Flask, config: Config, clock: Clock, csrf: CSRFProtect, make: Maker) -> None:
    """Open the way over and mount the room; in the room itself, open its own doors."""
    if config.app_env is AppEnv.PRACTICE:
        practising.install(app, csrf)
        return
    app.register_blueprint(practice)
    app.extensions["practice_key"] = key_of_practice(config.secret_key)
    app.extensions["practice_room"] = None
    if (inner := room_config(config)) is not None:
        room = app.extensions["practice_room"] = Room(inner, clock, make)
        mounted = DispatcherMiddleware(app.wsgi_app, {PRACTICE_PATH: room})
        app.wsgi_app = mounted  # type: ignore[method-assign]


def room_config(config: Config) -> Config | None:
    """The settings of the room: another database, another key, and no mail to anybody."""
    if config.practice_database_url is None:
        return None
    return replace(
        config,
        app_env=AppEnv.PRACTICE,
        around=config.app_env,
        database_url=config.practice_database_url,
        practice_database_url=None,
        secret_key=key_of_practice(config.secret_key),
        mail=None,
    )


@practice.post("/begin-practice")
def begin() -> Response | Answer:
    """Send the clerk over with a word for the door; the POST goes on, so nothing is clicked twice.

    No cookie or name of the real books goes with it but the one they are addressed by.
    """
    if current_app.extensions["practice_room"] is None:
        sentence = _(
            "这里还没有设置演练数据库，暂不能演练。请联系技术支持设置（PRACTICE_DATABASE_URL）。"
        )
        return error_page(404, sentence, title=_("演练"))
    actor: Actor = current_user.actor
    word = Word(
        once=secrets.token_hex(16),
        name=actor.name,
        role=actor.role,
        level=_level(actor),
        chosen=kept(),
    )
    where = f"{PRACTICE_PATH}/enter?word={word.signed(current_app.extensions['practice_key'])}"
    return redirect(where, code=307)


def _level(actor: Actor) -> OfficeLevel | None:
    """Where the actor's office stands; None for a unit."""
    if actor.unit_id is not None:
        return None
    # A province's own office has its code for a city's too: the highest level counts.
    levels = (
        (REGISTRY_CODE, OfficeLevel.REGISTRY),
        (actor.province_code, OfficeLevel.PROVINCE),
        (actor.city_code, OfficeLevel.CITY),
    )
    above = (level for code, level in levels if code == actor.office_code)
    return next(above, OfficeLevel.COUNTY)
