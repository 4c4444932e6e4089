"""What the database finds by a condition is what Python judges to meet it, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.grid.errors import BadListError
from admin_app.grid.filters import (
    AnyOf,
    ChoiceFilter,
    DateFilter,
    FilledFilter,
    Filter,
    KeyFilter,
    LabelFilter,
    MoneyFilter,
    NumberFilter,
    OfficeFilter,
    TextFilter,
    YesNoFilter,
)
from admin_app.grid.filters.conditions import Between, IsFilled, NoneOf, OneOf
from admin_app.grid.filters.labels import AnyLabel
from admin_app.grid.listing.where import named_condition
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.values.calendar import business_day
from tests.support.pages.doors import Doors

KINDS = {
    ChoiceFilter,
    DateFilter,
    FilledFilter,
    KeyFilter,
    MoneyFilter,
    NumberFilter,
    OfficeFilter,
    TextFilter,
    YesNoFilter,
}
#: Filters of kinds of which the lists' own tell no rows of a small world apart.
MORE = [
    (GRIDS["domain"], FilledFilter("expires_on")),
    (GRIDS["office"], NumberFilter("code")),
    (GRIDS["order"], MoneyFilter("amount_fen")),
    (GRIDS["domain"], YesNoFilter("is_held")),
]


def asked_of(f: Filter, grid: Grid, found: Sequence[Any]) -> Iterator[Any]:
    """Values of a filter of which some rows, all or none are, given those of the rows."""
    if isinstance(f, ChoiceFilter):
        members = list(f.enum(grid))
        yield from members
        yield AnyOf(tuple(members[:2]))
    elif isinstance(f, FilledFilter | YesNoFilter):
        yield from ("yes", "no")
    elif isinstance(f, OfficeFilter):
        yield from ("620000", "623000", "623022", "623000-own", "623022-own", "110000")
    elif isinstance(f, DateFilter | MoneyFilter | NumberFilter):
        days = [business_day(one) if isinstance(one, dt.datetime) else one for one in found]
        if low_to_high := sorted(days):
            low, middle, high = low_to_high[0], low_to_high[len(days) // 2], low_to_high[-1]
            yield from ((low, None), (None, middle), (middle, high), (middle, middle), (high, low))
    else:
        yield from list(dict.fromkeys(found))[:3]


def rows_of(session: Session, grid: Grid, names: Sequence[str]) -> dict[int, dict[str, Any]]:
    """Attributes of every row by its key."""
    model: Any = grid.model
    statement = select(model.id, *(getattr(model, name).label(name) for name in names))
    return {row.id: dict(row._mapping) for row in session.execute(statement)}


def found_by(session: Session, grid: Grid, condition: Any) -> set[int]:
    """The keys of the rows that meet a condition in SQL."""
    model: Any = grid.model
    return set(session.scalars(select(model.id).where(condition)))


def test_every_kind_of_filter_finds_the_rows_it_holds_for(peopled: Doors) -> None:
    tried: dict[type[Filter], int] = dict.fromkeys(KINDS, 0)
    of_lists = [(grid, f) for grid in GRIDS.values() for f in grid.column_filters]
    with peopled.world.session() as session:
        for grid, f in [*of_lists, *MORE]:
            # Of those that ask of other rows, the past keeps no answer.
            if f.of is not None or isinstance(f, LabelFilter):
                continue
            rows = rows_of(session, grid, dict.fromkeys((f.name, *f.attributes)))
            found = [row[f.name] for row in rows.values() if row[f.name] is not None]
            for value in asked_of(f, grid, found):
                held = {key for key, row in rows.items() if f.holds(grid, value, row)}
                assert found_by(session, grid, f.where(grid, value)) == held, (f, value)
                tried[type(f)] += bool(held) and len(held) < len(rows)
    assert all(tried.values()), f"no value of these tells rows apart: {tried}"


def test_every_named_list_finds_the_rows_it_holds_for(peopled: Doors) -> None:
    with peopled.world.session() as session:
        for grid in GRIDS.values():
            for named in (None, *grid.named_lists):
                if (condition := named_condition(grid, named)) is None:
                    continue
                rows = rows_of(session, grid, [condition.attribute])
                held = {key for key, row in rows.items() if condition.holds(row.__getitem__)}
                where = condition.where(lambda name, grid=grid: getattr(grid.model, name))
                assert found_by(session, grid, where) == held, (grid.entity, named)


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (OneOf("n", (1, 3)), [1, 3]),
        (NoneOf("n", (1, 3)), [2, None]),
        (Between("n", 2, None), [2, 3]),
        (Between("n", None, 2), [1, 2]),
        (Between("n", 1, 3, is_below=True), [1, 2]),
        (IsFilled("n", is_filled=True), [1, 2, 3]),
        (IsFilled("n", is_filled=False), [None]),
    ],
)
def test_a_condition_holds_for_its_values_alone(condition: Any, met: list[int | None]) -> None:
    assert [n for n in (1, 2, 3, None) if condition.holds(lambda _name, n=n: n)] == met


@pytest.mark.parametrize(
    ("name", "value"), [("invoice_deferred_reason", "yes"), ("labels", AnyLabel(("1",)))]
)
def test_a_filter_on_more_than_its_row_is_refused_for_past_days(name: str, value: Any) -> None:
    (f,) = [f for f in GRIDS["payment"].column_filters if f.name == name]
    with pytest.raises(BadListError):
        f.holds(GRIDS["payment"], value, {"id": 1, name: None})
