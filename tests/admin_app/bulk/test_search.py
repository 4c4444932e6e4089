"""Words find the same rows whichever way they are looked for."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import or_, select

from admin_app.grid.listing import search_strategy
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import fetch_page
from admin_app.views import GRIDS
from models.core.search_index import Searchable, contains
from models.units.unit import Unit
from tests.admin_app.bulk.work import Bulk

pytestmark = pytest.mark.slow

WORDS = ("党建", "教育", "教育局", "县医院", "jyj", "没有这样的名字")
SEARCHED = ("domain", "unit", "order", "payment", "invoice")


def _plainly(bulk: Bulk, entity: str, words: str, scope: str) -> set[int]:
    """The rows found by testing each."""
    model: Any = GRIDS[entity].model
    with bulk.session(bulk.scopes[scope]) as session:
        if issubclass(model, Searchable):
            found = contains(model, words)
        else:
            units = session.scalars(select(Unit.id).where(contains(Unit, words))).all()
            number = next(name for name in GRIDS[entity].column_searchable_list if name != "unit")
            found = or_(
                model.unit_id.in_(units), getattr(model, number).startswith(words, autoescape=True)
            )
        return set(session.scalars(select(model.id).where(found)))


@pytest.mark.parametrize("entity", SEARCHED)
@pytest.mark.parametrize("scope", ["everything", "province", "city"])
class TestFetchPage:
    @pytest.mark.parametrize("common_from", [None, 5], ids=["as it is", "as if all were common"])
    def test_fetch_page_finds_what_testing_each_row_finds(
        self,
        bulk: Bulk,
        entity: str,
        scope: str,
        common_from: int | None,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        if common_from is not None:
            levels = dict.fromkeys(search_strategy._COMMON_FROM, common_from)
            monkeypatch.setattr(search_strategy, "_COMMON_FROM", levels)
            monkeypatch.setattr(search_strategy, "_MOST_UNITS", common_from)
        grid = GRIDS[entity]
        for words in WORDS:
            wanted = _plainly(bulk, entity, words, scope)
            with bulk.session(bulk.scopes[scope]) as session:
                state = ListState(search=words, sort="-id", size=200)
                page = fetch_page(ListRequest(session, grid, state, grid.column_list[:1]))
            assert [row.id for row in page.rows] == sorted(wanted, reverse=True)[:200], words
            assert page.count == len(wanted) or page.is_capped, words
