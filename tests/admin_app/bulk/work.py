"""A bulk to ask of, and what asking costs: statements, rows read, steps of the machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.orm import Session

from admin_app.grid.filters import (
    ChoiceFilter,
    DateFilter,
    LabelFilter,
    MoneyFilter,
    NumberFilter,
    OfficeFilter,
)
from admin_app.grid.filters.labels import AnyLabel
from admin_app.grid.spec import Grid
from models.core.scope import EVERYTHING, Scope, ScopeLevel, scoped_session
from models.core.setting import know_day, know_settings
from models.domains.domain import Domain
from models.users.user import Role
from models.values.calendar import business_day
from tests.support.world.cast import CLOCK

DOMAINS = 8_000


@dataclass
class Bulk:
    """The filled database, with a scope of each level that has rows."""

    engine: Engine
    scopes: dict[str, Scope]
    sizes: dict[str, int] = field(default_factory=dict)

    def readers_scopes(self, grid: Grid) -> dict[str, Scope]:
        """The scopes of those who may read a grid."""
        return {
            name: scope
            for name, scope in self.scopes.items()
            if name != "registrant" or Role.UNIT_USER in grid.readers
        }

    @contextmanager
    def session(self, scope: Scope = EVERYTHING) -> Iterator[Session]:
        with scoped_session(self.engine, scope) as session:
            know_day(session, business_day(CLOCK.now()))
            # A request loads the settings with its user: no statement of its own reads them.
            know_settings(session, None)
            yield session

    def size(self, grid: Grid) -> int:
        """Rows of a grid's table."""
        if grid.entity not in self.sizes:
            with self.engine.connect() as connection:
                found = connection.execute(select(func.count()).select_from(grid.table))
                self.sizes[grid.entity] = found.scalar_one()
        return self.sizes[grid.entity]

    def filters(self, grid: Grid) -> Iterator[dict[str, Any]]:
        """Each filter of a grid alone, with values many rows have and values few have."""
        today = business_day(CLOCK.now())
        yield {}
        for f in grid.column_filters:
            column = f.compared(grid)
            if isinstance(f, ChoiceFilter):
                yield from ({f.name: member} for member in column.type.enum_class)
            elif isinstance(f, DateFilter):
                yield from ({f.name: ends} for ends in ((today, today), (None, today)))
            elif isinstance(f, NumberFilter):
                held = self._held(column)
                yield {f.name: (held, held)}
            elif isinstance(f, MoneyFilter):
                yield {f.name: (9_999_999_00, None)}
            elif isinstance(f, OfficeFilter):
                codes = ("province", "city", "office")
                yield from ({f.name: self.scopes[level].value} for level in codes)
            elif (held := self._held(column)) is not None:
                yield {f.name: AnyLabel((str(held),)) if isinstance(f, LabelFilter) else held}

    def _held(self, column: Any) -> Any:
        with self.engine.connect() as connection:
            return connection.scalar(select(column).where(column.is_not(None)).limit(1))


def scopes_of(engine: Engine) -> dict[str, Scope]:
    """The whole nation, and each level around one unit in its middle."""
    with scoped_session(engine, EVERYTHING) as session:
        row = session.scalars(select(Domain).order_by(Domain.id).offset(DOMAINS // 2)).first()
        assert row is not None
        return {
            "everything": EVERYTHING,
            "province": Scope(ScopeLevel.PROVINCE, row.province_code),
            "city": Scope(ScopeLevel.CITY, row.city_code),
            "office": Scope(ScopeLevel.OFFICE, row.office_code),
            "registrant": Scope(ScopeLevel.REGISTRANT, row.unit_id),
        }


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements a block sends, with their parameters, but those that open a transaction."""
    sent: list[tuple[str, Any]] = []

    def _note(
        _connection: Connection, _cursor: Any, sql: str, given: Any, _ctx: Any, _many: bool
    ) -> None:
        if not sql.startswith("BEGIN"):
            sent.append((sql, given))

    event.listen(engine, "before_cursor_execute", _note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", _note)


def examined(engine: Engine, sql: str, given: Any, table: str) -> int:
    """How many rows of a table PostgreSQL reads for a statement, kept or thrown away."""
    with engine.connect() as connection:
        told = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", given).scalar()
    plan = told if isinstance(told, list) else json.loads(str(told))
    return sum(
        _rows(node) for node in _nodes(plan[0]["Plan"]) if node.get("Relation Name") == table
    )


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _rows(node: dict[str, Any]) -> int:
    read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    read += node.get("Rows Removed by Index Recheck", 0)
    return int(read * node["Actual Loops"])


_EVERY = 50


def steps(engine: Engine, work: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes for a piece of work, to some fifty."""
    taken = 0

    def _count() -> int:
        nonlocal taken
        taken += _EVERY
        return 0

    def _watch(dbapi_connection: Any, _record: object, _proxy: object) -> None:
        dbapi_connection.set_progress_handler(_count, _EVERY)

    def _leave(dbapi_connection: Any, _record: object) -> None:
        dbapi_connection.set_progress_handler(None, _EVERY)

    event.listen(engine, "checkout", _watch)
    event.listen(engine, "checkin", _leave)
    try:
        work()
    finally:
        event.remove(engine, "checkout", _watch)
        event.remove(engine, "checkin", _leave)
    return taken
