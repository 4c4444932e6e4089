"""Run migrations on the application's engine, or on the connection a caller hands in."""

from __future__ import annotations

import re

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from models import Base

#: Search side tables are built by `models.guards`; their shape differs by engine. What begins
#: with huey_ is the queue's, which makes it when it is first opened.
_NOT_OURS = re.compile(r"_gram|^huey_")


def include_object(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave the search tables, SQLite's shadow tables behind them and the queue out."""
    return not (kind == "table" and name is not None and _NOT_OURS.search(name))


def run(connection: Connection) -> None:
    """Migrate over one connection, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = current_app.extensions["migrate"].db.engine
    with engine.execution_options(writes=True).connect() as opened:
        run(opened)
        opened.commit()
