"""What a condition without an index may cost: how many rows it may be tested on.

Rows that the other conditions leave are counted along an index before any is read; past the limit
the list is refused at once, since its page might have to read the whole table.
"""

from __future__ import annotations

from dataclasses import replace

from admin_app.grid.conditions.columns import filters_of
from admin_app.grid.conditions.tree import Combination, Comparison
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, is_joined
from admin_app.grid.listing.where import Lookup, narrowed
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault

#: Most rows that are tested one by one, as many as a list may group.
MAXIMUM_EXAMINED = 200_000


def refuse_costly(request: ListRequest, lookup: Lookup, most: int | None = None) -> None:
    """Raises BadListError for conditions that would be tested on more than `most` rows.

    `most` is `MAXIMUM_EXAMINED` unless it is given. A past day and a run limit the rows by
    themselves.
    """
    grid, state = request.grid, request.state
    costly = _costly(grid, state)
    if not costly or state.as_of is not None or state.run is not None:
        return
    most = MAXIMUM_EXAMINED if most is None else most
    rows = narrowed(replace(request, state=_indexed(grid, state)), lookup)
    beyond = rows.offset(most).limit(1)
    if request.session.execute(beyond).first() is not None:
        name, maximum = costly[0], f"{most:,}"
        raise BadListError(ListFault.TOO_MANY_TO_EXAMINE, name=name, maximum=maximum)


def _costly(grid: Grid, state: ListState) -> list[str]:
    """What the conditions without an index are called."""
    names = [f.title(grid) for f in filters_of(grid) if f.shown and f.name in state.filters]
    if state.where is None:
        return names
    served = state.where.indexed
    kept = () if served is None else served.parts
    return names + [_title(part) for part in state.where.parts if part not in kept]


def _title(part: Comparison | Combination) -> str:
    if isinstance(part, Comparison):
        return part.column.title
    return next(each.column.title for each in part.comparisons())


def _indexed(grid: Grid, state: ListState) -> ListState:
    """The list with the conditions alone that an index serves."""
    alone = {f.name for f in filters_of(grid) if f.shown is None}
    if is_joined(grid, state):
        alone = {f.name for f in filters_of(grid) if f.narrows}
    filters = {name: value for name, value in state.filters.items() if name in alone}
    where = state.where.indexed if state.where else None
    return replace(state, filters=filters, is_any=False, where=where)
