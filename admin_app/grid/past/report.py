"""A list as of a past day as a report, for files and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from admin_app.grid.column_source import column_of, label_of
from admin_app.grid.listing.cursor import Edge, Position
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.past_day import check_day
from admin_app.grid.page_text import title_of_list
from admin_app.grid.past.routes import as_stored, read_past
from admin_app.grid.past.rows import PastRow, fetch_past
from admin_app.grid.view_request import ViewRequest
from admin_app.papers.report import Report, ReportTable
from admin_app.values import ValueKind, Written, kind_of
from admin_app.values.kind import Cell
from models.reports.row_history import UNKNOWN

#: Most pages that are read for a file, of so many rows at most: each takes changes back.
_MOST_PAGES, _ROWS_AT_ONCE = 25, 400


class PastKind(ValueKind):
    """A kind whose value of that day may not be known."""

    def __init__(self, kind: ValueKind) -> None:
        self.kind = kind
        self.is_figure, self.width = kind.is_figure, kind.width
        self.number_format = kind.number_format

    def html(self, value: object) -> Written:
        """The value, or that nobody kept it."""
        return _("未留记录") if value is UNKNOWN else self.kind.html(value)

    def cell(self, value: object) -> Cell:
        """The same in a workbook."""
        return _("未留记录") if value is UNKNOWN else self.kind.cell(value)


def past_report(view: ViewRequest) -> Report:
    """The whole list as of the day of the address. Raises BadListError."""
    state = replace(read_past(view.grid, request.args), size=_ROWS_AT_ONCE, position=Position())
    assert state.as_of is not None, "the address names a day"
    check_day(view.session, view.grid.entity_table, state.as_of, view.today)
    columns = [as_stored(column) for column in view.columns_of(state)]
    rows, is_cut = _every_row(ListRequest(view.session, view.grid, state, columns))
    title = title_of_list(view.grid, state.named)
    return Report(
        model=view.grid.model,
        title=title,
        office=current_user.office_name,
        on=state.as_of,
        selection=f"filtered?{state.query()}",
        tables=[
            ReportTable(
                title,
                [
                    (label_of(view.grid, column), PastKind(kind_of(column_of(view.grid, column))))
                    for column in columns
                ],
                [row.cells for row in rows],
            )
        ],
        is_cut=is_cut,
    )


def _every_row(asked: ListRequest) -> tuple[Sequence[PastRow], bool]:
    """The rows of all pages, and whether there are more than may be read."""
    rows: list[PastRow] = []
    for _page in range(_MOST_PAGES):
        found = fetch_past(asked)
        rows += found.rows
        if found.next_after is None:
            return rows, False
        edge = Edge((str(found.next_after),), found.next_after)
        asked = replace(asked, state=replace(asked.state, position=Position(after=edge)))
    return rows, True
