"""Health: checks at start, and the endpoints /healthz and /readyz.

A CLI command may run on a database that a server refuses, since it may repair it (`flask db
upgrade`).
"""

from __future__ import annotations

import click
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from actions.core.constraint_errors import is_transient
from admin_app.papers.pdf import pdf_fault
from config import ROOT, AppEnv, Config, UnsafeConfigError
from models.core.base import db
from models.core.database_guards import missing_triggers
from models.core.scope import unscoped_reasons
from models.core.write_probe import prove_writable
from models.users.user import User
from models.values.password import matches
from seed.demo.logins import DEMO_LOGINS, DEMO_PASSWORD


def install(app: Flask, config: Config) -> None:
    """Install the checks and endpoints."""
    unscoped_reasons()
    app.add_url_rule("/healthz", "healthz", _healthz)
    app.add_url_rule("/readyz", "readyz", _readyz)
    is_command = click.get_current_context(silent=True) is not None
    if config.app_env is AppEnv.PRODUCTION and not is_command:
        with app.app_context(), db.engine.connect() as connection:
            refuse_unsafe(app, connection)


def refuse_unsafe(app: Flask, connection: Connection) -> None:
    """Raise UnsafeConfigError for an unsafe database."""
    faults = [f"guard {name} is missing" for name in missing_triggers(connection)]
    faults += [f"{count} accounts share one password" for count in _shared_passwords(connection)]
    faults += [f"demo user {name} has the demo password" for name in _demo_users(connection)]
    if connection.dialect.name == "postgresql":
        if connection.scalar(text("SHOW synchronous_commit")) == "off":
            faults.append("synchronous_commit must be on")
        if _is_master(connection):
            app.logger.warning("the database role owns the tables: it could drop their guards")
    if faults:
        raise UnsafeConfigError("production refuses to start: " + "; ".join(faults))


def _shared_passwords(connection: Connection) -> list[int]:
    """Counts of accounts that share a password hash, as only demo accounts do."""
    counts = text(
        'SELECT count(*) FROM "user" WHERE is_active GROUP BY password_hash HAVING count(*) > 1'
    )
    return list(connection.scalars(counts))


def _demo_users(connection: Connection) -> list[str]:
    """Demo users that still have the password shown on the demo's sign-in page."""
    users = User.__table__.c
    found = connection.execute(
        select(users.username, users.password_hash).where(
            users.is_active, users.username.in_([login.username for login in DEMO_LOGINS])
        )
    )
    return [row.username for row in found if matches(DEMO_PASSWORD, row.password_hash)]


def _is_master(connection: Connection) -> bool:
    owns = text(
        "SELECT rolsuper OR EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public'"
        " AND tableowner = current_user) FROM pg_roles WHERE rolname = current_user"
    )
    return bool(connection.scalar(owns))


def _healthz() -> tuple[dict[str, str], int]:
    """Liveness: the process runs; the database is not checked."""
    return {"status": "ok"}, 200


def _readyz() -> tuple[dict[str, str], int]:
    """Readiness: the database answers, accepts writes, is at our migration, and has its guards.

    Missing PDF support is reported but is no failure.
    """
    try:
        with db.engine.connect() as connection:
            is_ready = is_at_head(connection) and not missing_triggers(connection)
        if is_ready:
            _prove_writable()
    except (SQLAlchemyError, OSError):
        current_app.logger.exception("not ready")
        is_ready = False
    if not is_ready:
        return {"status": "unavailable"}, 503
    return {"status": "ok", "pdf": pdf_fault() or "ok"}, 200


def _prove_writable() -> None:
    try:
        prove_writable(db.engine)
    except DBAPIError as error:
        # Another writer holds the lock, which proves as much.
        if not is_transient(error):
            raise


def is_at_head(connection: Connection) -> bool:
    """Whether the schema is at the head of our migrations."""
    heads = set(ScriptDirectory(str(ROOT / "migrations")).get_heads())
    return set(connection.scalars(text("SELECT version_num FROM alembic_version"))) == heads
