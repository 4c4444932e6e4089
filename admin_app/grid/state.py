"""Which rows, in which order, from where: a list's state, read from the URL and written back.

Names are stable, so bookmarks, saved views, selections and the API speak of lists alike. What
cannot be read is refused with 400 and a sentence; nothing is silently dropped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from admin_app.grid.faults import LONGEST_VALUE, BadListError, ListFault
from admin_app.grid.position import Position, read_position
from admin_app.grid.sorting import MAXIMUM_SORT_KEYS, SortKey, sort_keys
from admin_app.grid.spec import Filter, FilterKind, Grid
from models.money import MoneyError, parse_yuan, plain_yuan
from models.number_range import PAPER_INVOICE_WIDTH
from models.search import MINIMUM_CHARACTERS, normalise

SIZES = (20, 50, 100, 200)
DEFAULT_SIZE = 50
#: Columns a list shows at most: more do not fit on any screen, and all of them go into a file.
MAXIMUM_COLUMNS = 16
#: Digits of an electronic invoice's number, the longest of all.
_LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class ListState:
    """A list as asked for."""

    named: str | None = None
    #: filter name → typed value: a word, a text, or a (low, high) pair.
    filters: Mapping[str, Any] = field(default_factory=dict)
    search: str = ""
    #: Keys parted by commas, `-` before those that go downwards.
    sort: str = "-id"
    #: What the list is summed up by; empty: its rows are shown.
    group: str = ""
    size: int = DEFAULT_SIZE
    #: Keys of the columns chosen, in order; none: the list's own.
    columns: tuple[str, ...] = ()
    #: Key of the saved view it was opened from.
    view: int | None = None
    position: Position = Position()

    @property
    def sort_keys(self) -> tuple[SortKey, ...]:
        """What the list is sorted by, in rank."""
        return sort_keys(self.sort)

    def query(self, **changes: Any) -> str:
        """The URL query of this list with some parts changed, always from its first page."""
        return urlencode(to_pairs(replace(self, position=Position(), **changes)))


#: Parameters of every list.
_ALLOWED = frozenset(
    {
        "list",
        "search",
        "sort",
        "group",
        "size",
        "columns",
        "view",
        "after",
        "before",
        "last",
        "page",
        "format",
    }
)


def read_state(grid: Grid, args: MultiDict[str, str]) -> ListState:
    """Read a URL. Raises BadListError."""
    known = {f.name: f for f in grid.filters}
    allowed = _ALLOWED | {name for f in grid.filters for name in _names(f)}
    for name in args:
        if name not in allowed:
            raise BadListError(ListFault.UNKNOWN_PARAMETER, name=name[:LONGEST_VALUE])
    named = args.get("list") or None
    if named is not None and named not in grid.named_lists:
        raise BadListError(ListFault.BAD_VALUE, name="list", value=named[:LONGEST_VALUE])
    filters = {f.name: value for f in known.values() if (value := _read(grid, f, args))}
    sort = _sort(grid, args.getlist("sort"))
    return ListState(
        named=named or _asked_apart(grid, filters),
        filters=filters,
        search=_search(args.get("search", "")),
        sort=sort,
        group=_group(grid, args.get("group", "")),
        size=_size(args.get("size", "")),
        columns=_columns(grid, args.getlist("columns")),
        view=_view(args.get("view", "")),
        position=read_position(args, len(sort_keys(sort))),
    )


def _asked_apart(grid: Grid, filters: Mapping[str, Any]) -> str | None:
    """Whoever asks for a value that stands apart asks for the list it stands in."""
    apart = grid.list_apart
    is_asked = apart is not None and filters.get(apart.attribute) in apart.values
    return grid.apart if is_asked else None


def to_pairs(state: ListState) -> list[tuple[str, str]]:
    """The state as URL parameters, without the position."""
    pairs = [("list", state.named)] if state.named else []
    for name, value in state.filters.items():
        if isinstance(value, tuple):
            ends = zip((f"{name}_from", f"{name}_to"), value, strict=True)
            pairs += [(key, _written(name, end)) for key, end in ends if end is not None]
        else:
            pairs.append((name, str(value)))
    if state.search:
        pairs.append(("search", state.search))
    pairs.append(("sort", state.sort))
    if state.group:
        pairs.append(("group", state.group))
    if state.size != DEFAULT_SIZE:
        pairs.append(("size", str(state.size)))
    if state.columns:
        pairs.append(("columns", ",".join(state.columns)))
    if state.view:
        pairs.append(("view", str(state.view)))
    return pairs


def _written(name: str, value: Any) -> str:
    return plain_yuan(value) if name.endswith("_fen") else str(value)


#: Filters with two ends.
_RANGES = frozenset({FilterKind.DATES, FilterKind.MONEY, FilterKind.NUMBERS})


def _names(f: Filter) -> tuple[str, ...]:
    if f.kind in _RANGES:
        return (f"{f.name}_from", f"{f.name}_to")
    return (f.name,)


def _read(grid: Grid, f: Filter, args: MultiDict[str, str]) -> Any:
    if f.kind in _RANGES:
        ends = tuple(_end(f, name, args.get(name, "").strip()) for name in _names(f))
        return None if ends == (None, None) else ends
    raw = args.get(f.name, "").strip().replace("\x00", "")
    if not raw:
        return None
    if len(raw) > LONGEST_VALUE:
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw[:LONGEST_VALUE])
    if f.kind is FilterKind.CHOICE:
        return _choice(grid, f, raw)
    if f.kind is FilterKind.FILLED and raw not in FILLED:
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw)
    longest = _DIGITS.get(f.kind)
    digits = raw.removesuffix(OWN) if f.kind is FilterKind.OFFICE else raw
    if longest is not None and not (
        digits.isascii() and digits.isdecimal() and len(digits) <= longest
    ):
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw)
    return int(raw) if f.kind is FilterKind.KEY else raw


#: What a filter for empty or filled fields takes.
FILLED = ("yes", "no")
#: After an office's code: the office alone, without those below it.
OWN = "-own"
#: Filters that take digits alone, and how many at most.
_DIGITS = {FilterKind.OFFICE: 6, FilterKind.KEY: 18}


def _choice(grid: Grid, f: Filter, raw: str) -> StrEnum | str:
    enum = grid.table.c[f.name].type.enum_class
    try:
        word: StrEnum = enum(raw)
    except ValueError as error:
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw) from error
    return word


def _end(f: Filter, name: str, raw: str) -> dt.date | int | str | None:
    if not raw:
        return None
    try:
        return _ENDS[f.kind](raw)
    except (ValueError, MoneyError) as error:
        raise BadListError(ListFault.BAD_VALUE, name=name, value=raw[:LONGEST_VALUE]) from error


def _number(raw: str) -> str:
    """A printed number in full width; its leading zeros need not be typed."""
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= _LONGEST_NUMBER):
        raise ValueError(raw)
    return raw.zfill(PAPER_INVOICE_WIDTH)


_ENDS: dict[FilterKind, Callable[[str], Any]] = {
    FilterKind.DATES: dt.date.fromisoformat,
    FilterKind.MONEY: parse_yuan,
    FilterKind.NUMBERS: _number,
}


def _search(raw: str) -> str:
    words = raw.strip().replace("\x00", "")[:LONGEST_VALUE]
    if words and min((len(p) for p in normalise(words).split()), default=0) < MINIMUM_CHARACTERS:
        raise BadListError(ListFault.SEARCH_TOO_SHORT, minimum=MINIMUM_CHARACTERS)
    return words


def _sort(grid: Grid, given: list[str]) -> str:
    """Keys parted by commas, or one parameter a key as the fields of a form send them."""
    codes = [code for raw in given for code in raw.split(",") if code]
    if unknown := next((c for c in codes if c.removeprefix("-") not in grid.sortable), None):
        raise BadListError(ListFault.BAD_SORT, name=unknown[:LONGEST_VALUE])
    keys = sort_keys(",".join(codes) or grid.default_sort)
    if len(keys) > MAXIMUM_SORT_KEYS:
        raise BadListError(ListFault.TOO_MANY_SORT_KEYS, maximum=MAXIMUM_SORT_KEYS)
    return ",".join(key.code for key in keys)


def _group(grid: Grid, raw: str) -> str:
    if raw and raw not in grid.grouped_by:
        raise BadListError(ListFault.BAD_VALUE, name="group", value=raw[:LONGEST_VALUE])
    return raw


def _size(raw: str) -> int:
    if not raw:
        return DEFAULT_SIZE
    if raw not in map(str, SIZES):
        raise BadListError(ListFault.BAD_VALUE, name="size", value=raw[:LONGEST_VALUE])
    return int(raw)


def _view(raw: str) -> int | None:
    """A view's key; `none` says that no view is meant, not even the default."""
    if raw in NO_VIEW:
        return None
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= _DIGITS[FilterKind.KEY]):
        raise BadListError(ListFault.BAD_VALUE, name="view", value=raw[:LONGEST_VALUE])
    return int(raw) or None


#: What stands for no view in an address.
NO_VIEW = frozenset({"", "none"})


def _columns(grid: Grid, given: list[str]) -> tuple[str, ...]:
    """Keys parted by commas, or one parameter a key as ticked boxes send them."""
    keys = tuple(dict.fromkeys(key for raw in given for key in raw.split(",") if key))
    if unknown := next((key for key in keys if key not in grid.choosable), None):
        value = unknown[:LONGEST_VALUE]
        raise BadListError(ListFault.BAD_VALUE, name="columns", value=value)
    if len(keys) > MAXIMUM_COLUMNS:
        raise BadListError(ListFault.TOO_MANY_COLUMNS, maximum=MAXIMUM_COLUMNS)
    return keys
