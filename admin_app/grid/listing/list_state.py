"""Which rows, in which order, from where: a list's state, read from the URL and written back.

Names are stable, since bookmarks, saved views, selections and the API use them. Invalid parameters
are refused with 400 and a message; nothing is silently dropped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from actions.core.refusal import Refusal
from admin_app.forms.row_id import row_id
from admin_app.grid.conditions.columns import LIST_PARAMETERS, filters_of
from admin_app.grid.conditions.tree import Combination, Comparison, parse_where
from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.grid.filters import Filter, value_pairs
from admin_app.grid.filters.choice import words_of
from admin_app.grid.filters.conditions import Operand, Operator
from admin_app.grid.listing.cursor import Position, read_position
from admin_app.grid.listing.past_day import read_day
from admin_app.grid.listing.sorting import MAXIMUM_SORT_KEYS, SortKey, sort_keys
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from models.core.search_index import MINIMUM_CHARACTERS, is_too_short
from models.values.typed_text import on_one_line

SIZES = (20, 50, 100, 200)
DEFAULT_SIZE = 50
#: Most columns of a list: more do not fit on any screen; a file may have all.
MAXIMUM_LIST_COLUMNS = 16


@dataclass(frozen=True, slots=True)
class ListState:
    """The requested state of a list."""

    named: str | None = None
    #: filter name → typed value: a word, AnyOf several, a text, or a (low, high) pair.
    filters: Mapping[str, Any] = field(default_factory=dict)
    #: Whether conditions are combined with OR; ids and offices are always combined with AND.
    is_any: bool = False
    #: The condition of several parts, which holds besides the filters.
    where: Combination | None = None
    search: str = ""
    #: Keys separated by commas, `-` before descending ones.
    sort: str = "-id"
    #: The grouping; empty: rows are shown.
    group: str = ""
    size: int = DEFAULT_SIZE
    #: Keys of the chosen columns, in order; empty: the default.
    columns: tuple[str, ...] = ()
    #: Key of the saved view it was opened from.
    view: int | None = None
    #: The journal entry of a run: only the rows that it changed.
    run: int | None = None
    position: Position = Position()
    #: The past day whose end is shown; None: present rows.
    as_of: dt.date | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether a condition or a named list narrows it; words apart."""
        return bool(self.filters or self.where or self.named)

    @property
    def sort_keys(self) -> tuple[SortKey, ...]:
        """The sort keys, in rank."""
        return sort_keys(self.sort)

    def query(self, **changes: Any) -> str:
        """The query string of this list with some parameters changed, from its first page."""
        return urlencode(to_pairs(replace(self, position=Position(), **changes)))


#: The parameter that says whether all conditions hold or any one of them.
MATCH: Final = "match"
#: The parameter of the condition of several parts.
WHERE: Final = "where"


def parameters_of(grid: Grid) -> frozenset[str]:
    """The parameters that the list knows."""
    return LIST_PARAMETERS | {name for f in filters_of(grid) for name in f.parameters}


def read_state(grid: Grid, args: MultiDict[str, str], *, may_be_past: bool = False) -> ListState:
    """Parse a URL; a past day only if the caller can show it. Raises BadListError."""
    allowed = parameters_of(grid)
    for name in args:
        if name not in allowed:
            raise BadListError(ListFault.UNKNOWN_PARAMETER, name=name[:LONGEST_VALUE])
    named = args.get("list") or None
    if named is not None and named not in grid.named_lists:
        raise BadListError(ListFault.BAD_VALUE, name="list", value=named[:LONGEST_VALUE])
    parsed = ((f.name, f.parse(grid, args)) for f in filters_of(grid))
    filters = {name: value for name, value in parsed if value}
    where, sort = parse_where(grid, args.get(WHERE, "")), _sort(grid, args.getlist("sort"))
    is_any, group = _match(args.get(MATCH, "")), _group(grid, args.get("group", ""))
    state = ListState(
        named=named or _asked_apart(grid, filters, where),
        filters=filters,
        is_any=is_any,
        where=where,
        search=_search(args.get("search", "")),
        sort=sort,
        group=group,
        size=_size(args.get("size", "")),
        columns=_columns(grid, args.getlist("columns")),
        view=_view(args.get("view", "")),
        run=_run(args.get("run", "")),
        position=read_position(args, len(sort_keys(sort))),
        as_of=read_day(args.get("as_of", ""), may_be_past=may_be_past),
    )
    if group and is_joined(grid, state):
        _check_grouped(grid, group)
    return state


def _asked_apart(
    grid: Grid, filters: Mapping[str, Operand], where: Combination | None
) -> str | None:
    """A filter on a value that is only in a separate list selects that list."""
    apart = grid.list_apart
    if apart is None:
        return None
    words = words_of(filters.get(apart.attribute)) or _words_asked(where, apart.attribute)
    standing = [word for word in words if word in apart.values]
    if standing and len(standing) < len(words):
        # No list has both; showing one alone would be misleading.
        raise BadListError(ListFault.TWO_LISTS, name=apart.attribute, value=standing[0].value)
    return grid.apart if standing else None


def _words_asked(where: Combination | None, attribute: str) -> tuple[Operand, ...]:
    """The words that the condition asks of an attribute, if every row must have one of them."""
    if where is None or (where.is_any and len(where.parts) > 1):
        return ()
    for part in where.parts:
        is_asked = isinstance(part, Comparison) and part.operator is Operator.IS
        if is_asked and part.column.name == attribute:
            return part.operands
    return ()


def joined(grid: Grid, filters: Iterable[str]) -> list[str]:
    """The filters that 满足其一 (match any) combines with OR."""
    names = {f.name for f in filters_of(grid) if not f.narrows}
    return [name for name in filters if name in names]


def is_joined(grid: Grid, state: ListState) -> bool:
    """Whether several conditions are combined with OR."""
    return state.is_any and len(joined(grid, state.filters)) > 1


#: A filter and its value.
FilterValue = tuple[Filter, Any]


def conditions_of(grid: Grid, state: ListState) -> tuple[list[FilterValue], list[FilterValue]]:
    """The conditions combined with AND, and those combined with OR."""
    asked = [
        (f, value) for f in filters_of(grid) if (value := state.filters.get(f.name)) is not None
    ]
    if not is_joined(grid, state):
        return asked, []
    return [one for one in asked if one[0].narrows], [one for one in asked if not one[0].narrows]


def to_pairs(state: ListState) -> list[tuple[str, str]]:
    """The state as URL parameters, without the position."""
    pairs = [("list", state.named)] if state.named else []
    pairs += [pair for item in state.filters.items() for pair in value_pairs(*item)]
    if state.is_any:
        pairs.append((MATCH, "any"))
    if state.where is not None:
        pairs.append((WHERE, state.where.text()))
    if state.search:
        pairs.append(("search", state.search))
    pairs.append(("sort", state.sort))
    rest = {
        "group": state.group,
        "size": str(state.size) if state.size != DEFAULT_SIZE else "",
        "columns": ",".join(state.columns),
        "view": str(state.view or ""),
        "run": str(state.run or ""),
        "as_of": state.as_of.isoformat() if state.as_of else "",
    }
    pairs += [(name, value) for name, value in rest.items() if value]
    return pairs


def search_refusal(state: ListState) -> Refusal | None:
    """Why the words cannot be searched; None when they can."""
    if not (state.search and is_too_short(state.search)):
        return None
    return Refusal(ListFault.SEARCH_TOO_SHORT, {"minimum": MINIMUM_CHARACTERS})


def _search(raw: str) -> str:
    return on_one_line(raw)[:LONGEST_VALUE].strip()


def _sort(grid: Grid, given: list[str]) -> str:
    """Keys separated by commas, or one parameter per key as sent by a form."""
    codes = [code for raw in given for code in raw.split(",") if code]
    if unknown := next((c for c in codes if c.removeprefix("-") not in grid.sortable), None):
        raise BadListError(ListFault.BAD_SORT, name=unknown[:LONGEST_VALUE])
    keys = sort_keys(",".join(codes) or grid.column_default_sort)
    if len(keys) > MAXIMUM_SORT_KEYS:
        raise BadListError(ListFault.TOO_MANY_SORT_KEYS, maximum=MAXIMUM_SORT_KEYS)
    return ",".join(key.code for key in keys)


def _group(grid: Grid, raw: str) -> str:
    if raw and raw not in grid.grouped_by:
        raise BadListError(ListFault.BAD_VALUE, name="group", value=raw[:LONGEST_VALUE])
    return raw


def _match(raw: str) -> bool:
    if raw not in {"", "all", "any"}:
        raise BadListError(ListFault.BAD_VALUE, name=MATCH, value=raw[:LONGEST_VALUE])
    return raw == "any"


def _check_grouped(grid: Grid, group: str) -> None:
    """A group adds a condition, which does not narrow a list combined with OR."""
    if joined(grid, [grid.grouped_by[group].attribute]):
        raise BadListError(ListFault.ANY_GROUPED)


def _size(raw: str) -> int:
    if not raw:
        return DEFAULT_SIZE
    if raw not in map(str, SIZES):
        raise BadListError(ListFault.BAD_VALUE, name="size", value=raw[:LONGEST_VALUE])
    return int(raw)


def _view(raw: str) -> int | None:
    """A view's id; `none` means no view, not even the default."""
    if raw in NO_VIEW:
        return None
    if (key := row_id(raw)) is None:
        raise BadListError(ListFault.BAD_VALUE, name="view", value=raw[:LONGEST_VALUE])
    return key or None


def _run(raw: str) -> int | None:
    """The key of a journal entry."""
    if raw and (row_id(raw) is None or not row_id(raw)):
        raise BadListError(ListFault.BAD_VALUE, name="run", value=raw[:LONGEST_VALUE])
    return row_id(raw) if raw else None


#: The parameter value for no view.
NO_VIEW = frozenset({"", "none"})


def _columns(grid: Grid, given: list[str]) -> tuple[str, ...]:
    """Keys separated by commas, or one parameter per key as sent by checkboxes."""
    keys = tuple(dict.fromkeys(key for raw in given for key in raw.split(",") if key))
    if unknown := next((key for key in keys if key not in grid.choosable), None):
        value = unknown[:LONGEST_VALUE]
        raise BadListError(ListFault.BAD_VALUE, name="columns", value=value)
    if len(keys) > MAXIMUM_LIST_COLUMNS:
        raise BadListError(ListFault.TOO_MANY_COLUMNS, maximum=MAXIMUM_LIST_COLUMNS)
    return keys
