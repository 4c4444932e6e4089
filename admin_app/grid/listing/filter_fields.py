"""The filters of a list as fields of the query bar."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any
from urllib.parse import urlencode

from admin_app.grid.conditions.columns import filters_of
from admin_app.grid.filters import FieldRequest, FilterField
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, joined


def matching_of(request: ListRequest) -> bool | None:
    """Whether conditions are combined with OR; None if there are fewer than two."""
    grid = request.grid
    names = joined(grid, [f.name for f in filters_of(grid)])
    return request.state.is_any if len(names) > 1 else None


def filter_fields(request: ListRequest, today: dt.date) -> list[FilterField]:
    """The fields of the filters that have one."""
    grid, state = request.grid, request.state
    fields = (
        f.field(
            FieldRequest(
                request.session,
                grid,
                state.named,
                state.filters.get(f.name),
                today,
                partial(_url_with, state, f.name),
                partial(_facets_url, state, f.name),
            )
        )
        for f in filters_of(grid)
        if f.shown is None or f.name in state.filters
    )
    return [field for field in fields if field is not None]


def _url_with(state: ListState, name: str, value: Any) -> str:
    return f"./?{state.query(filters={**state.filters, name: value})}"


def _facets_url(state: ListState, name: str) -> str:
    return f"./facets/?{urlencode({'field': name})}&{state.query()}"
