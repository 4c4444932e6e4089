"""How the house is reached: `create_app` wires the doors together, and nothing else."""

from __future__ import annotations

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Theme
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from admin_app import (
    actor,
    api_lists,
    cli,
    contact,
    delivery,
    enrolment,
    errors,
    frame,
    login,
    practice,
    readiness,
    red_pages,
    refused_access,
    request_guard,
    security,
    tour,
)
from admin_app.desk.page import Desk
from admin_app.grid.view import GridView
from admin_app.jobs import mailing, queue
from admin_app.pages import PAGES
from admin_app.preferences import choose_locale, preferences
from admin_app.speaking import Speech
from admin_app.views import GRIDS
from config import ROOT, Config, load
from models.base import db
from models.clock import Clock, SystemClock
from models.engine import prepare


def create_app(config: Config | None = None, clock: Clock | None = None) -> Flask:
    """The program, ready to serve; raises UnsafeConfigError rather than serve unsafely."""
    config = config or load()
    app = Flask(__name__)
    app.config.from_mapping(security.flask_settings(config))
    security.install(app, config)
    request_guard.install(app)
    delivery.install(app)
    db.init_app(app)
    with app.app_context():
        request_guard.keep_safe_methods_from_writing(prepare(db.engine))
    Migrate(app, db, directory=str(ROOT / "migrations"))
    Speech(app, locale_selector=choose_locale)
    csrf = CSRFProtect(app)
    actor.install(app, clock or SystemClock())
    errors.install(app)
    frame.install(app, config)
    login.install(app, config)
    for own in (contact, tour, enrolment, refused_access):
        own.install(app)
    app.register_blueprint(preferences)
    api_lists.install(app, csrf)
    admin = Admin(app, theme=Theme("admin", "admin/base.html"), index_view=Desk(), url="/admin")
    for grid in GRIDS.values():
        admin.add_view(GridView(grid, GRIDS))
    app.extensions["pages"] = PAGES
    for page in PAGES.values():
        admin.add_view(page)
    cli.install(app)
    queue.install(app, config)
    mailing.install(app, config.mail)
    red_pages.install(app)
    practice.install(app, config, clock or SystemClock(), csrf, create_app)
    readiness.install(app, config)
    return app
