"""导入银行流水: the registry brings in its bank's statement, and reads what each line is (Q8).

The page only reads the file and asks `upload_statement`; lines are matched in 银行流水.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import flash, redirect, request, url_for
from flask_admin import expose
from flask_babel import gettext as _

from actions.contract import Outcome
from actions.perform import perform
from actions.refusal import Refused
from actions.upload_statement import UPLOAD_STATEMENT, UploadStatementInput
from admin_app.actor import caller
from admin_app.labels import sentence, word
from admin_app.pages.page import Page
from admin_app.statements import Statement, read_statement
from models.bank import BankVerdict
from models.base import db
from models.journal import Door
from models.user import Role


class StatementUploadPage(Page):
    """The form, and what became of the file."""

    readers = frozenset({Role.REGISTRY_FINANCE})

    @expose("/", methods=("GET", "POST"))
    def index(self) -> Any:
        if request.method != "POST":
            return self._form()
        file = request.files.get("file")
        if file is None or not file.filename:
            return self._form([_("请选择银行流水文件。")], 422)
        try:
            read = read_statement(file.stream, file.filename)
            if read.faults:
                said = [sentence(fault.code, fault.facts) for fault in read.faults]
                return self._form(said, 422)
            done = _staged(read, file.filename)
        except Refused as refused:
            return self._form([sentence(refused.first.code, refused.first.facts)], 422)
        flash(_told(done, read), "success")
        return redirect(url_for("bank_line.index_view", list="open"), code=303)

    def _form(self, faults: list[str] | None = None, status: int = 200) -> tuple[str, int]:
        return self.render(
            "pages/statement_upload.html", title=_("导入银行流水"), faults=faults or []
        ), status


def _staged(read: Statement, file_name: str) -> Outcome:
    given = UploadStatementInput(file_name[-120:], read.lines)
    who = caller(Door.GRID)
    # The lines themselves are known again; the key only tells two submissions apart.
    key = secrets.token_urlsafe(16)
    return perform(db.session(), UPLOAD_STATEMENT, (), given, who, key=key)


def _told(done: Outcome, read: Statement) -> str:
    """What was staged, by verdict, and what was passed over."""
    counts = "、".join(f"{word(verdict)} {done.totals[verdict.value]}" for verdict in BankVerdict)
    return _(
        "已导入 %(new)s 笔（%(counts)s）；以前导入过的 %(known)s 笔和支出、合计等 %(passed)s 行"
        "未导入。",
        new=done.totals["line_count"],
        counts=counts,
        known=done.totals["known_count"],
        passed=read.passed_over,
    )
