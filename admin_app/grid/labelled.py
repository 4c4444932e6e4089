"""标签 in the lists of records that can have labels: beside the name, as a column, as a filter."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from admin_app.grid.filters import LabelFilter
from admin_app.grid.spec import Column, Grid
from models.definitions.label import labels_of
from models.definitions.own_words import language_parameters
from models.users.user import Role

#: Labels are the offices' own words about a record; its unit does not read them.
_REGISTRANTS = frozenset({Role.UNIT_USER})


def with_labels(grid: Grid) -> Grid:
    """The view with the labels of its rows."""
    labels = Column(
        "labels",
        wraps=True,
        found=partial(labels_of, grid.entity_table),
        parameters=language_parameters,
        hidden_from=_REGISTRANTS,
    )
    return replace(
        grid,
        details_only_columns=(*grid.details_only_columns, labels),
        column_filters=(
            *grid.column_filters,
            LabelFilter("labels", is_rare=True, hidden_from=_REGISTRANTS),
        ),
        beside_name=labels,
    )
