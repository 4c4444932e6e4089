"""Export of a list: the ticked, the filtered or all rows; recorded before they are sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from flask import Response, abort, request, stream_with_context
from sqlalchemy.orm import Session

from actions.core.action import Reach
from actions.core.export import export_action
from actions.core.records.editable import EDITABLE_OF
from actions.core.refusal import Common, Refusal, Refused
from actions.perform import perform
from admin_app.auth.current_actor import caller
from admin_app.files.csv_writer import CSV_TYPE, file_answer, file_name
from admin_app.files.xlsx_writer import CONTENT_TYPE, pieces_of, write_book
from admin_app.grid.exporting.csv_list import csv_pieces
from admin_app.grid.exporting.file_rows import count_for_file
from admin_app.grid.exporting.worksheets import leaf_of
from admin_app.grid.grouping.routes import groups_report
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.page_text import title_of_list
from admin_app.grid.past.report import past_report
from admin_app.grid.planning.chosen_rows import listed_state, ticked_ids
from admin_app.grid.spec import Column
from admin_app.grid.view_request import ViewRequest
from admin_app.papers.report import Report
from admin_app.papers.report_files import send_printed, send_report
from models.core.base import db
from models.core.journal import Door
from models.core.scope import scoped_session
from models.core.setting import know_day
from models.definitions.own_words import know_language, known_language

#: The models whose exported lists can be imported again.
_BROUGHT_BACK = frozenset(editable.model for editable in EDITABLE_OF.values())
#: By these columns a file that is edited and imported again finds its records, and what others
#: changed meanwhile.
IDENTITY = (Column("id"), Column("row_version"))
#: File formats; PDF of grouped lists and past days alone.
_FORMS = frozenset({"csv", "xlsx", "pdf"})


def export_list(view: ViewRequest) -> Response:
    """/export/: a file of the ticked, the filtered or all rows; the export is recorded first."""
    if "as_of" in request.args:
        return _report_file(view, past_report(view), request.form.get("format", "csv"))
    grid, scope = view.grid, request.form.get("scope", "filtered")
    state = listed_state(grid, view.actor, request.form)
    columns = _columns_of(view, state)
    ids = ticked_ids(request.form) if scope == "ticked" else None
    if ids == []:
        raise Refused(Refusal(Common.NO_ROWS))
    if scope == "all":
        named = state.named if state.named == grid.apart else None
        state = ListState(named=named, sort=grid.column_default_sort)
    title, form = title_of_list(grid, state.named), request.form.get("format", "csv")
    if form not in _FORMS:
        abort(400)
    name = file_name(title, view.today, form)
    if state.group:
        report = groups_report(view, state)
        return (
            send_printed(report, grid.readers)
            if form == "pdf"
            else send_report(report, grid.readers)
        )
    if form == "pdf":
        abort(400)
    keys = [column.key for column in columns]
    asked = ListRequest(view.session, grid, state, columns)
    # Before anything is recorded or sent: an order in which the list is refused is refused here.
    count = count_for_file(asked, ids)
    if form == "xlsx":
        # Written first: a workbook over its limit is refused before the export is recorded.
        with _own_session(view) as own:
            book = write_book([leaf_of(replace(asked, session=own), title, ids)])
        _note_export(view, name, f"{scope}?{state.query()}", keys, count)
        return file_answer(pieces_of(book), CONTENT_TYPE, name)
    _note_export(view, name, f"{scope}?{state.query()}", keys, count)
    # The request's own session ends before the first chunk is read.
    opening = _own_session(view)
    streamed = _read_in(opening, lambda own: csv_pieces(replace(asked, session=own), ids))
    return file_answer(stream_with_context(streamed), CSV_TYPE, name)


def _report_file(view: ViewRequest, report: Report, form: str) -> Response:
    """A grouped list, or one as of a past day, as CSV, workbook or PDF."""
    send = send_printed if form == "pdf" else send_report
    return send(report, view.grid.readers)


def _columns_of(view: ViewRequest, state: ListState) -> Sequence[Column]:
    is_whole = request.form.get("columns") == "all"
    columns = view.grid.column_details_list if is_whole else view.columns_of(state)
    if view.grid.model in _BROUGHT_BACK and view.is_granted(view.grid.can_edit):
        return [*columns, *IDENTITY]
    return columns


def _note_export(
    view: ViewRequest, name: str, selection: str, keys: Sequence[str], count: int
) -> None:
    """Record the export."""
    grid = view.grid
    action = export_action(grid.model, dict.fromkeys(grid.readers, Reach.SCOPE))
    given = action.input(
        file_name=name,
        selection=selection,
        columns=",".join(keys),
        row_count=count,
    )
    # Each download is recorded, under its own key.
    key = secrets.token_urlsafe(16)
    perform(view.session, action, (), given, caller(Door.GRID), key=key)


@contextmanager
def _own_session(view: ViewRequest) -> Iterator[Session]:
    """A session that lives as long as the file is read, with what the request's own knows."""
    language = known_language(view.session)
    with scoped_session(db.engine, view.actor.scope) as session:
        know_day(session, view.today)
        know_language(session, language)
        yield session


def _read_in(
    opening: AbstractContextManager[Session],
    read: Callable[[Session], Iterator[bytes]],
) -> Iterator[bytes]:
    """Chunks read in a separate session, opened for the first and closed after the last."""
    with opening as session:
        yield from read(session)
