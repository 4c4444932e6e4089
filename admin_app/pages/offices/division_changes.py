"""区划变更: a sheet of changed divisions, each line with what it would do and its way to be done.

The registry uploads the sheet. A line that nothing stands in the way of, and that asks nothing, is
done from here; one that asks for an answer leads to its own plan, filled in. Every line is an act
of its own with a receipt of its own, so that one that cannot be done holds up no other; what is
done already is seen as done, and the sheet can be worked through on several days.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from actions.core.action import AnyAction
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.perform import perform
from actions.permissions import action_of
from actions.plan import plan
from admin_app.auth.current_actor import caller, the_clock
from admin_app.files.csv_writer import disposition, file_name, sheet_bytes
from admin_app.files.division_sheet import (
    MAXIMUM_DIVISION_LINES,
    DivisionLine,
    cells_of,
    read_cells,
    read_lines,
    template,
)
from admin_app.files.sheet_reader import read_sheet
from admin_app.labels import sentence, word
from admin_app.web.page import Page
from models.core.base import db
from models.core.journal import Door
from models.offices.division import Division
from models.offices.division_change import DivisionChangeKind, DivisionLineState
from models.offices.office import Office, OfficeStatus
from models.users.user import Role

#: Most faulty rows shown at once.
_MOST_FAULTS = 20


#: Kind → the verb, and its input besides the document and the day.
_VERBS: Mapping[
    DivisionChangeKind, tuple[str, Callable[[DivisionLine], Mapping[str, str | None]]]
] = {
    DivisionChangeKind.NEW: (
        "create_office",
        lambda line: {
            "code": line.code,
            "name": line.office_name,
            "parent_code": line.parent_code,
            "division_name": line.division_name,
        },
    ),
    DivisionChangeKind.RENAMED: (
        "rename_office",
        lambda line: {"name": line.office_name, "division_name": line.division_name},
    ),
    DivisionChangeKind.MERGED: ("merge_office", lambda line: {"successor_code": line.to_code}),
    DivisionChangeKind.RECODED: (
        "move_office",
        lambda line: {
            "code": line.to_code,
            "name": line.office_name,
            "parent_code": line.parent_code,
            "division_name": line.division_name,
        },
    ),
    DivisionChangeKind.ABOLISHED: ("close_office", lambda _line: {}),
}


def verb_of(line: DivisionLine) -> tuple[str, dict[str, str]]:
    """The key of the verb that does the change, and its input as typed."""
    verb, own = _VERBS[line.kind]
    on = None if line.on is None else line.on.isoformat()
    typed = {**own(line), "document_no": line.document_no, "on": on}
    return verb, {name: value for name, value in typed.items() if value}


@dataclass(frozen=True, slots=True)
class LineView:
    """A line, with its office as it is and what stands in its way."""

    line: DivisionLine
    state: DivisionLineState
    office: str | None
    why: str | None
    #: The plan of the act, filled in; None where there is nothing to do.
    url: str | None


class DivisionChangesPage(Page):
    """The upload, and the lines of the sheet."""

    endpoint = "division_changes"
    readers = frozenset({Role.REGISTRY_ADMIN})

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        if request.method == "GET":
            return self._drawn((), [])
        try:
            lines, faults = _lines()
        except Refused as refused:
            lines, faults = [], [sentence(refused.first.code, refused.first.facts)]
        if faults:
            return self._drawn((), faults[:_MOST_FAULTS]), 422
        if "do" in request.form:
            done = sum(map(_do, lines))
            flash(_("办成 %(n)s 行。", n=done), "success" if done else "warning")
        return self._drawn(lines, [])

    @expose("/template/")
    def template(self) -> Response:
        """The headings of the sheet as a file."""
        answer = Response(sheet_bytes([template()]), mimetype="text/csv")
        name = file_name(_("区划变更"), the_clock().today())
        answer.headers["Content-Disposition"] = disposition(name)
        return answer

    def _drawn(self, lines: Sequence[DivisionLine], faults: list[str]) -> str:
        views = [_view(line) for line in lines]
        return self.render(
            "pages/offices/division_changes.html",
            title=_("区划变更"),
            faults=faults,
            views=views,
            ready=sum(view.state is DivisionLineState.READY for view in views),
            headings=_("、").join(template()),
            kinds=_("、").join(map(word, DivisionChangeKind)),
            maximum=MAXIMUM_DIVISION_LINES,
            kept=json.dumps([cells_of(line) for line in lines], ensure_ascii=False),
        )


def _lines() -> tuple[list[DivisionLine], list[str]]:
    """The lines of the uploaded file, or of the page that was sent again. Raises Refused."""
    file = request.files.get("file")
    if file is not None and file.filename:
        return read_lines(read_sheet(file.stream, file.filename))
    try:
        kept = json.loads(request.form.get("lines", ""))
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, list) or not kept or len(kept) > MAXIMUM_DIVISION_LINES:
        return [], [_("请选择区划变更的文件。")]
    rows = [row if isinstance(row, dict) else {} for row in kept]
    return read_cells(rows, range(1, len(rows) + 1))


def _view(line: DivisionLine) -> LineView:
    office = _office(line.code)
    name = None if office is None else office.name
    if _is_done(line, office):
        return LineView(line, DivisionLineState.DONE, name, None, None)
    action, ids, typed = _call(line, office)
    url = url_for("office.action_view", action=action.key, ids=ids or None, **typed)
    if office is None and line.kind is not DivisionChangeKind.NEW:
        return LineView(line, DivisionLineState.REFUSED, None, _("没有这个代码的编办。"), None)
    try:
        given = parse_input(action.input, typed)
        found = plan(db.session(), action, ids, given, caller(Door.GRID))
    except Refused as refused:
        why = sentence(refused.first.code, refused.first.facts)
        return LineView(line, DivisionLineState.REFUSED, name, why, url)
    asked = [sentence(note.code, note.facts) for note in found.preview.warnings]
    refusals = [verdict.refusal for verdict in found.verdicts if verdict.refusal]
    refusals += [found.refusal] if found.refusal and not asked else []
    if refusals:
        why = sentence(refusals[0].code, refusals[0].facts)
        return LineView(line, DivisionLineState.REFUSED, name, why, url)
    state = DivisionLineState.ASKS if asked else DivisionLineState.READY
    return LineView(line, state, name, asked[0] if asked else None, url)


def _do(line: DivisionLine) -> bool:
    """Do the line where nothing stands in its way; whether it was done."""
    if _view(line).state is not DivisionLineState.READY:
        return False
    action, ids, typed = _call(line, _office(line.code))
    # The same line of the same sheet is the same request, however often it is sent.
    digest = hashlib.sha256(json.dumps(cells_of(line), sort_keys=True).encode()).hexdigest()
    given = parse_input(action.input, typed)
    try:
        done = perform(
            db.session(), action, ids, given, caller(Door.GRID), key=f"division:{digest[:40]}"
        )
    except Refused:
        return False
    return not done.is_replay


def _office(code: str) -> Office | None:
    return db.session().scalar(select(Office).where(Office.code == code))


def _call(line: DivisionLine, office: Office | None) -> tuple[AnyAction, list[int], dict[str, str]]:
    """The verb, the office it ticks, and its input as typed."""
    verb, typed = verb_of(line)
    action = action_of(verb)
    assert action is not None
    return action, [] if office is None or action.maximum_rows == 0 else [office.id], typed


def _is_done(line: DivisionLine, office: Office | None) -> bool:
    """Whether the division is already what the line makes of it."""
    if office is None:
        return False
    is_closed = office.status is OfficeStatus.CLOSED
    match line.kind:
        case DivisionChangeKind.NEW:
            return office.name == line.office_name
        case DivisionChangeKind.RENAMED:
            named = db.session().scalar(select(Division.name).where(Division.code == line.code))
            return office.name == line.office_name and line.division_name in {None, named}
        case DivisionChangeKind.ABOLISHED:
            return is_closed and office.successor_code is None
        case _:
            return is_closed and office.successor_code == line.to_code
