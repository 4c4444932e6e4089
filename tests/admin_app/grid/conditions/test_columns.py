"""Which columns conditions may name, and as what kind of filter."""

from __future__ import annotations

import pytest

from admin_app.grid.conditions.columns import compared_columns, filters_of
from admin_app.grid.filters import (
    ChoiceFilter,
    DateFilter,
    IntegerFilter,
    MoneyFilter,
    TextFilter,
    YesNoFilter,
)
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS

every_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda grid: grid.entity)


@every_grid
def test_every_column_of_a_list_can_be_compared(grid: Grid) -> None:
    assert set(grid.choosable) <= set(compared_columns(grid))


@every_grid
def test_parameters_of_an_address_mean_one_thing(grid: Grid) -> None:
    names = [name for f in filters_of(grid) for name in f.parameters]
    assert len(names) == len(set(names))


@every_grid
def test_a_reference_offers_columns_of_lists_that_every_reader_may_open(grid: Grid) -> None:
    for column in compared_columns(grid).values():
        assert column.listed.readers >= grid.readers, column.name


@every_grid
def test_columns_of_other_records_are_told_apart_by_their_titles(grid: Grid) -> None:
    for column in compared_columns(grid).values():
        assert (" · " in column.title) is (column.link is not None), column.name


@pytest.mark.parametrize(
    ("entity", "name", "kind"),
    [
        ("domain", "status", ChoiceFilter),
        ("domain", "is_held", YesNoFilter),
        ("domain", "registered_on", DateFilter),
        ("domain", "submitted_at", DateFilter),
        ("domain", "term_years", IntegerFilter),
        ("order", "amount_fen", MoneyFilter),
        ("domain", "unit_name", TextFilter),
        ("domain", "unit.contact_phone", TextFilter),
        ("domain", "office", TextFilter),
        ("remittance", "office.phone", TextFilter),
    ],
)
def test_the_type_of_a_column_decides_its_kind(entity: str, name: str, kind: type) -> None:
    assert type(compared_columns(GRIDS[entity])[name].filter) is kind
