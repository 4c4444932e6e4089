"""Run migrations on the application's engine, or on the engine a caller hands in.

All steps of one command are one transaction on both engines: what is refused changed nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from alembic import context
from alembic.runtime.migration import MigrationInfo, RevisionStep
from flask import current_app
from sqlalchemy import Connection, inspect, text

from migrations.drafting import mend, render_item
from migrations.losses import refuse_fewer_rows, refuse_losses, row_counts
from models.core.base import Base

#: Search side tables are built by `models.core.database_guards`; their shape differs by engine. What begins
#: with huey_ is the queue's, which makes it when it is first opened.
_NOT_OURS = re.compile(r"_gram|^huey_")


#: The last revision before the first schema was drawn as one: the same schema, table by table.
_SAME_AS_FIRST = "0035_keys_alike"


def include_object(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave the search tables, SQLite's shadow tables behind them and the queue out."""
    return not (kind == "table" and name is not None and _NOT_OURS.search(name))


def _name_the_first_schema(connection: Connection) -> None:
    """Call the schema of a database made before the release by its present name."""
    if inspect(connection).has_table("alembic_version"):
        renamed = "UPDATE alembic_version SET version_num = '0001' WHERE version_num = :former"
        connection.execute(text(renamed), {"former": _SAME_AS_FIRST})


def run(connection: Connection) -> None:
    """Migrate over one connection, in one transaction; a step back that loses rows is refused."""
    discard = context.get_x_argument(as_dictionary=True).get("discard_history") == "yes"
    counted: dict[str, int] = {}
    _name_the_first_schema(connection)

    def compare_rows(*, step: MigrationInfo, **_rest: object) -> None:
        if not step.is_upgrade and not discard:
            refuse_fewer_rows(step.up_revision_id, counted, row_counts(connection))

    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        render_item=render_item,
        process_revision_directives=partial(mend, context.script),
        compare_type=True,
        # Our connections begin their transactions themselves, so SQLite takes DDL back as well.
        transactional_ddl=True,
        on_version_apply=compare_rows,
    )
    migration = context.get_context()
    with context.begin_transaction():
        # Alembic has no hook before a step, so the plan is drawn up here and handed back to it.
        steps = list(migration._migrations_fn(migration.get_current_heads(), migration))  # noqa: SLF001
        back = [step for step in steps if isinstance(step, RevisionStep) and step.is_downgrade]
        if back:
            refuse_losses(connection, back, context.script, discard=discard)
            counted.update(row_counts(connection))
        migration._migrations_fn = lambda _heads, _migration: steps  # noqa: SLF001
        context.run_migrations()


class BrokenReferencesError(Exception):
    """A migration would leave rows that refer to none."""


@contextmanager
def _references_kept(connection: Connection) -> Iterator[None]:
    """Commit what a migration did once every reference holds; raises BrokenReferencesError.

    SQLite alters a table by building it anew, and would take the dropped one for lost rows: it
    checks references at the end. Its pragma does nothing inside a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        connection.commit()
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise BrokenReferencesError(f"rows refer to none: {broken[:5]}")
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


engine = context.config.attributes.get("engine") or current_app.extensions["migrate"].db.engine
with engine.execution_options(writes=True).connect() as opened, _references_kept(opened):
    run(opened)
