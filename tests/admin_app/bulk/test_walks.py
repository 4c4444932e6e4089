"""Walking a list page by page shows every row once, in order, whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from admin_app.grid.listing.cursor import Position
from admin_app.grid.listing.keyset import edge_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.listing.where import listed
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from tests.admin_app.bulk.work import Bulk

pytestmark = pytest.mark.slow

WALKS = [
    (name, f"{direction}{key}")
    for name, grid in GRIDS.items()
    for key in grid.column_sortable_list
    for direction in ("", "-")
]
#: A walk of some thousand rows is as good as one of all.
ENOUGH = 15


def _walk(bulk: Bulk, grid: Grid, state: ListState, *, backwards: bool) -> Iterator[list[Any]]:
    """The pages from the first on, or from the last back."""
    position = Position(is_last=True) if backwards else Position()
    for _ in range(ENOUGH):
        with bulk.session() as session:
            asked = ListState(sort=state.sort, size=200, position=position)
            page = fetch_page(ListRequest(session, grid, asked, grid.column_list[:1]))
        yield list(page.rows)
        if not (page.has_previous if backwards else page.has_next):
            return
        edge = edge_of(state, page.rows[0] if backwards else page.rows[-1])
        position = Position(before=edge) if backwards else Position(after=edge)


def _in_order(bulk: Bulk, grid: Grid, sort: str) -> list[int]:
    model: Any = grid.model
    key = getattr(model, sort.removeprefix("-"))
    keys = [key.desc(), model.id.desc()] if sort.startswith("-") else [key, model.id]
    with bulk.session() as session:
        return list(session.scalars(select(model.id).where(*listed(grid, None)).order_by(*keys)))


@pytest.mark.parametrize(("entity", "sort"), WALKS)
class TestFetchPage:
    def test_fetch_page_walks_forward_over_every_row_once_and_in_order(
        self, bulk: Bulk, entity: str, sort: str
    ) -> None:
        grid = GRIDS[entity]
        pages = _walk(bulk, grid, ListState(sort=sort), backwards=False)
        walked = [row.id for page in pages for row in page]
        wanted = _in_order(bulk, grid, sort)
        assert walked == wanted[: len(walked)]
        assert len(walked) == min(len(wanted), ENOUGH * 200)

    def test_fetch_page_walks_back_from_the_end_the_same_way(
        self, bulk: Bulk, entity: str, sort: str
    ) -> None:
        grid = GRIDS[entity]
        pages = list(_walk(bulk, grid, ListState(sort=sort), backwards=True))
        walked = [row.id for page in reversed(pages) for row in page]
        wanted = _in_order(bulk, grid, sort)
        assert walked == wanted[len(wanted) - len(walked) :]
        assert len(walked) == min(len(wanted), ENOUGH * 200)


class TestFetchPageWhileOthersWrite:
    @pytest.mark.parametrize("sort", ["id", "-id", "due_on", "-due_on"])
    def test_neither_repeats_nor_drops_a_row(self, bulk: Bulk, sort: str) -> None:
        grid = GRIDS["domain"]
        before = set(_in_order(bulk, grid, sort)[: ENOUGH * 200])
        walked: list[int] = []
        born: list[int] = []
        for page in _walk(bulk, grid, ListState(sort=sort), backwards=False):
            walked += [row.id for row in page]
            born.append(_bear_twin(bulk, page[len(page) // 2].id))
        try:
            assert len(walked) == len(set(walked))
            assert before - set(walked) <= set(_in_order(bulk, grid, sort)[len(walked) :])
        finally:
            _bury(bulk, born)


def _bear_twin(bulk: Bulk, row_id: int) -> int:
    """A row beside another in every order: the same but for its key and name."""
    columns = [c.name for c in GRIDS["domain"].table.c if c.computed is None and c.name != "id"]
    shown = ["'twin-' || id || name_a" if c == "name_a" else c for c in columns]
    with bulk.engine.execution_options(writes=True).begin() as connection:
        return int(
            connection.execute(
                text(
                    f"INSERT INTO domain (id, {', '.join(columns)})"
                    f" SELECT (SELECT max(id) + 1 FROM domain), {', '.join(shown)}"
                    " FROM domain WHERE id = :id RETURNING id"
                ),
                {"id": row_id},
            ).scalar_one()
        )


def _bury(bulk: Bulk, ids: list[int]) -> None:
    with bulk.engine.execution_options(writes=True).begin() as connection:
        _delete(connection, ids)


def _delete(connection: Connection, ids: list[int]) -> None:
    for row_id in ids:
        connection.execute(text("DELETE FROM domain WHERE id = :id"), {"id": row_id})
