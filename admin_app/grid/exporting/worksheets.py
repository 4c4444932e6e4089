"""A list as a sheet of a workbook: the columns of the page, each in the kind its cells are of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from admin_app.files.csv_writer import fetched
from admin_app.files.xlsx_writer import Leaf, tab_of
from admin_app.grid.listing.cells import column_of, label_of
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import every_row
from admin_app.grid.spec import Column, Grid
from admin_app.values import kind_of


def leaf_of(
    session: Session,
    grid: Grid,
    state: ListState,
    columns: Sequence[Column],
    title: str,
    ids: Sequence[int] | None = None,
) -> Leaf:
    """The list, or of it the rows of `ids`; the session must stay open while its rows are read."""
    headings = [(label_of(grid, each), kind_of(column_of(grid, each))) for each in columns]
    found = fetched(session, every_row(session, grid, state, columns, ids))
    return Leaf(tab_of(title), headings, (row[2:] for row in found))
