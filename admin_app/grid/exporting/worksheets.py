"""A list as a worksheet: the columns of the page, each with the kind of its cells."""

from __future__ import annotations

from collections.abc import Sequence

from admin_app.files.csv_writer import fetched
from admin_app.files.xlsx_writer import Leaf, tab_of
from admin_app.grid.column_source import column_of, label_of
from admin_app.grid.exporting.file_rows import every_row
from admin_app.grid.listing.list_request import ListRequest
from admin_app.values import kind_of


def leaf_of(
    request: ListRequest,
    title: str,
    ids: Sequence[int] | None = None,
) -> Leaf:
    """The list, or only the rows of `ids`; the session must stay open during iteration."""
    grid = request.grid
    headings = [(label_of(grid, each), kind_of(column_of(grid, each))) for each in request.columns]
    found = fetched(request.session, every_row(request, ids))
    return Leaf(tab_of(title), headings, (row[2:] for row in found))
