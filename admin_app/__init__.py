"""The Flask application: `create_app` wires pages, API, command line and jobs together."""

from __future__ import annotations

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Theme
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from admin_app.api import lists as api_lists
from admin_app.api import registers as _api_registers  # noqa: F401  adds its routes
from admin_app.auth import contact_settings, current_actor, login, self_registration
from admin_app.cli import commands as cli
from admin_app.grid.register_view import RegisterView
from admin_app.grid.view import GridView
from admin_app.i18n.preferences import choose_locale, preferences
from admin_app.i18n.translation_cache import Speech
from admin_app.jobs import mail_sender, queue
from admin_app.pages import PAGES
from admin_app.pages.definitions.report_letters import send_reports
from admin_app.pages.definitions.report_runs import carry_on_report
from admin_app.pages.workspace import tour
from admin_app.practice import mount as practice
from admin_app.views import GRIDS
from admin_app.web import (
    compression,
    errors,
    page_frame,
    public_red_pages,
    refused_access,
    request_guard,
    security_headers,
)
from admin_app.web import health as readiness
from admin_app.workbench.page import Desk
from config import ROOT, Config, load
from models.core.base import db
from models.core.clock import Clock, SystemClock
from models.core.engine import prepare
from models.jobs.job_run import REPORT_RUN


def create_app(config: Config | None = None, clock: Clock | None = None) -> Flask:
    """The application, ready to serve. Raises UnsafeConfigError for an unsafe configuration."""
    config = config or load()
    app = Flask(__name__)
    app.config.from_mapping(security_headers.flask_settings(config))
    security_headers.install(app, config)
    request_guard.install(app)
    compression.install(app)
    db.init_app(app)
    with app.app_context():
        request_guard.keep_safe_methods_from_writing(prepare(db.engine))
    Migrate(app, db, directory=str(ROOT / "migrations"))
    Speech(app, locale_selector=choose_locale)
    csrf = CSRFProtect(app)
    current_actor.install(app, clock or SystemClock())
    errors.install(app)
    page_frame.install(app, config)
    login.install(app, config)
    for own in (contact_settings, tour, self_registration, refused_access):
        own.install(app)
    app.register_blueprint(preferences)
    api_lists.install(app, csrf)
    admin = Admin(app, theme=Theme("admin", "admin/base.html"), index_view=Desk(), url="/admin")
    lists = (GridView(grid, GRIDS) for grid in GRIDS.values())
    for view in (*lists, RegisterView(GRIDS), *PAGES.values()):
        admin.add_view(view)
    app.extensions["pages"] = PAGES
    cli.install(app)
    queue.install(app, config, before_mail=(send_reports,), carriers={REPORT_RUN: carry_on_report})
    mail_sender.install(app, config.mail)
    public_red_pages.install(app)
    practice.install(app, config, clock or SystemClock(), csrf, create_app)
    readiness.install(app, config)
    return app
