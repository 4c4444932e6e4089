"""Mounts 演练 (practice mode) in the real application under `/practice`, and hands users over.

Practice is a second instance of the application on a separate database. The two share no engine,
key or cookie; only a signed, single-use token, valid for a minute, passes between them and says
which demo user the visitor becomes.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from wsgiref.types import StartResponse, WSGIEnvironment

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

#: Creates the second application.
Maker = Callable[[Config, Clock], Flask]

practice = Blueprint("practice", __name__)


class Room:
    """The practice application, created on first use."""

    def __init__(self, config: Config, clock: Clock, make: Maker) -> None:
        self._make = lambda: make(config, clock)
        self._lock = threading.Lock()
        self._app: Flask | None = None

    @property
    def app(self) -> Flask:
        """The application, created once."""
        with self._lock:
            self._app = self._app or self._make()
            return self._app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.app(environ, start)
        return answer


def install(app: Flask, config: Config, clock: Clock, csrf: CSRFProtect, make: Maker) -> None:
    """Mount the practice application; inside practice, install its session routes."""
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
    """The configuration of practice: another database, another key, and no mail."""
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
    """Redirect the user to practice with a token; the POST is preserved, so one click is enough.

    Only the user's display name goes with it.
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
    """The level of the actor's office; None for a unit."""
    if actor.unit_id is not None:
        return None
    # A province's own office has its code as city code too, so test the highest level first.
    levels = (
        (REGISTRY_CODE, OfficeLevel.REGISTRY),
        (actor.province_code, OfficeLevel.PROVINCE),
        (actor.city_code, OfficeLevel.CITY),
    )
    above = (level for code, level in levels if code == actor.office_code)
    return next(above, OfficeLevel.COUNTY)
