"""Finds what a downgrade would lose, before it runs.

The steps are taken on an empty database in memory first. What is gone there afterwards (tables,
columns), and what is forbidden there that was allowed (CHECKs, keys, lengths), is then looked for
among the rows of the real database. So a revision is covered without a word of its own; it may say
more in three constants, each keyed by "table" or "table.column":

- `LOSSES`: what it means to lose it, for the refusal. Of a table that stays: what goes with the
  rows that the older schema forbids, which the downgrade then deletes.
- `KEPT_ALWAYS`: why it may not be discarded even when asked.
- `RESTORED`: the SQL expression from which the upgrade writes the column again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import Script, ScriptDirectory

from models.core.base import Base
from models.core.engine import prepare

#: Alembic's own table, the queue's, and search tables, which are made from the rows again.
NOT_ROWS = re.compile(r"^alembic_version$|_gram|^huey_")
#: A row breaks a rule if it is false; NULL passes a CHECK.
_BREAKS = "SELECT count(*) FROM {table} WHERE NOT ({rule})"
_TWICE = (
    "SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM {table} WHERE {some}"
    " GROUP BY {columns} HAVING count(*) > 1) AS twice"
)


@dataclass(frozen=True)
class Loss:
    """Something that `rows` rows hold and the schema after `step` cannot."""

    step: str
    what: str
    rows: int
    meaning: str
    discardable: bool

    def __str__(self) -> str:
        kept = "" if self.discardable else " (cannot be discarded)"
        return f"- {self.step}: {self.what}, {self.rows} rows: {self.meaning}{kept}"


@dataclass
class _Shape:
    """A schema as far as rows depend on it: columns, and rules as SQL that counts offenders."""

    #: table → column → (nullable, longest text or None)
    columns: dict[str, dict[str, tuple[bool, int | None]]] = field(default_factory=dict)
    #: (table, what the rule is) → query that counts the rows it does not hold for
    rules: dict[tuple[str, str], str] = field(default_factory=dict)


def refuse_losses(
    connection: sa.Connection,
    back: Sequence[RevisionStep],
    script: ScriptDirectory,
    *,
    discard: bool,
) -> None:
    """Raise RuntimeError if a step back loses rows, columns or meaning; name all of it.

    `back` are the steps, the newest first. `discard` lets go what may be let go; what would double
    numbers or money stays refused, and so does what the older schema forbids.
    """
    found = _losses(connection, back, script)
    refused = [loss for loss in found if not (discard and loss.discardable)]
    if refused:
        raise RuntimeError(_sentence(refused, back))


def row_counts(connection: sa.Connection) -> dict[str, int]:
    """Rows of every table that holds rows of ours."""
    names = [name for name in sa.inspect(connection).get_table_names() if not NOT_ROWS.search(name)]
    return {name: _count(connection, f'SELECT count(*) FROM "{name}"') for name in names}


def refuse_fewer_rows(step: str, before: dict[str, int], after: dict[str, int]) -> None:
    """Raise RuntimeError if a table that is still there has lost rows by a step back."""
    fewer = {name: before[name] - n for name, n in after.items() if n < before.get(name, 0)}
    if fewer:
        told = ", ".join(f"table {name}, {n} rows" for name, n in sorted(fewer.items()))
        raise RuntimeError(
            f"{step} deletes rows on the way back: {told}. Nothing was changed."
            " -x discard_history=yes says that they may go."
        )


def _sentence(losses: list[Loss], back: Sequence[RevisionStep]) -> str:
    names = [step.revision.revision for step in back]
    first = names.index(losses[0].step)
    lines = "\n".join(str(loss) for loss in losses)
    ways = [f"`flask db downgrade {losses[0].step}` goes back as far as nothing is lost."] * (
        first > 0
    )
    if any(loss.discardable for loss in losses):
        ways.append(
            "Make a backup; then -x discard_history=yes says that what can be discarded may go."
        )
    if not all(loss.discardable for loss in losses):
        ways.append(
            "What cannot be discarded keeps the database at this release or a later one:"
            " mend the program forwards, or restore a backup made before the upgrade."
        )
    return f"Going back would lose data, so nothing was changed.\n{lines}\n{' '.join(ways)}"


def _losses(
    connection: sa.Connection, back: Sequence[RevisionStep], script: ScriptDirectory
) -> list[Loss]:
    now = sa.inspect(connection)
    held = {name: {c["name"]: c for c in now.get_columns(name)} for name in now.get_table_names()}
    shapes = list(walk_back(back, script))
    gone = {table for _, before, after in shapes for table in before.columns.keys() - after.columns}
    losses = []
    for revision, before, after in shapes:
        asked = [
            *_dropped(revision, before, after, held, gone),
            *_narrowed(revision, before, after, held, gone),
        ]
        for what, query, meaning, discardable in asked:
            rows = _count(connection, query)
            if rows:
                losses.append(Loss(revision.revision, what, rows, meaning, discardable))
    return losses


def _dropped(
    revision: Script,
    before: _Shape,
    after: _Shape,
    held: dict[str, dict[str, Any]],
    gone: set[str],
) -> Iterator[tuple[str, str, str, bool]]:
    """(what, query that counts its rows, what the loss means, whether it may be let go)."""
    told = getattr(revision.module, "LOSSES", {})
    always = getattr(revision.module, "KEPT_ALWAYS", {})
    restored = getattr(revision.module, "RESTORED", {})
    for table, columns in before.columns.items():
        if table not in held:
            continue
        if table not in after.columns:
            meaning = told.get(table, "the rows would be gone")
            yield f"table {table}", f'SELECT count(*) FROM "{table}"', meaning, True
            continue
        if table in gone:
            continue
        for column in columns.keys() - after.columns[table].keys():
            name = f"{table}.{column}"
            neutral = restored.get(name) or held[table][column]["default"] or "NULL"
            query = f'SELECT count(*) FROM "{table}" WHERE "{column}" IS {{distinct}} ({neutral})'
            meaning = always.get(name) or told.get(name, "what it holds would be forgotten")
            yield f"column {name}", query, meaning, name not in always


def _narrowed(
    revision: Script,
    before: _Shape,
    after: _Shape,
    held: dict[str, dict[str, Any]],
    gone: set[str],
) -> Iterator[tuple[str, str, str, bool]]:
    """The rules of the older schema that rows may break; the downgrade or nobody deletes these."""
    told = getattr(revision.module, "LOSSES", {})
    for (table, rule), query in after.rules.items():
        unknown = after.columns[table].keys() - held.get(table, {}).keys()
        speaks_of = set(re.findall(r"\w+", query))
        if (table, rule) in before.rules or table in gone or unknown & speaks_of:
            continue
        meaning = told.get(table, f"the older schema forbids them: {rule}")
        yield f"table {table}", query, meaning, table in told


def _count(connection: sa.Connection, query: str) -> int:
    distinct = "NOT" if connection.dialect.name == "sqlite" else "DISTINCT FROM"
    sql = query.replace("{distinct}", distinct).replace(":", r"\:")
    return int(connection.scalar(sa.text(sql)) or 0)


def walk_back(
    back: Sequence[RevisionStep], script: ScriptDirectory
) -> Iterator[tuple[Script, _Shape, _Shape]]:
    """Each revision taken back, with the schema before and after, on a database in memory."""
    revisions = [step.revision for step in back]
    up = list(script.iterate_revisions(revisions[0].revision, "base"))
    engine = prepare(sa.create_engine("sqlite://"))
    with engine.execution_options(writes=True).begin() as connection:
        # The metadata lends its names: a constraint is dropped by what it was called.
        named = {"transactional_ddl": True, "target_metadata": Base.metadata}
        context = MigrationContext.configure(connection, opts=named)
        with Operations.context(context):
            for revision in reversed(up):
                revision.module.upgrade()
            before = _shape(connection)
            for revision in revisions:
                revision.module.downgrade()
                after = _shape(connection)
                yield revision, before, after
                before = after
    engine.dispose()


def _shape(connection: sa.Connection) -> _Shape:
    inspector = sa.inspect(connection)
    shape = _Shape()
    for table in inspector.get_table_names():
        if NOT_ROWS.search(table):
            continue
        columns = inspector.get_columns(table)
        shape.columns[table] = {
            c["name"]: (c["nullable"], getattr(c["type"], "length", None)) for c in columns
        }
        shape.rules.update(_rules(inspector, table, columns))
    return shape


def _rules(
    inspector: sa.Inspector, table: str, columns: Iterable[Any]
) -> Iterator[tuple[tuple[str, str], str]]:
    quoted = f'"{table}"'
    for check in inspector.get_check_constraints(table):
        rule = " ".join(str(check["sqltext"]).split())
        yield (table, rule), _BREAKS.format(table=quoted, rule=rule)
    for column in columns:
        name, length = column["name"], getattr(column["type"], "length", None)
        if not column["nullable"]:
            rule = f'"{name}" IS NOT NULL'
            yield (table, rule), _BREAKS.format(table=quoted, rule=rule)
        if length:
            rule = f'length("{name}") <= {length}'
            yield (table, rule), _BREAKS.format(table=quoted, rule=rule)
    for index in (*inspector.get_unique_constraints(table), *_unique_indexes(inspector, table)):
        names = [f'"{name}"' for name in index["column_names"] if name]
        where = index.get("dialect_options", {}).get("sqlite_where")
        some = " AND ".join(
            (
                *(f"{name} IS NOT NULL" for name in names),
                *([f"({where})"] if where is not None else []),
            )
        )
        rule = f"one row for each {', '.join(names)} where {some}"
        yield (table, rule), _TWICE.format(table=quoted, some=some, columns=", ".join(names))


def _unique_indexes(inspector: sa.Inspector, table: str) -> list[Any]:
    return [index for index in inspector.get_indexes(table) if index["unique"]]
