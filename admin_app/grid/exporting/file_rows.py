"""The rows of a list's file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select

from admin_app.grid.listing.keyset import sort_values
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.related_names import parameters_of, with_names_of
from admin_app.grid.listing.search_strategy import look_up
from admin_app.grid.listing.where import narrowed
from models.core.base import ChosenSelect
from models.core.scope import apply_scope


def every_row(
    request: ListRequest,
    keys: Sequence[int] | None = None,
) -> ChosenSelect:
    """All matching rows, or those of `keys`, for files, unordered.

    Sorting a million rows would delay the first byte until all are read, and spreadsheets can sort.
    Already scoped; to be streamed BY_HAND.
    """
    grid = request.grid
    model: Any = grid.model
    own = [getattr(model, column.key) for column in grid.table.c if column.key != "id"]
    sort_value = sort_values(request)[0]
    if keys is None:
        chosen = narrowed(request, look_up(request))
    else:
        # Integers as literals: COPY does not accept list parameters.
        whole: list[ColumnElement[int]] = [literal_column(str(int(key))) for key in keys]
        chosen = select(model.id.label("id")).where(model.id.in_(whole))
    whole_rows = chosen.add_columns(sort_value, *own).subquery("page")
    statement = with_names_of(whole_rows, grid, request.columns)
    parameters = parameters_of(request.session, request.columns)
    return apply_scope(request.session, statement.params(parameters) if parameters else statement)
