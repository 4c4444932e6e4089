"""Where a page stands in a list's total order (sort key, then id): by keyset, or by an offset over
the index alone.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Enum, Integer, Select, literal, tuple_

from admin_app.grid.spec import Grid
from admin_app.grid.state import MAXIMUM_OFFSET, BadListError, ListFault, ListState
from models.base import UtcDateTime


def is_start(state: ListState) -> bool:
    position = state.position
    return not (position.after or position.before or position.is_last or position.page > 1)


def is_reversed(state: ListState) -> bool:
    """Whether the page is read backwards: from a row up, or from the end."""
    return state.position.before is not None or state.position.is_last


def sort_attribute(grid: Grid, state: ListState) -> Any:
    """The attribute a list is sorted by."""
    return getattr(grid.model, state.sort_key)


def positioned(state: ListState, chosen: Select[Any], key: Any, row_id: Any) -> Select[Any]:
    """One row more than the page, from its position in the total order of (key, id)."""
    position, backwards = state.position, is_reversed(state)
    keys = (row_id,) if state.sort_key == "id" else (key, row_id)
    if (edge := position.after or position.before) is not None:
        chosen = chosen.where(_beyond(state, keys, edge))
    descending = state.is_descending != backwards
    chosen = chosen.order_by(*(k.desc() if descending else k for k in keys)).limit(state.size + 1)
    offset = (position.page - 1) * state.size
    if offset > MAXIMUM_OFFSET:
        raise BadListError(ListFault.TOO_DEEP, maximum=MAXIMUM_OFFSET)
    return chosen.offset(offset) if offset else chosen


def _beyond(state: ListState, keys: tuple[Any, ...], edge: tuple[str, int]) -> ColumnElement[bool]:
    """The rows past the edge in reading direction, as one row-value comparison."""
    *key, row_id = keys
    there = [literal(edge[1], row_id.type)]
    if key:
        there.insert(0, literal(_typed(key[0].type, edge[0]), key[0].type))
    here, limit = (tuple_(*keys), tuple_(*there)) if key else (row_id, there[0])
    backwards = state.is_descending != is_reversed(state)
    return here < limit if backwards else here > limit  # type: ignore[no-any-return]


def _typed(sql_type: Any, raw: str) -> Any:
    try:
        if isinstance(sql_type, UtcDateTime):
            return dt.datetime.fromisoformat(raw).astimezone(dt.UTC)
        if isinstance(sql_type, Date):
            return dt.date.fromisoformat(raw)
        if isinstance(sql_type, Enum):
            return sql_type.enum_class(raw)  # type: ignore[misc]
        if isinstance(sql_type, Boolean):
            return {"True": True, "False": False}[raw]
        if isinstance(sql_type, Integer):
            return min(max(int(raw), -(2**63)), 2**63 - 1)
    except (ValueError, KeyError, OverflowError) as error:
        raise BadListError(ListFault.BAD_CURSOR) from error
    return raw


def cursor_of(row: Any) -> str:
    """The edge a row makes: `value,id`."""
    value = row.sort_value
    written = value.value if isinstance(value, StrEnum) else value
    if isinstance(written, dt.date | dt.datetime):
        written = written.isoformat()
    return f"{written},{row.id}"
