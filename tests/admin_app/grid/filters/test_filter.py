"""A kind of filter is one class: lists, past lists, counts and the API take it as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import ColumnElement

from admin_app.grid.conditions.columns import compared_columns
from admin_app.grid.filters import Filter
from admin_app.grid.filters.conditions import Condition, ReadSql, ReadValue
from admin_app.grid.filters.filter import FilteredList
from admin_app.grid.own_fields import _with_own
from admin_app.grid.role_columns import for_role
from admin_app.grid.view import _shapes
from admin_app.values.kind import Schema
from admin_app.views import GRIDS
from tests.support.pages.doors import Doors


@dataclass(frozen=True, slots=True)
class BeginsWith(Condition):
    """The attribute begins with a text."""

    text: str

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        found: ColumnElement[bool] = read(self.attribute).startswith(self.text)
        return found

    def holds(self, read: ReadValue) -> bool:
        return str(read(self.attribute)).startswith(self.text)


@dataclass(frozen=True)
class BeginningFilter(Filter):
    """The beginning of a text, between slashes."""

    def parse_text(self, raw: str) -> str | None:
        return raw.strip("/") if raw.startswith("/") else None

    def condition(self, listed: FilteredList, value: str) -> Condition:
        return BeginsWith(self.name, value)

    def describe(self, session: Any, listed: FilteredList, value: str) -> str:
        return f"begins with {value}"

    def facet_values(self, listed: FilteredList, named: str | None) -> Sequence[str]:
        return ("临潭", "没有")

    def schema(self, listed: FilteredList) -> Schema:
        return {"type": "string", "pattern": "^/"}


@pytest.fixture
def doors_with_filter(sqlite_doors: Doors) -> Iterator[Doors]:
    """A program whose list of units takes one kind of filter more, and keeps none of it."""
    unit = GRIDS["unit"]
    with pytest.MonkeyPatch.context() as patched:
        more = (*unit.column_filters, BeginningFilter("name"))
        patched.setitem(unit.__dict__, "column_filters", more)
        forget_shapes()
        yield sqlite_doors
    forget_shapes()


def forget_shapes() -> None:
    """Forget what was worked out of a list whose filters are others now."""
    for kept in (compared_columns, for_role, _with_own, _shapes):
        kept.cache_clear()


@pytest.mark.parametrize("day", ["", "&as_of=2026-06-10"])
def test_a_new_kind_of_filter_narrows_list_and_past_list(
    doors_with_filter: Doors, day: str
) -> None:
    clerk = doors_with_filter.clerk("gannan")
    rows = clerk.get(f"/api/unit?columns=name&name=/临潭{day}").get_json()["rows"]
    assert rows
    assert {row["name"][:2] for row in rows} == {"临潭"}
    page = clerk.get(f"/admin/unit/?name=/临潭{day}").get_data(as_text=True)
    assert "临潭县" in page
    assert "卓尼县教育局" not in page
    assert "这一项没有采用" in clerk.get(f"/admin/unit/?name=临潭{day}").text


def test_a_new_kind_of_filter_is_drawn_and_said_in_the_query_bar(doors_with_filter: Doors) -> None:
    page = doors_with_filter.clerk("gannan").get("/admin/unit/?name=/临潭").get_data(as_text=True)
    assert 'name="name" value="临潭"' in page
    assert "单位名称：begins with 临潭" in page


def test_the_values_of_a_new_kind_of_filter_are_counted(doors_with_filter: Doors) -> None:
    clerk = doors_with_filter.clerk("gannan")
    counts = clerk.get("/admin/unit/facets/?field=name").get_data(as_text=True)
    found = len(clerk.get("/api/unit?name=/临潭").get_json()["rows"])
    assert f">{found} 条<" in counts
    assert ">0 条<" in counts


def test_a_new_kind_of_filter_is_described_to_programs(doors_with_filter: Doors) -> None:
    document = doors_with_filter.clerk("gannan").get("/api/openapi.json").get_json()
    described = {p["name"]: p for p in document["paths"]["/api/unit"]["get"]["parameters"]}
    assert described["name"]["schema"] == {"type": "string", "pattern": "^/"}
