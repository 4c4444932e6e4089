"""全程记录 (timeline): a record's events to print, and its notes and files."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import TypeVar

from flask import abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.orm import undefer
from werkzeug.wrappers import Response

from actions.core.action import Action, F, Nothing, R, Reach
from actions.core.export import export_action
from actions.core.refusal import Refusal, Refused
from actions.perform import perform
from actions.permissions import may_run
from actions.workspace.add_note import ADD_NOTE
from actions.workspace.attach_file import ATTACH_FILE, AttachFileInput
from actions.workspace.withdraw_file import WITHDRAW_FILE
from actions.workspace.withdraw_note import WITHDRAW_NOTE
from admin_app.auth.current_actor import caller, one_time_key, the_clock
from admin_app.files.csv_writer import disposition
from admin_app.forms.action_form import form_for, read_form, show_faults
from admin_app.forms.way_back import url_back
from admin_app.grid.listing.cells import name_of
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.record.page import load_record
from admin_app.grid.record.timeline import read_asked, timeline_of
from admin_app.grid.spec import STAFF, Grid
from admin_app.labels import ACTIONS, action_title, sentence, word
from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.values.calendar import instant
from models.values.file_type import MEDIA_TYPES, FileKind
from models.workspace.annotated_row import (
    MODEL_OF,
    Subject,
    WithdrawalFault,
    find_subject,
)
from models.workspace.attachment import LONGEST_FILE_NAME, MAXIMUM_FILE_BYTES, Attachment
from models.workspace.note import RowNote

M = TypeVar("M", RowNote, Attachment)

#: Most events on a printed sheet; longer timelines must be printed by kind.
PRINTED = 200


class TimelinePage(Page):
    """The printed sheet, the forms of notes and files, and the files themselves."""

    endpoint = "timeline"
    file_routes = frozenset({"attach"})

    @expose("/")
    def index(self) -> str:
        grid = GRIDS.get(request.args.get("entity", ""))
        if grid is None or current_user.actor.role not in grid.readers:
            abort(404)
        grid = reader_grid(db.session(), grid, current_user.actor.role)
        record = load_record(db.session(), grid, key_of(request.args.get("id", "")))
        if record is None:
            abort(404)
        asked = read_asked(request.args, PRINTED)
        actor = current_user.actor
        return self.render(
            "pages/workspace/timeline.html",
            title=_("全程记录"),
            name=name_of(record),
            kind=word(asked.kind) if asked.kind else None,
            timeline=timeline_of(db.session(), grid, record.id, asked, actor, GRIDS),
            most=PRINTED,
            printed_at=instant(the_clock().now()),
            back_url=url_back(url_for(f"{grid.entity}.details_view", id=record.id)),
        )

    @expose("/note/", methods=("GET", "POST"))
    def note(self) -> ResponseReturnValue:
        """The form of a note; after submission, back to the record."""
        if not may_run(current_user.actor, ADD_NOTE):
            abort(403)
        subject, row_id = _subject_and_id(request.values)
        row = find_subject(db.session(), current_user.actor.role, subject, row_id) or abort(404)
        form = form_for(ADD_NOTE)(
            formdata=request.form or None, data={"subject": subject.value, "row_id": row_id}
        )
        key = one_time_key()
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
        if request.method != "POST":
            return self.render("elements/form.html", **context)
        try:
            given = read_form(ADD_NOTE.input, form)
            perform(db.session(), ADD_NOTE, (), given, caller(Door.GRID), key=key)
        except Refused as refused:
            show_faults(form, refused)
            if not refused.inputs:
                context["fault"] = sentence(refused.first.code, refused.first.facts)
            return self.render("elements/form.html", **context), 422
        flash(_("备注已添加。"), "success")
        return redirect(here, code=303)

    @expose("/withdraw-note/", methods=("POST",))
    def withdraw_note(self) -> Response:
        """Withdraw one's own note."""
        return _withdrawn(RowNote, WITHDRAW_NOTE)

    @expose("/attach/", methods=("GET", "POST"))
    def attach(self) -> ResponseReturnValue:
        """The form of a file; after submission, back to the record."""
        if not may_run(current_user.actor, ATTACH_FILE):
            abort(403)
        subject, row_id = _subject_and_id(request.values)
        row = find_subject(db.session(), current_user.actor.role, subject, row_id) or abort(404)
        name, here, fault = str(row), _page_of(subject, row_id), None
        if request.method == "POST":
            try:
                _attached(subject, row_id)
                flash(_("附件已上传。"), "success")
                return redirect(here, code=303)
            except Refused as refused:
                fault = sentence(refused.first.code, refused.first.facts)
        body = self.render(
            "pages/workspace/attach.html",
            title=f"{action_title(ATTACH_FILE.key)} · {name}",
            hint=ACTIONS[ATTACH_FILE.key].hint,
            back=(word(subject), here),
            fault=fault,
            kinds=",".join(f".{kind}" for kind in FileKind),
            key=one_time_key(),
        )
        return body, 422 if fault else 200

    @expose("/file/", methods=("POST",))
    def file(self) -> Response:
        """Download a file of a readable row; the download is recorded first."""
        session, actor = db.session(), current_user.actor
        wanted = select(Attachment).where(Attachment.id == key_of(request.args.get("id", "")))
        file = session.scalar(wanted.options(undefer(Attachment.content))) or abort(404)
        if find_subject(session, actor.role, file.subject, file.row_id) is None:
            abort(404)
        if file.withdrawn_at is not None:
            raise Refused(Refusal(WithdrawalFault.ALREADY))
        answer = make_response(file.content)
        answer.mimetype = MEDIA_TYPES[file.kind]
        answer.headers["Content-Disposition"] = disposition(file.file_name)
        _note_taken(file)
        return answer

    @expose("/withdraw-file/", methods=("POST",))
    def withdraw_file(self) -> Response:
        """Withdraw one's own file."""
        return _withdrawn(Attachment, WITHDRAW_FILE)


def _withdrawn(model: type[M], action: Action[R, Nothing, F]) -> Response:
    """Withdraw a note or a file, and go back to its row."""
    row_id = key_of(request.args.get("id", ""))
    wanted: Select[M] = select(model).where(model.id == row_id)
    kept = db.session().scalar(wanted) or abort(404)
    here = _page_of(kept.subject, kept.row_id)
    key = one_time_key()
    perform(db.session(), action, (row_id,), Nothing(), caller(Door.GRID), key=key)
    flash(_("已撤回。"), "success")
    return redirect(here, code=303)


def _attached(subject: Subject, row_id: int) -> None:
    """Attach the uploaded file. Raises Refused."""
    name, content = _sent()
    given = AttachFileInput(
        subject,
        row_id,
        name,
        base64.b64encode(content).decode(),
        hashlib.sha256(content).hexdigest(),
    )
    key = one_time_key()
    perform(db.session(), ATTACH_FILE, (), given, caller(Door.GRID), key=key)


def _sent() -> tuple[str, bytes]:
    """The name and the bytes of the upload, at most one byte over the limit."""
    file = request.files.get("file")
    if file is None:
        return "-", b""
    with file.stream as stream:
        return (file.filename or "-")[-LONGEST_FILE_NAME:], stream.read(MAXIMUM_FILE_BYTES + 1)


def _note_taken(file: Attachment) -> None:
    """Record the download."""
    action = export_action(Attachment, dict.fromkeys(STAFF, Reach.SCOPE))
    row = f"{file.subject}#{file.row_id}"
    given = action.input(file_name=file.file_name, selection=row, columns="")
    # Each download is recorded.
    key = secrets.token_urlsafe(16)
    perform(db.session(), action, (), given, caller(Door.GRID), key=key)


def _subject_and_id(asked: Mapping[str, str]) -> tuple[Subject, int]:
    """The row of a form; 404 if there is none."""
    subject = asked.get("subject", "")
    if subject not in set(Subject):
        abort(404)
    return Subject(subject), key_of(asked.get("row_id", ""))


def _page_of(subject: Subject, row_id: int) -> str:
    """The record's page as it was left, at its timeline."""
    grid = _grid_of(subject)
    return f"{url_back(url_for(f'{grid.entity}.details_view', id=row_id))}#timeline"


def _grid_of(subject: Subject) -> Grid:
    return next(grid for grid in GRIDS.values() if grid.model is MODEL_OF[subject])
