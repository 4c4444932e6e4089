"""The page and the file of a grouped list."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from admin_app.files.csv_writer import CSV_TYPE, sheet_bytes
from admin_app.files.xlsx_writer import CONTENT_TYPE, Leaf, pieces_of, tab_of, write_book
from admin_app.grid.grouping.page import group_context, group_sheet, sheet_lines
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.page import query_context
from admin_app.grid.page_text import about_list, hint_of_list, title_of_list
from admin_app.grid.view_request import ViewRequest


def groups_page(view: ViewRequest, state: ListState, selection: str) -> str:
    """The page of a list's groups; `selection` is the token of all its rows."""
    grid, asked = view.grid, ListRequest(view.session, view.grid, state)
    return view.render(
        "grid/grouping/groups.html",
        title=title_of_list(grid, state.named),
        about=about_list(grid, state),
        hint=hint_of_list(grid, state),
        selection=selection,
        export_url=url_for(".export"),
        **query_context(asked, view.today),
        **group_context(asked),
    )


def groups_file(view: ViewRequest, state: ListState, form: str) -> tuple[Iterator[bytes], str, int]:
    """The groups as CSV or a workbook, whole, its content type, and how many lines it has."""
    sheet = group_sheet(ListRequest(view.session, view.grid, state))
    if form == "xlsx":
        tab = title_of_list(view.grid, state.named)
        book = write_book([Leaf(tab_of(tab), sheet.headings, sheet.rows)])
        return pieces_of(book), CONTENT_TYPE, len(sheet.rows)
    return iter([sheet_bytes(sheet_lines(sheet))]), CSV_TYPE, len(sheet.rows)
