"""The API's document of its lists: it says what they take, all of it, and nothing they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from admin_app.grid.filters import ChoiceFilter
from admin_app.grid.listing.sorting import MAXIMUM_SORT_KEYS
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from tests.conftest import Databases, open_engine
from tests.support.definitions.labels import DEFINED, define_all
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock, opened
from tests.support.pages.readers import sample
from tests.support.world.cast import World
from tests.support.world.cast_names import LOGINS

every_grid = pytest.mark.parametrize(
    "grid",
    sample(GRIDS.values(), [GRIDS["domain"], GRIDS["payment"]]),
    ids=lambda grid: grid.entity,
)

JSON_TYPES = {
    bool: "boolean",
    int: "integer",
    str: "string",
    dict: "object",
    list: "array",
    type(None): "null",
}


class Lists:
    """The program's lists and what is said of them; nothing here writes."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.readers: dict[str, Clerk] = {}
        self.documents: dict[str, dict[str, Any]] = {}

    def document(self, grid: Grid) -> dict[str, Any]:
        """What somebody who may read the list is told of the API."""
        name = reader_of(grid)
        if name not in self.documents:
            self.documents[name] = self.reader(grid).get("/api/openapi.json").get_json()
        return self.documents[name]

    def documented(self, grid: Grid) -> dict[str, Any]:
        """The parameters of a list by name, as the document has them."""
        asked = self.document(grid)["paths"][f"/api/{grid.entity}"]["get"]["parameters"]
        found = {each["name"]: each for each in asked}
        assert len(found) == len(asked)
        return found

    def ask(self, grid: Grid, **asked: Any) -> TestResponse:
        """Ask a list as somebody who may read it."""
        return self.reader(grid).get(f"/api/{grid.entity}", query_string=asked)

    def reader(self, grid: Grid) -> Clerk:
        """Somebody who may read a list, signed in."""
        name = reader_of(grid)
        if name not in self.readers:
            self.readers[name] = Clerk(self.app.test_client())
            self.readers[name].sign_in(name)
        return self.readers[name]


def reader_of(grid: Grid) -> str:
    """The login of somebody who may read a list."""
    return next(name for name, (_, role, _) in LOGINS.items() if role in grid.readers)


@pytest.fixture(scope="module")
def lists(sqlite_databases: Databases) -> Iterator[Lists]:
    """One world for all of them."""
    engine = open_engine(sqlite_databases.world())
    define_all(World(engine, dict(sqlite_databases.ids)))
    with pytest.MonkeyPatch.context() as patch:
        # Hundreds of questions come while the clock stands still.
        patch.setattr("admin_app.api.actions.slow_down", lambda *_knock: None)
        for app in opened(engine, MovableClock()):
            yield Lists(app)
    sqlite_databases.give_back(engine)


def sample(grid: Grid, parameter: dict[str, Any]) -> Any:
    """A value the schema allows; of several, the most it may hold."""
    schema = parameter["schema"]
    if schema["type"] == "array":
        apart = grid.list_apart.values if grid.list_apart else ()
        # What an office names itself is no fixed list of words: the registry's label is known.
        known = schema["items"].get("enum", [DEFINED["conac"]])
        words = [word for word in known if word not in set(apart)]
        most = words[: schema["maxItems"]]
        return most if parameter["explode"] else ",".join(most)
    if "enum" in schema:
        return schema["enum"][-1]
    if "examples" in schema:
        return schema["examples"][-1]
    if schema["type"] == "integer":
        return schema["minimum"]
    return "2026-06-10" if schema.get("format") == "date" else "教育"


@every_grid
class TestEachList:
    def test_each_list_takes_every_parameter_it_is_said_to_take(
        self, lists: Lists, grid: Grid
    ) -> None:
        for name, parameter in lists.documented(grid).items():
            if name in {"after", "before"}:
                answer = lists.ask(grid, sort="id", **{name: "1,1"})
            elif name == "group":
                continue
            else:
                answer = lists.ask(grid, **{name: sample(grid, parameter)})
            assert answer.status_code == 200, (name, answer.get_data(as_text=True))

    def test_each_list_takes_every_word_and_no_other(self, lists: Lists, grid: Grid) -> None:
        for name, parameter in lists.documented(grid).items():
            schema = parameter["schema"].get("items", parameter["schema"])
            for word in schema.get("enum", ()):
                assert lists.ask(grid, **{name: word}).status_code == 200, (name, word)
            if "enum" in schema and name != "last":
                assert lists.ask(grid, **{name: "bogus"}).status_code == 400, name

    def test_each_list_takes_no_more_than_it_is_said_to(self, lists: Lists, grid: Grid) -> None:
        codes = lists.documented(grid)["sort"]["schema"]["items"]["enum"]
        names = [code for code in codes if not code.startswith("-") and code != "id"]
        if len(names) > MAXIMUM_SORT_KEYS:
            too_many = ",".join(names[: MAXIMUM_SORT_KEYS + 1])
            assert lists.ask(grid, sort=too_many).status_code == 400
        assert lists.ask(grid, nonsense="1").status_code == 400

    def test_each_list_gives_rows_as_they_are_described(self, lists: Lists, grid: Grid) -> None:
        schemas = lists.document(grid)["components"]["schemas"]
        described = schemas[grid.entity]["properties"]
        for row in lists.ask(grid).get_json()["rows"]:
            for name, value in row.items():
                schema = described[name]
                assert JSON_TYPES[type(value)] in schema.get("type", JSON_TYPES[type(value)]), name
                assert value in schema.get("enum", [value]), name

    def test_each_list_is_said_to_take_every_filter_of_its_view(
        self, lists: Lists, grid: Grid
    ) -> None:
        found = lists.documented(grid)
        for f in grid.column_filters:
            for name in f.parameters:
                told = found[name]
                assert told["description"]
            if isinstance(f, ChoiceFilter):
                enum = grid.table.c[f.name].type.enum_class
                assert told["explode"] is True
                assert told["schema"]["items"]["enum"] == [word.value for word in enum]
        assert f"/api/{grid.entity}/{{id}}" in lists.document(grid)["paths"]
        assert ("group" in found) == bool(grid.groups)
        assert ("list" in found) == bool(grid.lists)
        assert {"sort", "size", "columns", "after", "before"} <= set(found)


class TestTheEdgeOfAList:
    def test_the_edge_of_a_list_has_no_next_page_where_nothing_stands_before(
        self, lists: Lists
    ) -> None:
        answer = lists.ask(GRIDS["order"], sort="id", before="1,1")
        assert answer.status_code == 200
        told = answer.get_json()
        assert (told["rows"], told["next"]) == ([], None)
