"""HTML fragments requested by scripts: counts of tabs and facets, and one cell."""

from __future__ import annotations

import secrets

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from admin_app.grid.conditions.columns import filters_of
from admin_app.grid.listing.facets import facet_counts
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.tab_counts import tab_counts
from admin_app.grid.record.inline_edit import cell_form, inline_column, saved_cell, shown_cell
from admin_app.grid.record.page import record_at_address
from admin_app.grid.view_request import ViewRequest


def tabs_piece(view: ViewRequest) -> str:
    """The counts of tabs."""
    counts = tab_counts(view.session, view.grid, view.today)
    return view.render("grid/listing/_tab_counts.html", counts=counts)


def facets_piece(view: ViewRequest) -> str:
    """The facet counts of an opened filter."""
    args = MultiDict(request.args)
    name = args.pop("field", "")
    counted = (f for f in filters_of(view.grid) if f.facet_values(view.grid, None))
    if (chosen := next((f for f in counted if f.name == name), None)) is None:
        abort(404)
    counts = facet_counts(ListRequest(view.session, view.grid, read_state(view.grid, args)), chosen)
    return view.render("grid/listing/_facets.html", field=name, counts=counts)


def cell_piece(view: ViewRequest) -> ResponseReturnValue:
    """One cell of a list: its input field, or the result of saving it."""
    record = record_at_address(view)
    column = inline_column(view.grid, request.args.get("name", "")) or abort(404)
    if request.method == "POST":
        cell = saved_cell(view.session, view.grid, record, column, request.form)
    elif "shown" in request.args or not view.is_granted(view.grid.can_edit):
        cell = shown_cell(view.grid, record, column)
    else:
        cell = cell_form(view.grid, record, column)
    here = url_for(".cell_view", id=record.id, name=column.name)
    key = secrets.token_urlsafe(16)
    return view.render("grid/record/cell.html", cell=cell, key=key, here=here), cell.status
