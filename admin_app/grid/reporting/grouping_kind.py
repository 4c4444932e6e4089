"""What a report is grouped by, as its list writes it: the heading of the column."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import escape
from sqlalchemy import Select, select

from admin_app.grid.conditions.columns import list_named
from admin_app.grid.errors import BadListError
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.reporting.question import grouping_of
from admin_app.grid.role_columns import for_role
from admin_app.grid.spec import Grid
from admin_app.values.kind import Sql, TableColumn, ValueKind, Written, registered
from admin_app.values.named import reading_scope
from models.core.base import db
from models.core.own_values import FieldValue
from models.core.scope import scoped_session
from models.definitions.field_spec import PREFIX
from models.users.user import Role

#: Between the list and the code of a grouping; in neither.
_BETWEEN = "|"


def grouped_by(name: str) -> Callable[[FieldValue], Select[str]]:
    """The grouping of a report with the list that knows its heading."""

    def found(row: FieldValue) -> Select[str]:
        return select((row.c.entity + _BETWEEN + row.c[name]).label(name)).correlate(row)

    return found


class GroupingKind(ValueKind):
    """A column of a list, and of dates their span."""

    is_repeated = True

    def html(self, value: str | None) -> Written:
        """The heading of the column; the code where the reader has no such column."""
        if not value:
            return ""
        entity, _between, code = value.partition(_BETWEEN)
        grid = list_named(entity)
        if grid is None:
            # The journal has the code alone.
            return escape(code or value)
        try:
            return escape(grouping_of(_as_read(grid, code), code).title)
        except BadListError:
            return escape(code)

    def json(self, value: str) -> str:
        """The code."""
        return value.rpartition(_BETWEEN)[2]

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> None:
        """No database has the headings: rows are written one by one."""


def _as_read(grid: Grid, code: str) -> Grid:
    """The list as its reader sees it, with the fields of their offices where one is meant."""
    scope = reading_scope()
    role = Role.SYSTEM if scope.role is None else Role(scope.role)
    if not code.startswith(PREFIX):
        return for_role(grid, role)
    # A session of its own: a file is written when that of the request has ended.
    with scoped_session(db.engine, scope) as session:
        return reader_grid(session, grid, role)


registered(GroupingKind(), names=("group_by", "then_by"))
