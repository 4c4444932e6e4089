"""全程记录: a record's events as a sheet to print, and the notes people write beside a record."""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, redirect, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from actions.add_note import ADD_NOTE
from actions.catalog import grants_of
from actions.contract import Nothing
from actions.inputs import parse_input
from actions.perform import perform
from actions.refusal import Refused
from actions.withdraw_note import WITHDRAW_NOTE
from admin_app.actor import caller, the_clock
from admin_app.forms import form_for, raw_values, show_faults
from admin_app.grid.cells import instant
from admin_app.grid.records import load_record, title_of
from admin_app.grid.spec import Grid
from admin_app.grid.timeline import read_asked, timeline_of
from admin_app.labels import ACTIONS, action_title, sentence, word
from admin_app.pages.page import Page, key_of
from admin_app.views import GRIDS
from models.base import db
from models.journal import Door
from models.row_note import RowNote
from models.subject import MODEL_OF, Subject, find_subject

#: Events of a printed sheet; a longer story is printed kind by kind.
PRINTED = 200


class TimelinePage(Page):
    """The printed sheet, and the forms of notes."""

    @expose("/")
    def index(self) -> str:
        grid = GRIDS.get(request.args.get("entity", ""))
        if grid is None or current_user.actor.role not in grid.readers:
            abort(404)
        record = load_record(db.session(), grid, key_of(request.args.get("id", "")))
        if record is None:
            abort(404)
        asked = read_asked(request.args, PRINTED)
        actor = current_user.actor
        return self.render(
            "pages/timeline.html",
            title=_("全程记录"),
            name=title_of(grid, record),
            kind=word(asked.kind) if asked.kind else None,
            timeline=timeline_of(db.session(), grid, record.id, asked, actor, GRIDS),
            most=PRINTED,
            printed_at=instant(the_clock().now()),
            back_url=url_for(f"{grid.entity}.details_view", id=record.id),
        )

    @expose("/note/", methods=("GET", "POST"))
    def note(self) -> Any:
        """The form of a note; sent, the note is written down and the record shown again."""
        if current_user.actor.role not in grants_of(ADD_NOTE):
            abort(403)
        subject, row_id = _named(request.values)
        row = find_subject(db.session(), current_user.actor.role, subject, row_id) or abort(404)
        form = form_for(ADD_NOTE)(
            formdata=request.form or None, data={"subject": subject.value, "row_id": row_id}
        )
        key = request.form.get("key") or secrets.token_urlsafe(16)
        words, here = ACTIONS[ADD_NOTE.key], _page_of(subject, row_id)
        context = {
            "title": f"{action_title(ADD_NOTE.key)} · {row}",
            "hint": words.hint,
            "back": (word(subject), here),
            "form": form,
            "key": key,
            "conflict": None,
            "submit_label": words.confirm,
            "cancel_url": here,
        }
        if request.method == "GET":
            return self.render("admin/form.html", **context)
        try:
            given = parse_input(ADD_NOTE.input, raw_values(form))
            perform(db.session(), ADD_NOTE, (), given, caller(Door.GRID), key=key)
        except Refused as refused:
            show_faults(form, refused)
            if not refused.inputs:
                context["hint"] = sentence(refused.first.code, refused.first.facts)
            return self.render("admin/form.html", **context), 422
        return redirect(here, code=303)

    @expose("/withdraw-note/", methods=("POST",))
    def withdraw_note(self) -> Response:
        """Take one's own note back."""
        note = db.session().get(RowNote, key_of(request.values.get("id", ""))) or abort(404)
        here, row_id = _page_of(note.subject, note.row_id), note.id
        key = request.form.get("key") or secrets.token_urlsafe(16)
        perform(db.session(), WITHDRAW_NOTE, (row_id,), Nothing(), caller(Door.GRID), key=key)
        return redirect(here, code=303)


def _named(asked: Any) -> tuple[Subject, int]:
    """The row that a form speaks of; 404 for what names none."""
    subject = asked.get("subject", "")
    if subject not in set(Subject):
        abort(404)
    return Subject(subject), key_of(asked.get("row_id", ""))


def _page_of(subject: Subject, row_id: int) -> str:
    """The record's page, at its timeline."""
    grid = _grid_of(subject)
    return url_for(f"{grid.entity}.details_view", id=row_id, _anchor="timeline")


def _grid_of(subject: Subject) -> Grid:
    return next(grid for grid in GRIDS.values() if grid.model is MODEL_OF[subject])
