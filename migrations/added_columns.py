"""A column added with its CHECKs: SQLite takes them with the column only, PostgreSQL by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op


def add_column(table: str, column: sa.Column[Any], checks: Mapping[str, str]) -> None:
    """Add it with `checks`, name → SQL; `op.drop_column` takes both away on either engine."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        sa.Table(table, sa.MetaData(), column)
        compiler: Any = bind.dialect.ddl_compiler(bind.dialect, None)
        rules = (f"CONSTRAINT {name} CHECK ({rule})" for name, rule in checks.items())
        specification = " ".join((compiler.get_column_specification(column), *rules))
        adding = f'ALTER TABLE "{table}" ADD COLUMN {specification}'
        op.execute(sa.text(adding.replace(":", r"\:")))
        return
    op.add_column(table, column)
    for name, rule in checks.items():
        op.create_check_constraint(op.f(name), table, rule)
