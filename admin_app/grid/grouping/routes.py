"""What GridView answers when a list is to be summed up: its page, and its file."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from admin_app.auth.current_actor import the_clock
from admin_app.files.csv_writer import CSV_TYPE, file_answer, sheet_bytes
from admin_app.files.xlsx_writer import CONTENT_TYPE, Leaf, pieces_of, tab_of, write_book
from admin_app.grid.grouping.page import group_context, group_sheet, sheet_lines
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.page import query_context
from admin_app.grid.page_text import about_list, hint_of_list, title_of_list
from admin_app.grid.spec import Grid


class GroupViews:
    """The page of a list's groups, and the file of them."""

    grid: Grid
    actor: Actor
    _db_session: Session
    render: Any
    _all_token: Any
    _note_export: Any

    def _groups_page(self, state: ListState) -> str:
        groups = group_context(self._db_session, self.grid, state)
        query = query_context(self._db_session, self.grid, state, the_clock().today())
        page: str = self.render(
            "grid/grouping/groups.html",
            title=title_of_list(self.grid, state.named),
            about=about_list(self.grid, state),
            hint=hint_of_list(self.grid, state),
            selection=self._all_token(),
            export_url=url_for(".export"),
            **query,
            **groups,
        )
        return page

    def _groups_file(self, state: ListState, name: str, form: str) -> Response:
        """The groups as CSV or a workbook; it is noted once it is whole, and then sent."""
        sheet = group_sheet(self._db_session, self.grid, state)
        if form == "xlsx":
            tab = title_of_list(self.grid, state.named)
            book = write_book([Leaf(tab_of(tab), sheet.headings, sheet.rows)])
            pieces, content_type = pieces_of(book), CONTENT_TYPE
        else:
            pieces, content_type = iter([sheet_bytes(sheet_lines(sheet))]), CSV_TYPE
        self._note_export(name, f"filtered?{state.query()}", [state.group, *self.grid.sums])
        return file_answer(pieces, content_type, name)
