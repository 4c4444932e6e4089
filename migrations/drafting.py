"""What `make migration` writes: types spelt out, CHECKs of enums, the next number.

A revision must run long after the models have changed, so it uses no types of ours; and it must run
on both engines, though it is generated on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import _render_column, _repr_type
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import conv

from models.core.base import Json

#: Steps that SQLite has no statement for.
_UNCHANGEABLE = (ops.AlterColumnOp, ops.AddConstraintOp, ops.DropConstraintOp)
#: Digits of a revision's number, with which its file begins.
_WIDTH = 4
#: Writes a name as SQLite has it, which knows more reserved words; PostgreSQL reads that too.
_quote = sqlite.dialect().identifier_preparer.quote


class AddCheckedColumnOp(ops.AddColumnOp):
    """A column whose CHECKs must be added with it."""

    def __init__(self, table: str, column: sa.Column[Any]) -> None:
        super().__init__(table, column)
        self.checks = dict(enum_checks(table, [column]))


@renderers.dispatch_for(AddCheckedColumnOp)
def _checked_column(context: AutogenContext, added: AddCheckedColumnOp) -> str:
    context.imports.add("from migrations.added_columns import add_column")
    column = _render_column(added.column, context)
    return f"add_column({added.table_name!r}, {column}, checks={added.checks!r})"


def render_item(kind: str, item: Any, context: AutogenContext) -> str | bool:
    """The text of a type as SQLAlchemy itself knows it; False leaves the rest to Alembic."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum) and not item.native_enum:
        return f"sa.String(length={item.length})"
    if item is Json:
        # Alembic would spell out a type within the type, which the file does not import.
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if isinstance(item, sa.types.TypeDecorator) and not type(item).__module__.startswith("sqla"):
        return str(_repr_type(item.impl_instance, context))
    return False


def enum_checks(table: str, columns: list[Any]) -> list[tuple[str, str]]:
    """(name, SQL) of the CHECK that keeps each text column to the words of its enum."""
    found = []
    for column in columns:
        kind = getattr(column, "type", None)
        if isinstance(kind, sa.Enum) and not kind.native_enum and kind.create_constraint:
            words = ", ".join(f"'{word}'" for word in kind.enums)
            found.append((f"ck_{table}_{kind.name}", f"{_quote(column.name)} IN ({words})"))
    return found


def next_number(script: ScriptDirectory) -> str:
    """The number after the highest that a revision begins with."""
    numbers = (re.match(r"\d+", found.revision) for found in script.walk_revisions())
    return f"{max((int(number[0]) for number in numbers if number), default=0) + 1:0{_WIDTH}}"


def mend(
    script: ScriptDirectory, context: MigrationContext, _revision: Any, drafts: list[Any]
) -> None:
    """Number each draft and make its steps run on both engines. Raises CommandError.

    A comparison that finds no difference drafts nothing.
    """
    said = context.config.cmd_opts if context.config else None
    if getattr(said, "autogenerate", False):
        drafts[:] = [draft for draft in drafts if not draft.upgrade_ops.is_empty()]
    for draft in drafts:
        draft.rev_id = next_number(script)
        for part in draft.upgrade_ops.ops:
            _mend_upgrade(part)


def _mend_upgrade(part: Any) -> None:
    if isinstance(part, ops.CreateTableOp):
        part.columns = [
            *part.columns,
            *(
                sa.CheckConstraint(rule, name=conv(name))
                for name, rule in enum_checks(part.table_name, list(part.columns))
            ),
        ]
    if isinstance(part, ops.ModifyTableOps):
        part.ops = list(_with_checks(part))


def _with_checks(part: ops.ModifyTableOps) -> Iterator[Any]:
    """Its steps, each as one that both engines can take."""
    for step in part.ops:
        if isinstance(step, _UNCHANGEABLE):
            raise CommandError(
                f"SQLite changes no column, key or constraint of {part.table_name} in place:"
                " write this revision by hand, with op.batch_alter_table for SQLite."
            )
        if not isinstance(step, ops.AddColumnOp):
            yield step
            continue
        column = step.column
        if not column.nullable and column.server_default is None:
            raise CommandError(
                f"{part.table_name}.{column.name} is NOT NULL and has no server_default:"
                " say what the rows that are there shall hold."
            )
        checked = AddCheckedColumnOp(part.table_name, column)
        yield checked if checked.checks else step
