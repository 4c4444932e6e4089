"""The API's lists: the same grids, filters, order and scope as the pages, as JSON by keyset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, jsonify, request, url_for
from flask_login import current_user
from flask_wtf import CSRFProtect
from sqlalchemy import Row
from werkzeug.wrappers import Response

from admin_app.api import actions as actions_api
from admin_app.api import runs  # noqa: F401  adds its routes to the blueprint
from admin_app.api.actions import api
from admin_app.auth.current_actor import the_clock
from admin_app.forms.request_errors import BadRequestError
from admin_app.grid.column_source import column_of
from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.grid.grouping.query import Summed, fetch_groups, total_of
from admin_app.grid.listing.column_chooser import columns_of
from admin_app.grid.listing.keyset import cursor_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, read_state, search_refusal
from admin_app.grid.listing.past_day import check_day
from admin_app.grid.listing.query import fetch_by_ids, fetch_page
from admin_app.grid.listing.search_strategy import COUNT_CAP
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.past.routes import read_past
from admin_app.grid.past.rows import PastRow, fetch_past
from admin_app.grid.spec import Column, Grid
from admin_app.labels import sentence
from admin_app.labels.list_fault import ListFault
from admin_app.values import kind_of, kind_of_value
from admin_app.views import GRIDS
from models.core.base import db
from models.core.search_index import MINIMUM_CHARACTERS
from models.reports.row_history import UNKNOWN
from models.values.limits import LARGEST_BIGINT

#: The columns of a row by their stable keys, each with how its values are sent.
Writers = Mapping[str, Callable[[Any], Any]]


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Register the blueprint with actions, lists and runs."""
    actions_api.install(app, csrf)


@api.get("/<entity>")
def list_rows(entity: str) -> Response:
    """Rows of an entity, as `list_json` gives them."""
    return list_json(_grid(entity), url_for("api.list_rows", entity=entity))


def list_json(grid: Grid, url: str) -> Response:
    """`rows`, `count` (up to a cap), and the addresses of the pages beside, of a list at `url`.

    With `as_of`, the rows as they stood at the end of that day.
    """
    try:
        if request.args.get("as_of", "").strip():
            return _past_rows(grid, url)
        state = read_state(grid, request.args)
        _check_words(state)
        if state.group:
            return _groups(grid, state)
        columns = _columns(grid, state)
        page = fetch_page(ListRequest(db.session(), grid, state, columns))
        writers = _writers(grid, columns)
    except BadListError as error:
        said = sentence(error.refusal.code, error.refusal.facts)
        raise BadRequestError(said) from error
    here, rows = state.query(), page.rows
    return jsonify(
        rows=[_row(writers, row) for row in rows],
        count=min(page.count, COUNT_CAP),
        is_capped=page.is_capped,
        next=_address(url, here, after=cursor_of(state, rows[-1]))
        if page.has_next and rows
        else None,
        previous=_address(url, here, before=cursor_of(state, rows[0]))
        if page.has_previous and rows
        else None,
    )


def _check_words(state: ListState) -> None:
    """Raises BadListError for words that cannot be searched, instead of returning no rows."""
    if search_refusal(state) is not None:
        raise BadListError(ListFault.SEARCH_TOO_SHORT, minimum=MINIMUM_CHARACTERS)


def _past_rows(grid: Grid, url: str) -> Response:
    """The same as of a past day, by key: `unknown` lists columns without history, which are null.

    `is_cut`: the page ended at a limit; `next` continues there.
    """
    if (sort := request.args.get("sort", "id")) != "id":
        raise BadListError(ListFault.BAD_SORT, name=sort[:LONGEST_VALUE])
    state = read_past(grid, request.args)
    assert state.as_of is not None, "the address names a day"
    _check_words(state)
    check_day(db.session(), grid.entity_table, state.as_of, the_clock().today())
    columns = _columns(grid, state)
    page = fetch_past(ListRequest(db.session(), grid, state, columns))
    further, writers = page.next_after is not None, _writers(grid, columns)
    return jsonify(
        as_of=state.as_of.isoformat(),
        rows=[_past_row(writers, row) for row in page.rows],
        is_cut=page.is_cut,
        next=_address(url, state.query(), after=page.cursor) if further else None,
    )


def _past_row(writers: Writers, row: PastRow) -> dict[str, object]:
    told = dict(zip(writers, row.cells, strict=True))
    unknown = [key for key, value in told.items() if value is UNKNOWN]
    known = {**told, **dict.fromkeys(unknown)}
    return {"id": row.id, **_values(writers, known.values()), "unknown": unknown}


def _columns(grid: Grid, state: ListState) -> Sequence[Column]:
    return (
        columns_of(grid, grid.column_list, state.columns)
        if state.columns
        else grid.column_details_list
    )


def _groups(grid: Grid, state: ListState) -> Response:
    """The grouped list: `groups` with their values, counts and sums, and the `total`."""
    groups = fetch_groups(ListRequest(db.session(), grid, state))
    total = total_of(grid, groups)
    return jsonify(
        groups=[{state.group: _group(group.value), **_sums(grid, group)} for group in groups],
        total=_sums(grid, total),
    )


def _sums(grid: Grid, group: Summed) -> dict[str, object]:
    sums = dict(zip(grid.sums, group.sums, strict=True))
    own = {n: kind_of(grid.source(n)).json(sums[n]) for n in sums if n in grid.own_by_name}
    return {"count": group.count, **sums, **own}


@api.get("/<entity>/<int:row_id>")
def one_row(entity: str, row_id: int) -> Response:
    """One row; one outside the scope does not exist."""
    return row_json(_grid(entity), row_id)


def row_json(grid: Grid, row_id: int) -> Response:
    """One row of a list; 404 where it has none of this key."""
    found = (
        fetch_by_ids(db.session(), grid, [row_id], grid.column_details_list)
        if row_id <= LARGEST_BIGINT
        else ()
    )
    return (
        jsonify(_row(_writers(grid, grid.column_details_list), found[0])) if found else abort(404)
    )


def _grid(entity: str) -> Grid:
    grid = GRIDS.get(entity)
    if grid is None:
        abort(404)
    role = current_user.actor.role
    if role not in grid.readers:
        abort(403)
    return reader_grid(db.session(), grid, current_user.actor.role)


def _address(url: str, query: str, **position: str) -> str:
    return f"{url}?{query}&{urlencode(position)}"


def _writers(grid: Grid, columns: Sequence[Column]) -> Writers:
    return {column.key: kind_of(column_of(grid, column)).json for column in columns}


def _row(writers: Writers, row: Row[*tuple[Any, ...]]) -> dict[str, object]:
    # Values after the columns are for pages only.
    return {"id": row.id, **_values(writers, row[2:])}


def _values(writers: Writers, values: Iterable[Any]) -> dict[str, object]:
    return {
        key: None if value is None else write(value)
        for (key, write), value in zip(writers.items(), values, strict=False)
    }


def _group(value: object) -> Any:
    return None if value is None else kind_of_value(value).json(value)
