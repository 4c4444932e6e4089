"""The rows of a list's file: as the list has them and in its order, however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select, text

from admin_app.grid.listing.cursor import Position
from admin_app.grid.listing.keyset import in_order, sort_values, sorted_columns
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.query import is_longer, refuse_unsorted
from admin_app.grid.listing.related_names import parameters_of, with_names_of
from admin_app.grid.listing.search_strategy import COUNT_CAP, look_up
from admin_app.grid.listing.where import narrowed
from models.core.base import ChosenSelect
from models.core.locking import Columns
from models.core.scope import BY_HAND, apply_scope


def count_for_file(request: ListRequest, keys: Sequence[int] | None = None) -> int:
    """How many rows a file of the list, or of `keys` alone, would have now.

    Raises BadListError where the list itself is refused: the rows are too many to be sorted, and no
    index has them in this order.
    """
    if keys is None:
        refuse_unsorted(request)
    found = _chosen(request, keys).subquery("matching")
    counted: int = request.session.execute(select(func.count()).select_from(found)).scalar_one()
    return counted


def every_row(request: ListRequest, keys: Sequence[int] | None = None) -> ChosenSelect:
    """All matching rows, or those of `keys`, in the order of the list from its first page on.

    Already scoped; to be streamed BY_HAND.
    """
    grid, state = request.grid, replace(request.state, position=Position())
    model: Any = grid.model
    own = [getattr(model, column.key) for column in grid.table.c if column.key != "id"]
    whole = _chosen(request, keys).add_columns(*sort_values(request), *own).subquery("page")
    statement = with_names_of(whole, grid, request.columns)
    statement = statement.order_by(*in_order(state, sorted_columns(state, whole)))
    parameters = parameters_of(request.session, request.columns)
    return apply_scope(request.session, statement.params(parameters) if parameters else statement)


def read_along_index(request: ListRequest) -> None:
    """Have a long file read along the index of its order, until the transaction ends.

    PostgreSQL would rather sort a whole table, which is soonest done with all rows; but a file is
    sent as it is read, and a sort sends nothing until the last row is read. Few rows are sorted.
    SQLite follows the index by itself.
    """
    session = request.session
    if session.get_bind().dialect.name != "postgresql":
        return
    if is_longer(session, narrowed(request, look_up(request)), COUNT_CAP):
        session.execute(text("SET LOCAL enable_sort = off"), execution_options={BY_HAND: True})


def _chosen(request: ListRequest, keys: Sequence[int] | None) -> Select[*Columns]:
    """`select(id)` of the matching rows or of `keys`, not yet scoped."""
    if keys is None:
        return narrowed(request, look_up(request))
    model: Any = request.grid.model
    # Integers as literals: COPY does not accept list parameters.
    whole: list[ColumnElement[int]] = [literal_column(str(int(key))) for key in keys]
    return select(model.id.label("id")).where(model.id.in_(whole))
