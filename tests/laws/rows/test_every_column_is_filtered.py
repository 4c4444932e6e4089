"""Every column of every list can be filtered by each operator it offers, and finds the right rows.

The rows found are compared with a Python evaluation of the values that the API shows.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from admin_app.grid.conditions.columns import ComparedColumn, compared_columns, filters_of
from admin_app.grid.errors import LONGEST_VALUE
from admin_app.grid.filters import DateFilter, MoneyFilter
from admin_app.grid.filters.conditions import Operator
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.values.calendar import business_day
from models.values.money import plain_yuan
from tests.support.pages.doors import Doors
from tests.support.world.cast_names import LOGINS

Rows = Sequence[dict[str, Any]]
Ask = Callable[..., Any]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of questions come while the clock stands still."""
    monkeypatch.setattr("admin_app.api.actions.slow_down", lambda *_knock: None)


def reader_of(grid: Grid) -> str:
    """A login that sees most of a list."""
    first = ("conac", "conac-finance", *LOGINS)
    return next(name for name in first if LOGINS[name][1] in grid.readers)


def listed(doors: Doors, grid: Grid, **asked: str) -> Rows:
    """Every row of the API's list, with every column."""
    client = doors.clerk(reader_of(grid))
    found, after = [], None
    while True:
        position = {"after": after} if after else {}
        columns = ",".join(grid.choosable)
        shown = {} if len(grid.choosable) > 16 else {"columns": columns}
        query = {"sort": "id", "size": "200", **shown, **asked, **position}
        answer = client.get(f"/api/{grid.entity}", query_string=query)
        assert answer.status_code == 200, (grid.entity, asked, answer.get_data(as_text=True))
        body = answer.get_json()
        found += body["rows"]
        if body["next"] is None:
            return found
        after = body["next"].rpartition("after=")[2].replace("%2C", ",")


def plain(f: Any, value: Any) -> Any:
    """A value as conditions compare it: instants by their day in China."""
    if value is None or not isinstance(f, DateFilter):
        return value
    if "T" in value:
        return business_day(dt.datetime.fromisoformat(value)).isoformat()
    return value


def typed(f: Any, value: Any) -> Any:
    """A value as a condition gives it."""
    return plain_yuan(value) if isinstance(f, MoneyFilter) else value


#: Operator → whether a value of a row meets it, given what it is compared with.
EVALUATED: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.IS: lambda value, given: value == given,
    Operator.IS_NOT: lambda value, given: value != given,
    Operator.AT_LEAST: lambda value, given: value is not None and value >= given,
    Operator.AT_MOST: lambda value, given: value is not None and value <= given,
    Operator.CONTAINS: lambda value, given: given.lower() in (value or "").lower(),
    Operator.NOT_CONTAINS: lambda value, given: given.lower() not in (value or "").lower(),
    Operator.STARTS: lambda value, given: (value or "").lower().startswith(given.lower()),
    Operator.FILLED: lambda value, _given: value not in (None, "", [], {}),
    Operator.EMPTY: lambda value, _given: value in (None, "", [], {}),
}


def cases(column: ComparedColumn, rows: Rows) -> Iterator[tuple[Operator, Any, set[int]]]:
    """(operator, operand, ids of the rows that meet it) of a column."""
    f = column.filter
    values = {row["id"]: plain(f, row[column.name]) for row in rows}
    # What is typed is bounded; a longer value is found by a part of it.
    short = (v for v in values.values() if isinstance(v, str | int) and v != "")
    known = sorted({v for v in short if len(str(v)) <= LONGEST_VALUE}, key=str)
    middle = known[len(known) // 2] if known else None
    for operator in f.operators:
        given = True if operator in {Operator.FILLED, Operator.EMPTY} else middle
        if given is None:
            continue
        if operator in {Operator.CONTAINS, Operator.STARTS, Operator.NOT_CONTAINS}:
            given = str(given).strip()[:4].strip()
        met = {key for key, v in values.items() if EVALUATED[operator](v, given)}
        yield operator, given if given is True else typed(f, given), met


@pytest.mark.usefixtures("quick")
@pytest.mark.timeout(600)
def test_every_column_is_filtered_by_every_operator(peopled: Doors) -> None:
    told_apart = 0
    for grid in GRIDS.values():
        rows = listed(peopled, grid)
        for column in compared_columns(grid).values():
            if column.link is not None or column.name not in (rows[0] if rows else {}):
                continue
            for operator, given, met in cases(column, rows):
                where = json.dumps({column.name: {operator: given}})
                found = {row["id"] for row in listed(peopled, grid, where=where)}
                assert found == met, (grid.entity, where)
                told_apart += 0 < len(met) < len(rows)
    assert told_apart > 100


@pytest.mark.usefixtures("quick")
def test_every_column_is_filtered_by_its_own_parameter(peopled: Doors) -> None:
    for grid in GRIDS.values():
        rows = listed(peopled, grid)
        for f in filters_of(grid):
            known = [row[f.name] for row in rows if row.get(f.name) not in (None, "", [], {})]
            if f.shown is None or not known or isinstance(known[0], list | dict):
                continue
            given = plain(f, known[0])
            value = {True: "yes", False: "no"}.get(given) if isinstance(given, bool) else given
            asked = dict.fromkeys(f.parameters, str(typed(f, value)))
            found = {row["id"] for row in listed(peopled, grid, **asked)}
            met = {row["id"] for row in rows if plain(f, row[f.name]) == given}
            assert found == met, (grid.entity, asked)


def referred_to(doors: Doors, grid: Grid, column: ComparedColumn) -> dict[int, Any]:
    """Id of a row → what the record it refers to is known by."""
    assert column.link is not None
    model: Any = grid.model
    with doors.world.session() as session:
        keys = session.execute(select(model.id, getattr(model, column.link[0].key)))
        return {row[0]: row[1] for row in keys}


@pytest.mark.usefixtures("quick")
@pytest.mark.timeout(600)
def test_every_column_of_a_record_referred_to_is_filtered(peopled: Doors) -> None:
    rows_of = {grid.entity: listed(peopled, grid) for grid in GRIDS.values()}
    tried = 0
    for grid in GRIDS.values():
        for turn, column in enumerate(compared_columns(grid).values()):
            _head, _dot, tail = column.name.partition(".")
            theirs = rows_of[column.listed.entity]
            if column.link is None or not theirs or tail not in theirs[0]:
                continue
            known_by = column.link[1].key
            own = dict(zip([row["id"] for row in theirs], theirs, strict=True))
            by = {row.get(known_by, key): key for key, row in own.items()}
            named = referred_to(peopled, grid, column)
            told = replace(column, name=tail)
            # One operator of each column: another one of the next.
            made = list(cases(told, theirs))
            if not made:
                continue
            operator, given, met = made[turn % len(made)]
            if operator in {Operator.EMPTY, Operator.IS_NOT, Operator.NOT_CONTAINS}:
                continue
            where = json.dumps({column.name: {operator: given}})
            found = {row["id"] for row in listed(peopled, grid, where=where)}
            wanted = {key for key, name in named.items() if by.get(name) in met}
            shown = {row["id"] for row in rows_of[grid.entity]}
            assert found == wanted & shown, (grid.entity, where)
            tried += 1
    assert tried > 100


@pytest.mark.usefixtures("quick")
@pytest.mark.timeout(600)
def test_the_page_and_the_file_have_the_rows_of_the_api(peopled: Doors) -> None:
    for grid in GRIDS.values():
        if grid.entity in {"journal", "file_record"}:
            # Every file adds a row to these.
            continue
        rows = listed(peopled, grid)
        clerk = peopled.clerk(reader_of(grid))
        for column in compared_columns(grid).values():
            if column.link is not None or column.name not in (rows[0] if rows else {}):
                continue
            made = [case for case in cases(column, rows) if case[2]]
            for operator, given, met in made[:1]:
                asked = {"where": json.dumps({column.name: {operator: given}}), "size": "200"}
                page = clerk.get(f"/admin/{grid.entity}/", query_string=asked)
                assert page.status_code == 200, (grid.entity, asked)
                token = page.text.partition('name="selection" value="')[2].partition('"')[0]
                form = {"selection": token, "scope": "filtered", "format": "csv"}
                sheet = clerk.client.post(
                    f"/admin/{grid.entity}/export/",
                    data={"csrf_token": clerk.token, **form},
                    buffered=True,
                )
                assert sheet.status_code == 200, (grid.entity, asked)
                lines = list(csv.reader(io.StringIO(sheet.get_data().decode("utf-8-sig"))))
                assert len(lines) - 1 == len(met), (grid.entity, asked)
