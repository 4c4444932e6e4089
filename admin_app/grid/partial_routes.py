"""Pieces of a list that its scripts ask for: counts behind tabs and choices, and one cell."""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from admin_app.auth.current_actor import the_clock
from admin_app.grid.listing.facets import facet_counts
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.tab_counts import tab_counts
from admin_app.grid.record.inline_edit import cell_form, inline_column, saved_cell, shown_cell
from admin_app.grid.spec import FilterKind, Grid


class PieceViews:
    """What GridView answers under /tabs/, /facets/ and /cell/."""

    grid: Grid
    _db_session: Session
    render: Any
    _may: Any
    _record: Any

    @expose("/tabs/")
    def tabs_view(self) -> str:
        """What waits behind each tab."""
        counts = tab_counts(self._db_session, self.grid, the_clock().today())
        return self.render("grid/listing/_tab_counts.html", counts=counts)

    @expose("/facets/")
    def facets_view(self) -> str:
        """How many rows each choice would leave, for the filter that was opened."""
        args = MultiDict(request.args)
        name = args.pop("field", "")
        choices = (f for f in self.grid.column_filters if f.kind is FilterKind.CHOICE)
        if (asked := next((f for f in choices if f.name == name), None)) is None:
            abort(404)
        counts = facet_counts(self._db_session, self.grid, read_state(self.grid, args), asked)
        return self.render("grid/listing/_facets.html", field=name, counts=counts)

    @expose("/cell/", methods=("GET", "POST"))
    def cell_view(self) -> Any:
        """One cell of a list: its field, or what became of what was typed in it."""
        record = self._record()
        column = inline_column(self.grid, request.args.get("name", "")) or abort(404)
        if request.method == "POST":
            cell = saved_cell(self._db_session, self.grid, record, column, request.form)
        elif "shown" in request.args or not self._may(self.grid.can_edit):
            cell = shown_cell(self.grid, record, column)
        else:
            cell = cell_form(self.grid, record, column)
        here = url_for(".cell_view", id=record.id, name=column.name)
        key = secrets.token_urlsafe(16)
        return self.render("grid/record/cell.html", cell=cell, key=key, here=here), cell.status
