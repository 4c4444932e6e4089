"""导入保留名称: upload of a sheet of reserved names; all rows or none."""

from __future__ import annotations

import secrets

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from actions.core.answers import ANSWER_REFUSALS
from actions.core.refusal import Refused
from actions.core.result import Preview
from actions.domains.reserve_names import RESERVE_NAMES, ReserveNamesInput
from actions.perform import perform
from admin_app.auth.current_actor import caller
from admin_app.files.reserved_name_sheet import read_lines, template
from admin_app.files.sheet_reader import read_sheet
from admin_app.grid.planning.answer_form import AnswerForm, answer_form, read_answer
from admin_app.labels import sentence
from admin_app.web.page import Page
from models.core.base import db
from models.core.journal import Door
from models.users.user import Role

#: Most faulty rows shown at once.
_MOST_FAULTS = 20


class ReservedUploadPage(Page):
    """The form, and what is wrong with a sheet."""

    endpoint = "reserved_upload"
    readers = frozenset({Role.REGISTRY_ADMIN})

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        if request.method == "GET":
            return self._form([])
        file = request.files.get("file")
        if file is None or not file.filename:
            return self._form([_("请选择保留名称的文件。")]), 422
        try:
            lines, faults = read_lines(read_sheet(file.stream, file.filename))
            if faults:
                return self._form(faults[:_MOST_FAULTS]), 422
            given, key = ReserveNamesInput(tuple(lines)), secrets.token_urlsafe(16)
            done = perform(
                db.session(),
                RESERVE_NAMES,
                (),
                given,
                caller(Door.GRID),
                key=key,
                answer=read_answer(request.form),
            )
        except Refused as refused:
            if refused.first.code in ANSWER_REFUSALS:
                return self._form([], _asked(refused)), 422
            return self._form([sentence(refused.first.code, refused.first.facts)]), 422
        flash(_("已登记 %(count)s 个保留名称。", count=done.totals["name_count"]), "success")
        return redirect(url_for("reserved_name.index_view"), code=303)

    def _form(self, faults: list[str], asked: AnswerForm | None = None) -> str:
        return self.render(
            "pages/domains/reserved_names_upload.html",
            title=_("导入保留名称"),
            faults=faults,
            asked=asked,
            headings=_("、").join(template()),
        )


def _asked(refused: Refused) -> AnswerForm | None:
    """The warnings of the sheet; the file is chosen again with the tick, as browsers drop it."""
    preview = Preview(warnings=refused.notes)
    return answer_form(RESERVE_NAMES, preview, request.form, is_confirmed=True)
