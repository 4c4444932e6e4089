"""The position of a page in its URL (keyset pagination): next to a row, at the end, or by
number.
"""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from admin_app.forms.row_id import row_id
from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.labels.list_fault import ListFault

#: Deepest row reachable by page number; further ones need keyset steps or filters.
MAXIMUM_OFFSET = 1_000_000
_LONGEST_CURSOR = 300


@dataclass(frozen=True, slots=True)
class Edge:
    """The row at the edge of a page: its sort values as text, and its id."""

    values: tuple[str, ...]
    id: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where the page starts: after or before a row, at the end, or at a page number."""

    after: Edge | None = None
    before: Edge | None = None
    is_last: bool = False
    page: int = 1


def read_position(args: MultiDict[str, str], keys: int) -> Position:
    """Parse it from a URL, for a list with `keys` sort keys. Raises BadListError."""
    page = args.get("page", "1")
    if not (page.isascii() and page.isdecimal() and len(page) < 9 and int(page) >= 1):  # noqa: PLR2004
        raise BadListError(ListFault.BAD_VALUE, name="page", value=page[:LONGEST_VALUE])
    return Position(
        after=_edge(args.get("after"), keys),
        before=_edge(args.get("before"), keys),
        is_last=bool(args.get("last")),
        page=int(page),
    )


def _edge(raw: str | None, keys: int) -> Edge | None:
    """`value,id` of the row at the edge of a page, or `value,value,id` with their commas escaped.

    With a single sort key the value is unescaped and may contain commas (compatibility).
    """
    if not raw:
        return None
    *values, last = raw.rsplit(",", 1) if keys == 1 else raw.split(",")
    key = row_id(last)
    if key is None or len(values) != keys or len(raw) > _LONGEST_CURSOR * keys or "\x00" in raw:
        raise BadListError(ListFault.BAD_CURSOR)
    return Edge(tuple(values if keys == 1 else map(_unescaped, values)), key)


def written_edge(edge: Edge) -> str:
    """The edge as URL parameter."""
    values = edge.values if len(edge.values) == 1 else map(_escaped, edge.values)
    return ",".join((*values, str(edge.id)))


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace(",", "%2C")


def _unescaped(value: str) -> str:
    return value.replace("%2C", ",").replace("%25", "%")
