"""Facet counts: how many rows each option of an open filter would leave."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from admin_app.grid.filters import Filter
from admin_app.grid.filters.choice import MAXIMUM_VALUES
from admin_app.grid.listing.capped_count import counted, written
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import is_joined, joined
from admin_app.grid.listing.search_strategy import look_up
from admin_app.grid.listing.where import narrowed


def facet_counts(request: ListRequest, f: Filter) -> list[tuple[str, str]]:
    """(option, number of rows with only that option and the other conditions).

    If conditions are combined with OR, the others do not matter: the option is counted alone.
    """
    session, grid, state = request.session, request.grid, request.state
    values = f.facet_values(grid, state.named)[:MAXIMUM_VALUES]
    others = state.filters
    if is_joined(grid, replace(state, filters={**others, f.name: values[0]})):
        apart = joined(grid, others)
        others = {name: value for name, value in others.items() if name not in apart}
    lookup = look_up(request)
    states = [replace(state, filters={**others, f.name: value}) for value in values]
    counts = [counted(narrowed(replace(request, state=each), lookup)) for each in states]
    found = session.execute(select(*counts)).one()
    return [(str(value), written(n)) for value, n in zip(values, found, strict=True)]
