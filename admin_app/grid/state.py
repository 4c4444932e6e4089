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

from actions.refusal import Refusal
from admin_app.grid.spec import Filter, FilterKind, Grid
from models.money import MoneyError, parse_yuan, plain_yuan
from models.number_range import PAPER_INVOICE_WIDTH
from models.search import MINIMUM_CHARACTERS, normalise

SIZES = (20, 50, 100, 200)
DEFAULT_SIZE = 50
#: Deepest page reachable by number; further ones are reached step by step or by filters.
MAXIMUM_OFFSET = 1_000_000
#: Columns a list shows at most: more do not fit on any screen, and all of them go into a file.
MAXIMUM_COLUMNS = 16
_LONGEST_VALUE = 64
_LONGEST_CURSOR = 300
#: Digits of an electronic invoice's number, the longest of all.
_LONGEST_NUMBER = 20


class ListFault(StrEnum):
    """Why a list cannot be shown as asked."""

    UNKNOWN_PARAMETER = "list_unknown_parameter"
    BAD_VALUE = "list_bad_value"
    BAD_SORT = "list_bad_sort"
    BAD_CURSOR = "list_bad_cursor"
    TOO_DEEP = "list_too_deep"
    SEARCH_TOO_SHORT = "list_search_too_short"
    SORT_TOO_MANY = "list_sort_too_many"
    TOO_MANY_COLUMNS = "list_too_many_columns"


class BadListError(ValueError):
    """The URL asks for what no list can show: 400."""

    def __init__(self, fault: ListFault, **facts: str | int) -> None:
        super().__init__(fault)
        self.refusal = Refusal(fault, facts)


@dataclass(frozen=True, slots=True)
class Position:
    """Where the page starts: after or before a row, at the end, or at a page number."""

    after: tuple[str, int] | None = None
    before: tuple[str, int] | None = None
    is_last: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class ListState:
    """A list as asked for."""

    named: str | None = None
    #: filter name → typed value: a word, a text, or a (low, high) pair.
    filters: Mapping[str, Any] = field(default_factory=dict)
    search: str = ""
    sort: str = "-id"
    size: int = DEFAULT_SIZE
    #: Keys of the columns chosen, in order; none: the list's own.
    columns: tuple[str, ...] = ()
    position: Position = Position()

    @property
    def is_descending(self) -> bool:
        """Whether the greatest comes first."""
        return self.sort.startswith("-")

    @property
    def sort_key(self) -> str:
        """The attribute sorted by."""
        return self.sort.removeprefix("-")

    def query(self, **changes: Any) -> str:
        """The URL query of this list with some parts changed, always from its first page."""
        return urlencode(to_pairs(replace(self, position=Position(), **changes)))


#: Parameters of every list.
_ALLOWED = frozenset(
    {"list", "search", "sort", "size", "columns", "after", "before", "last", "page", "format"}
)


def read_state(grid: Grid, args: MultiDict[str, str]) -> ListState:
    """Read a URL. Raises BadListError."""
    known = {f.name: f for f in grid.filters}
    allowed = _ALLOWED | {name for f in grid.filters for name in _names(f)}
    for name in args:
        if name not in allowed:
            raise BadListError(ListFault.UNKNOWN_PARAMETER, name=name[:_LONGEST_VALUE])
    named = args.get("list") or None
    if named is not None and named not in grid.named_lists:
        raise BadListError(ListFault.BAD_VALUE, name="list", value=named[:_LONGEST_VALUE])
    filters = {f.name: value for f in known.values() if (value := _read(grid, f, args))}
    return ListState(
        named=named or _asked_apart(grid, filters),
        filters=filters,
        search=_search(args.get("search", "")),
        sort=_sort(grid, args.get("sort", "")),
        size=_size(args.get("size", "")),
        columns=_columns(grid, args.getlist("columns")),
        position=_position(args),
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
    if state.size != DEFAULT_SIZE:
        pairs.append(("size", str(state.size)))
    if state.columns:
        pairs.append(("columns", ",".join(state.columns)))
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
    if len(raw) > _LONGEST_VALUE:
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw[:_LONGEST_VALUE])
    if f.kind is FilterKind.CHOICE:
        return _choice(grid, f, raw)
    if f.kind is FilterKind.FILLED and raw not in FILLED:
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw)
    longest = _DIGITS.get(f.kind)
    if longest is not None and not (raw.isascii() and raw.isdecimal() and len(raw) <= longest):
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw)
    return int(raw) if f.kind is FilterKind.KEY else raw


#: What a filter for empty or filled fields takes.
FILLED = ("yes", "no")
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
        raise BadListError(ListFault.BAD_VALUE, name=name, value=raw[:_LONGEST_VALUE]) from error


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
    words = raw.strip().replace("\x00", "")[:_LONGEST_VALUE]
    if words and min((len(p) for p in normalise(words).split()), default=0) < MINIMUM_CHARACTERS:
        raise BadListError(ListFault.SEARCH_TOO_SHORT, minimum=MINIMUM_CHARACTERS)
    return words


def _sort(grid: Grid, raw: str) -> str:
    sort = raw or grid.default_sort
    if sort.removeprefix("-") not in grid.sortable:
        raise BadListError(ListFault.BAD_SORT, name=sort[:_LONGEST_VALUE])
    return sort


def _size(raw: str) -> int:
    if not raw:
        return DEFAULT_SIZE
    if raw not in map(str, SIZES):
        raise BadListError(ListFault.BAD_VALUE, name="size", value=raw[:_LONGEST_VALUE])
    return int(raw)


def _columns(grid: Grid, given: list[str]) -> tuple[str, ...]:
    """Keys parted by commas, or one parameter a key as ticked boxes send them."""
    keys = tuple(dict.fromkeys(key for raw in given for key in raw.split(",") if key))
    if unknown := next((key for key in keys if key not in grid.choosable), None):
        value = unknown[:_LONGEST_VALUE]
        raise BadListError(ListFault.BAD_VALUE, name="columns", value=value)
    if len(keys) > MAXIMUM_COLUMNS:
        raise BadListError(ListFault.TOO_MANY_COLUMNS, maximum=MAXIMUM_COLUMNS)
    return keys


def _position(args: MultiDict[str, str]) -> Position:
    page = args.get("page", "1")
    if not (page.isascii() and page.isdecimal() and len(page) < 9 and int(page) >= 1):  # noqa: PLR2004
        raise BadListError(ListFault.BAD_VALUE, name="page", value=page[:_LONGEST_VALUE])
    return Position(
        after=_cursor(args.get("after")),
        before=_cursor(args.get("before")),
        is_last=bool(args.get("last")),
        page=int(page),
    )


def _cursor(raw: str | None) -> tuple[str, int] | None:
    """`value,id` of the row at the edge of a page."""
    if not raw:
        return None
    value, comma, key = raw.rpartition(",")
    whole = comma and key.isascii() and key.isdecimal() and len(key) < 19  # noqa: PLR2004
    if not whole or len(raw) > _LONGEST_CURSOR or "\x00" in raw:
        raise BadListError(ListFault.BAD_CURSOR)
    return value, int(key)
