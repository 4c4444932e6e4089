"""The read-only page of a list as of a past day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from admin_app.grid.column_source import label_of
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.cells import Writer, has_ended, writers
from admin_app.grid.listing.computed_cells import derived_writers
from admin_app.grid.listing.headings import headings
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import SIZES, ListState, read_state
from admin_app.grid.listing.page import Row, query_context
from admin_app.grid.listing.past_day import check_day, day_field
from admin_app.grid.page_text import hint_of_list, title_of_list
from admin_app.grid.past.rows import MAXIMUM_PAST_ROWS, MAXIMUM_WALK, PastRow, fetch_past
from admin_app.grid.spec import Column, Derived, Grid
from admin_app.grid.view_request import ViewRequest
from admin_app.labels.list_fault import ListFault
from admin_app.papers.report_files import offered_files
from models.reports.row_history import UNKNOWN


def past_page(view: ViewRequest) -> str:
    """The page of a list as of the end of a past day."""
    state = read_past(view.grid, request.args)
    assert state.as_of is not None, "the address names a day"
    today = view.today
    check_day(view.session, view.grid.entity_table, state.as_of, today)
    columns = [as_stored(column) for column in view.columns_of(state)]
    asked = ListRequest(view.session, view.grid, state, columns)
    found, query = fetch_past(asked), query_context(asked, state.as_of)
    next_url = None
    if found.cursor:
        next_url = f"./?{state.query()}&{urlencode({'after': found.cursor})}"
    return view.render(
        "grid/past/list.html",
        title=title_of_list(view.grid, state.named),
        hint=hint_of_list(view.grid, state),
        **{**query, **_past_query(state, query)},
        past=day_field(view.grid.entity_table, state.as_of, today),
        day=state.as_of,
        files=offered_files(
            [title_of_list(view.grid, state.named)],
            len(found.rows),
            *[url_for(".export")] * 2,
        ),
        today_url=f"./?{state.query(as_of=None, sort=view.grid.column_default_sort)}",
        untold=[label_of(view.grid, column) for column in columns if column.found],
        columns=headings(view.grid, columns),
        rows=_past_rows(view, columns, found.rows, state.as_of),
        first_url=f"./?{state.query()}" if state.position.after else None,
        next_url=next_url,
        is_cut=found.is_cut,
        maximum_rows=f"{MAXIMUM_PAST_ROWS:,}",
        maximum_walk=f"{MAXIMUM_WALK:,}",
        sizes=[(n, f"./?{state.query(size=n)}", n == state.size) for n in SIZES],
    )


def as_stored(column: Column) -> Column:
    """The stored attribute of a computed column, whose value of that day is not known."""
    return column if column.stored is None else Column(column.stored)


def _past_rows(
    view: ViewRequest, columns: Sequence[Column], found: Sequence[PastRow], day: dt.date
) -> list[Row]:
    """The rows as the template draws them; each leads to its record and that to its history."""
    # No computed cells: clocks and phases depend on the settings of that day, which are not stored.
    lasting = [column for column in columns if column.derived is Derived.WAIT]
    derived = derived_writers(view.session, lasting, day)
    write = [_with_unknown(each) for each in writers(view.grid, columns, derived)]
    cells = [[of(value) for of, value in zip(write, row.cells, strict=True)] for row in found]
    return [
        Row(
            row.id,
            f"details/?id={row.id}",
            str(written[0]),
            written,
            is_ended=has_ended(view.grid, columns, row.cells),
        )
        for row, written in zip(found, cells, strict=True)
    ]


def read_past(grid: Grid, args: MultiDict[str, str]) -> ListState:
    """Parse the URL of a list of a past day, which is always in id order.

    A sort order from the query bar is ignored with a note. Raises BadListError.
    """
    given = MultiDict(args)
    given.setlist("sort", ["id"])
    state = replace(read_state(grid, given, may_be_past=True), view=None)
    if state.group:
        raise BadListError(ListFault.PAST_GROUPED)
    if state.position.before or state.position.is_last or state.position.page > 1:
        raise BadListError(ListFault.PAST_BACKWARDS)
    return state


def _past_query(state: ListState, query: dict[str, Any]) -> dict[str, object]:
    """The query bar without counts and sorting."""
    assert state.as_of is not None, "the address names a day"
    day = urlencode({"as_of": state.as_of.isoformat()})
    tabs = [(label, f"{url}&{day}", is_here, None) for label, url, is_here, _work in query["tabs"]]
    return {
        "tabs": tabs,
        "filters": [replace(field, facets_url=None) for field in query["filters"]],
        "hidden": [(name, value) for name, value in query["hidden"] if name != "sort"],
    }


def _with_unknown(write: Writer) -> Writer:
    """The formatter, with a text for unknown values."""
    unknown = Markup("<span class=soft>{}</span>").format(_("未留记录"))
    return lambda value: unknown if value is UNKNOWN else write(value)
