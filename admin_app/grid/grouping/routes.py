"""The page and the file of a grouped list."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user

from admin_app.grid.grouping.page import group_context, group_report
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.page import query_context
from admin_app.grid.page_text import about_list, hint_of_list, report_draft, title_of_list
from admin_app.grid.view_request import ViewRequest
from admin_app.papers.report import Report


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
        report_url=report_draft(grid, state, view.actor),
        **query_context(asked, view.today),
        **group_context(asked),
    )


def groups_report(view: ViewRequest, state: ListState) -> Report:
    """The groups as a report, for files and paper."""
    title = title_of_list(view.grid, state.named)
    asked = ListRequest(view.session, view.grid, state)
    return group_report(asked, title, current_user.office_name, view.today)
