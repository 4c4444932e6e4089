"""公函 (letters): Word templates of offices, and the letters drawn from them for ticked rows."""

from __future__ import annotations

import base64
import io
import secrets
import zipfile
from collections.abc import Sequence

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import undefer

from actions.core.action import Reach
from actions.core.export import export_action
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.definitions.templates.keep_letter import KEEP_LETTER, KeepLetterInput
from actions.perform import perform
from actions.permissions import grants_of
from admin_app.auth.current_actor import caller, one_time_key, the_clock
from admin_app.files.csv_writer import disposition
from admin_app.grid.spec import STAFF
from admin_app.labels import ACTIONS, action_title, sentence, word
from admin_app.labels.definitions.template_subjects import LETTER_LISTS, LETTER_NAMES
from admin_app.pages.definitions.letter_values import MODELS, LetterRow, letter_rows
from admin_app.pages.definitions.named_values import value_label
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.definitions.template import Template
from models.definitions.template_subject import LetterSubject, TemplateKind
from models.values.file_type import MEDIA_TYPES, FileKind
from models.values.language import Language
from models.values.limits import MAXIMUM_BATCH_ROWS
from models.values.wording.letter_file import MAXIMUM_LETTER_BYTES
from models.values.wording.letter_template import Letter
from models.workspace.attachment import LONGEST_FILE_NAME, plain_name
from models.workspace.basket import ticked_anywhere

#: The list in which the rows of a letter are ticked.
_LISTS = {LetterSubject.UNIT: "unit", LetterSubject.DOMAIN: "domain"}

#: The fields of the upload, in their order.
_FIELDS = ("subject", "name", "language", "file")


class LetterPage(Page):
    """The templates in use; the drawing of letters, and the upload."""

    endpoint = "letter"
    readers = STAFF
    file_routes = frozenset({"upload"})

    @expose("/")
    def index(self) -> str:
        letters = _in_use()
        may_keep = current_user.actor.role in grants_of(KEEP_LETTER)
        return self.render(
            "pages/definitions/letters.html",
            title=_("公函"),
            letters=[
                (
                    each,
                    word(LetterSubject(each.subject)),
                    len(_ticks(LetterSubject(each.subject))),
                    url_for(f"{_LISTS[LetterSubject(each.subject)]}.index_view"),
                )
                for each in letters
            ],
            maximum=MAXIMUM_BATCH_ROWS,
            upload_url=url_for(".upload") if may_keep else None,
            versions_url=url_for("template.index_view", kind=TemplateKind.LETTER.value),
        )

    @expose("/draw/", methods=("POST",))
    def draw(self) -> ResponseReturnValue:
        """A letter for one row, or for every ticked one; the download is recorded first."""
        letter = _asked()
        subject = LetterSubject(letter.subject)
        raw = request.form.get("row_id", "")
        keys = [key_of(raw)] if raw else list(_ticks(subject))
        rows = letter_rows(db.session(), subject, keys, the_clock().today())
        if not rows:
            flash(_("还没有勾选记录。请先在列表中勾选，再生成公函。"), "warning")
            return redirect(url_for(f"{_LISTS[subject]}.index_view"), code=303)
        assert letter.content is not None
        drawn = Letter(letter.content)
        files = [(_file_name(letter, row), drawn.draw(row.values)) for row in rows]
        name, body = files[0] if raw else (f"{letter.name}.zip", _packed(files))
        _note(letter, subject, name, len(rows))
        answer = make_response(body)
        answer.mimetype = MEDIA_TYPES[FileKind.DOCX] if raw else "application/zip"
        answer.headers["Content-Disposition"] = disposition(name)
        return answer

    @expose("/file/", methods=("POST",))
    def file(self) -> Response:
        """The template itself, as it was uploaded; the download is recorded first."""
        letter = _asked()
        assert letter.file_name is not None
        _note(letter, LetterSubject(letter.subject), letter.file_name, None)
        answer = make_response(letter.content)
        answer.mimetype = MEDIA_TYPES[FileKind.DOCX]
        answer.headers["Content-Disposition"] = disposition(letter.file_name)
        return answer

    @expose("/upload/", methods=("GET", "POST"))
    def upload(self) -> ResponseReturnValue:
        """The form of a Word template."""
        if current_user.actor.role not in grants_of(KEEP_LETTER):
            abort(403)
        faults: dict[str, list[str]] = {}
        if request.method == "POST":
            try:
                _keep()
            except Refused as refused:
                faults = _faults(refused)
            else:
                flash(_("公函模板已上传。"), "success")
                return redirect(url_for(".index"), code=303)
        body = self.render(
            "pages/definitions/letter_upload.html",
            title=action_title(KEEP_LETTER.key),
            hint=ACTIONS[KEEP_LETTER.key].hint,
            faults=faults,
            first=next((name for name in _FIELDS if name in faults), None),
            subjects=[(each.value, word(each)) for each in LetterSubject],
            languages=[(each.value, word(each)) for each in Language],
            values=[
                (word(each), [(f"{{{{ {n} }}}}", value_label(n)) for n in LETTER_NAMES[each]])
                for each in LetterSubject
            ],
            each_line="{%p for domain in domains %} {{ domain }} {%p endfor %}",
            listed=value_label(LETTER_LISTS[LetterSubject.UNIT] or ""),
            typed=request.form,
            key=one_time_key(),
        )
        return body, 422 if faults else 200


def _in_use() -> Sequence[Template]:
    """The letters that hold for the reader: those of the offices above, nearest last."""
    wanted = select(Template).where(
        Template.kind == TemplateKind.LETTER,
        Template.is_active,
        Template.office_code.in_(current_user.actor.scope.chain),
    )
    return db.session().scalars(wanted.order_by(Template.subject, Template.name)).all()


def _asked() -> Template:
    """The letter of the form with its file; 404 for one that is not there to see."""
    key = key_of(request.form.get("template", ""))
    wanted = select(Template).where(Template.id == key, Template.kind == TemplateKind.LETTER)
    found = db.session().scalar(wanted.options(undefer(Template.content)))
    return found if found is not None else abort(404)


def _ticks(subject: LetterSubject) -> list[int]:
    user_id = current_user.actor.user_id
    return list(ticked_anywhere(db.session(), user_id, _LISTS[subject]))[:MAXIMUM_BATCH_ROWS]


def _file_name(letter: Template, row: LetterRow) -> str:
    return plain_name(f"{letter.name}-{row.name}.docx", FileKind.DOCX)


def _packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The letters in one file; each is numbered, as two rows may share a name."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_STORED) as packed:
        for number, (name, content) in enumerate(files, start=1):
            packed.writestr(f"{number:03}-{name}", content)
    return body.getvalue()


def _note(letter: Template, subject: LetterSubject, name: str, rows: int | None) -> None:
    """Record the download."""
    action = export_action(MODELS[subject], dict.fromkeys(STAFF, Reach.SCOPE))
    given = action.input(
        file_name=name[-LONGEST_FILE_NAME:],
        selection=f"letter?template={letter.id}&number={letter.number}",
        columns="",
        row_count=rows,
    )
    # Each download is recorded, under its own key.
    perform(db.session(), action, (), given, caller(Door.GRID), key=secrets.token_urlsafe(16))


def _keep() -> None:
    """Keep the uploaded file. Raises Refused."""
    form, file = request.form, request.files.get("file")
    content = file.stream.read(MAXIMUM_LETTER_BYTES + 1) if file is not None else b""
    raw = {
        **{name: form.get(name, "") for name in ("subject", "name", "language")},
        "file_name": ((file.filename if file else "") or "")[-LONGEST_FILE_NAME:],
        "content": base64.b64encode(content).decode(),
    }
    given = parse_input(KeepLetterInput, raw)
    perform(db.session(), KEEP_LETTER, (), given, caller(Door.GRID), key=one_time_key())


def _faults(refused: Refused) -> dict[str, list[str]]:
    """What is wrong with each field of the form; faults of the letter stand at its file."""
    found: dict[str, list[str]] = {}
    for path, refusal in refused.inputs.items():
        name = path if path in _FIELDS else "file"
        found.setdefault(name, []).append(sentence(refusal.code, refusal.facts))
    first = refused.first
    return {n: said[:1] for n, said in found.items()} or {
        "file": [sentence(first.code, first.facts)]
    }
