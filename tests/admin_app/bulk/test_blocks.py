"""Default lists and pages far down touch few blocks, whoever looks; no index is walked in the heap.

PostgreSQL tells its blocks; of SQLite the steps of its machine are counted, and its plan is read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from admin_app.grid.errors import BadListError
from admin_app.grid.grouping.query import fetch_groups
from admin_app.grid.listing.cursor import Position
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.core.scope import Scope, ScopeLevel
from models.domains.domain import Domain
from models.values.calendar import business_day
from tests.admin_app.bulk.work import DOMAINS, Bulk, statements, steps
from tests.support.world.cast import CLOCK

pytestmark = pytest.mark.slow

REACHES = ("everything", "province", "office")
#: performance.md: a first page, its count and its names.
MOST_BLOCKS = 700
#: Rows of a page, and what one look-up beside a row takes: the way of a fee to its 汇款单.
PAGE_ROWS, BLOCKS_A_LOOK_UP = 50, 20
#: SQLite has no blocks to count: its steps stand for them.
STEPS_A_BLOCK = 250
#: Entries of the widest index of names on a block.
_ENTRIES_A_BLOCK = 60
#: A page in the middle of all names.
DEEP = DOMAINS // 2 // 50


def blocks(engine: Engine, sql: str, given: Any) -> int:
    """How many blocks PostgreSQL touches for a statement, in memory or not."""
    asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}"
    with engine.connect() as connection:
        told = connection.exec_driver_sql(asked, given).scalar()
    plan = (told if isinstance(told, list) else json.loads(str(told)))[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def plan_of(engine: Engine, sql: str, given: Any) -> str:
    """The plan as the engine tells it."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        asked = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{sql}"
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(asked, given))


def asked_for(bulk: Bulk, scope: Scope, grid: Grid, state: ListState) -> list[tuple[str, Any]]:
    with bulk.session(scope) as session, statements(bulk.engine) as sent:
        fetch_page(ListRequest(session, grid, state, grid.column_list))
    return list(sent)


def measured(bulk: Bulk, scope: Scope, grid: Grid, state: ListState, most: int) -> list[str]:
    """What is wrong with a page: the blocks or steps beyond its bound; empty when all is well."""
    if bulk.engine.dialect.name == "sqlite":
        taken = steps(bulk.engine, lambda: asked_for(bulk, scope, grid, state))
        most = STEPS_A_BLOCK * most
        return [f"{taken} steps of {most}"] if taken > most else []
    touched = (blocks(bulk.engine, *each) for each in asked_for(bulk, scope, grid, state))
    return [f"{n} blocks of {most}" for n in touched if n > most]


def bound(grid: Grid) -> int:
    """Blocks of a default list: its own, and those of what is looked up for each of its rows."""
    looked_up = sum(column.found is not None for column in grid.column_list)
    return MOST_BLOCKS + PAGE_ROWS * BLOCKS_A_LOOK_UP * looked_up


def defaults(grid: Grid) -> Iterator[ListState]:
    """The list as it opens, by each sort it offers at any size, from either end."""
    for sort in grid.column_sortable_list:
        yield ListState(sort=sort)
        yield ListState(sort=sort, position=Position(is_last=True))


@pytest.mark.parametrize("entity", list(GRIDS))
def test_every_default_list_touches_few_blocks(bulk: Bulk, entity: str) -> None:
    grid = GRIDS[entity]
    wrong = {
        (name, state.sort, state.position.is_last): found
        for name in REACHES
        for state in defaults(grid)
        if (found := measured(bulk, bulk.scopes[name], grid, state, bound(grid)))
    }
    assert wrong == {}


@pytest.mark.parametrize("reach", REACHES)
def test_a_page_far_down_is_found_in_the_index_alone(bulk: Bulk, reach: str) -> None:
    """At 1,000,000 names page 10,000 touched 153,328 blocks where the index has 2,700."""
    grid = GRIDS["domain"]
    state = ListState(sort="due_on", position=Position(page=DEEP if reach == "everything" else 3))
    most = DOMAINS // _ENTRIES_A_BLOCK + MOST_BLOCKS
    assert measured(bulk, bulk.scopes[reach], grid, state, most) == []
    plan = plan_of(bulk.engine, *asked_for(bulk, bulk.scopes[reach], grid, state)[-1])
    if bulk.engine.dialect.name == "sqlite":
        assert re.search(r"INDEX ix_domain_\w*due_on_id_state", plan), plan
    else:
        assert re.search(r"Index Only Scan using ix_domain_\w*due_on_id_state", plan), plan


def waiting_scope(bulk: Bulk, reach: str) -> Scope:
    """The nation, or a province in which a name waits."""
    if reach == "everything":
        return bulk.scopes[reach]
    with bulk.session() as session:
        waiting = select(Domain.province_code).where(Domain.waits_since.is_not(None)).limit(1)
        return Scope(ScopeLevel.PROVINCE, session.scalars(waiting).one())


class TestWhatWaits:
    """More names may wait than are put in order at once; all other names are then not walked."""

    @pytest.mark.parametrize("reach", ["everything", "province"])
    def test_what_waits_is_listed_without_the_names_that_do_not(
        self, bulk: Bulk, reach: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in ("query", "search_strategy"):
            monkeypatch.setattr(f"admin_app.grid.listing.{module}.COUNT_CAP", 0)
        grid = GRIDS["domain"]
        scope = waiting_scope(bulk, reach)
        today = business_day(CLOCK.now())
        for ends in ((None, today), (today - dt.timedelta(days=400), None)):
            state = ListState(filters={"waits_since": ends}, sort="due_on")
            sent = asked_for(bulk, scope, grid, state)
            plans = [plan_of(bulk.engine, sql, given) for sql, given in sent]
            # Either index of those that wait will do: one is walked, the other read and sorted.
            assert all("ix_domain_wait" in plan for plan in plans), plans
            assert not any("due_on_id_state" in plan for plan in plans), plans


class TestWhatIsRefused:
    def test_a_sort_is_refused_before_any_row_is_read(
        self, bulk: Bulk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in ("query", "search_strategy"):
            monkeypatch.setattr(f"admin_app.grid.listing.{module}.COUNT_CAP", 50)
        state = ListState(sort="state")
        with (
            bulk.session() as session,
            statements(bulk.engine) as sent,
            pytest.raises(BadListError),
        ):
            fetch_page(ListRequest(session, GRIDS["domain"], state, GRIDS["domain"].column_list))
        ((sql, _given),) = sent
        assert "name_u" not in sql

    def test_a_group_is_refused_before_any_row_is_read(
        self, bulk: Bulk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("admin_app.grid.grouping.query.MAXIMUM_GROUPED", 50)
        with (
            bulk.session() as session,
            statements(bulk.engine) as sent,
            pytest.raises(BadListError),
        ):
            fetch_groups(ListRequest(session, GRIDS["domain"], ListState(group="state")))
        ((sql, _given),) = sent
        assert "GROUP BY" not in sql
