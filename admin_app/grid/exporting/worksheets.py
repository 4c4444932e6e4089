"""A list as a sheet of a workbook: the columns of the page, each in the kind its cells are of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from admin_app.files.csv_writer import fetched, plain
from admin_app.files.value_kind import Kind
from admin_app.files.xlsx_writer import Leaf, tab_of
from admin_app.grid.listing.cells import column_of, label_of, writers
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.named_cells import named_writer
from admin_app.grid.listing.query import every_row
from admin_app.grid.spec import Column, Grid, kind_of

#: Kinds that stay values in a workbook; all else is the text of the page.
_VALUES = frozenset({Kind.MONEY, Kind.NUMBER, Kind.DATE, Kind.INSTANT})


def leaf_of(
    session: Session,
    grid: Grid,
    state: ListState,
    columns: Sequence[Column],
    title: str,
    ids: Sequence[int] | None = None,
) -> Leaf:
    """The list, or of it the rows of `ids`; the session must stay open while its rows are read."""
    kinds = [_kind(column_of(grid, column)) for column in columns]
    headings = [(label_of(grid, column), kind) for column, kind in zip(columns, kinds, strict=True)]
    writes = [
        None if kind in _VALUES else write
        for kind, write in zip(kinds, writers(grid, columns), strict=True)
    ]
    return Leaf(tab_of(title), headings, _rows(session, grid, state, columns, ids, writes))


def _kind(source: Any) -> Kind:
    """Keys and named columns are texts, whatever they are made of."""
    kind = kind_of(source)
    is_key = bool(source.foreign_keys) or named_writer(source) is not None
    return kind if kind in _VALUES and not is_key else Kind.TEXT


def _rows(
    session: Session,
    grid: Grid,
    state: ListState,
    columns: Sequence[Column],
    ids: Sequence[int] | None,
    writes: Sequence[Callable[[Any], Any] | None],
) -> Iterator[list[Any]]:
    for row in fetched(session, every_row(session, grid, state, columns, ids)):
        yield [
            value if write is None else plain(write(value))
            for write, value in zip(writes, row[2:], strict=True)
        ]
