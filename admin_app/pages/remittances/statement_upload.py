"""导入银行流水: upload of the registry's bank statement, with a preview of its columns (Q8).

The page shows how each column was interpreted and lets the user choose others; then come the plan
and the confirmation of `upload_statement`. Lines are matched in 银行流水.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user

from actions.core.answers import ANSWER_REFUSALS, asked_of
from actions.core.refusal import Refused
from actions.perform import perform
from actions.plan import plan
from actions.remittances.upload_statement import (
    UPLOAD_STATEMENT,
    StatementLine,
    UploadStatementInput,
)
from admin_app.auth.current_actor import caller, one_time_key
from admin_app.files.bank_statement_reader import (
    Statement,
    StatementFile,
    open_statement,
    read_statement,
)
from admin_app.files.bank_statement_token import sign, unsign
from admin_app.files.xlsx_writer import text_of
from admin_app.grid.planning.answer_form import answer_form, read_answer
from admin_app.grid.planning.receipt_address import receipt_url
from admin_app.grid.planning.totals import figures
from admin_app.labels import ACTIONS, action_title, sentence, word
from admin_app.labels.remittances.bank_statement import LineField
from admin_app.web.page import Page
from models.core.base import db
from models.core.journal import Door
from models.remittances.bank_columns import headings_digest, kept_columns, write_places
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_identity import account_key
from models.users.user import Role
from models.values.money import format_yuan, yuan_in_words

#: Lines in the preview.
_SHOWN = 10
_PLACE = "column_"
#: The last is emphasised: the sum to be staged.
_IN_ORDER = (LineDirection.OUT, LineDirection.REVERSAL, LineDirection.IN)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A file and how one rendering of the page interprets it."""

    file: StatementFile
    read: Statement
    token: str
    #: The typed account; empty: the one in the file.
    account: str
    #: Whether the columns were chosen by a person, now or for an earlier file.
    is_chosen: bool

    @property
    def given(self) -> UploadStatementInput:
        """The action's input, with the columns if they were chosen."""
        given = UploadStatementInput(self.file.name, self.read.lines)
        if not self.is_chosen:
            return given
        places = write_places({name.value: at for name, at in self.read.columns.items()})
        return replace(given, headings=headings_digest(self.file.headings), columns=places)

    def carried(self) -> list[tuple[str, str]]:
        """The hidden fields that carry it to the next page."""
        places = [(_PLACE + name, str(place)) for name, place in self.read.columns.items()]
        return [("sheet", self.token), ("account", self.account), *places]


class StatementUploadPage(Page):
    """The form, how the file is read, the plan."""

    endpoint = "statement_upload"
    readers = frozenset({Role.REGISTRY_FINANCE})

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        if request.method != "POST":
            return self._form()
        try:
            shown = _uploaded_file() if "sheet" not in request.form else _again()
        except Refused as refused:
            return self._form(_sentences(refused), 422)
        if shown is None:
            return self._form([_("请选择银行流水文件。")], 422)
        faults = [sentence(fault.code, fault.facts) for fault in shown.read.faults]
        if faults or not {"plan", "confirm"} & set(request.form):
            return self._columns(shown, faults)
        try:
            return self._confirmed(shown) if "confirm" in request.form else self._plan(shown)
        except Refused as refused:
            return self._columns(shown, _sentences(refused))

    def _form(self, faults: Iterable[str] = (), status: int = 200) -> tuple[str, int]:
        body = self.render(
            "pages/remittances/statement_upload.html", title=_("导入银行流水"), faults=list(faults)
        )
        return body, status

    def _columns(self, shown: _Shown, faults: list[str]) -> tuple[str, int]:
        """The preview: every column, the sums, the first lines."""
        file, read = shown.file, shown.read
        body = self.render(
            "pages/remittances/statement_columns.html",
            title=_("这些栏目这样读取"),
            faults=faults,
            file_name=file.name,
            bank=word(read.profile),
            account=shown.account or read.account,
            sheet=shown.token,
            headings=[(place, _column_heading(file, place)) for place in range(len(file.headings))],
            fields=[(_PLACE + name, word(name), read.columns.get(name)) for name in LineField],
            memos="、".join(_column_heading(file, place) for place in read.memos),
            sums=[_sum(read, direction) for direction in _IN_ORDER],
            passed_over=read.passed_over,
            lines=[] if faults else [_preview_row(line) for line in read.lines[:_SHOWN]],
            line_count=len(read.lines),
            is_kept=shown.is_chosen,
        )
        return body, 422 if faults else 200

    def _plan(
        self, shown: _Shown, notices: Iterable[str] = (), status: int = 200
    ) -> ResponseReturnValue:
        """The plan of the import. Raises Refused if it is not allowed."""
        context, mark = _planned(shown, is_confirmed="confirm" in request.form)
        context["warnings"] = [*notices, *context["warnings"]]
        body = self.render(
            "grid/planning/plan.html",
            key=one_time_key(),
            carried=[*shown.carried(), ("mark", mark)],
            form_action=url_for(".index"),
            back_url=url_for(".index"),
            **context,
        )
        return body, status

    def _confirmed(self, shown: _Shown) -> ResponseReturnValue:
        """Run the plan, or show it again when it has changed."""
        who, key = caller(Door.GRID), request.form.get("key", "")
        # A form sent twice finds every line known; its idempotency key identifies it.
        with suppress(Refused):
            if _planned(shown)[1] != request.form.get("mark"):
                told = [_("核对之后，已导入的流水又有变化。请按现在的情况重新核对。")]
                return self._plan(shown, told, 409)
        answer = read_answer(request.form)
        try:
            done = perform(
                db.session(), UPLOAD_STATEMENT, (), shown.given, who, key=key, answer=answer
            )
        except Refused as refused:
            if refused.first.code not in ANSWER_REFUSALS:
                raise
            return self._plan(shown, status=422)
        return redirect(receipt_url(done), code=303)


def _uploaded_file() -> _Shown | None:
    """The uploaded file, with the columns stored for such files; None: no file."""
    brought = request.files.get("file")
    if brought is None or not brought.filename:
        return None
    name = text_of(brought.filename).rpartition("/")[2].rpartition("\\")[2][-120:]
    file = open_statement(brought.stream, name)
    read = read_statement(file)
    kept = kept_columns(db.session(), read.account, headings_digest(file.headings))
    if kept is not None:
        chosen = {
            name: kept.columns[name]
            for name in LineField
            if kept.columns.get(name, len(file.headings)) < len(file.headings)
        }
        read = read_statement(file, chosen)
    return _Shown(file, read, sign(file, current_user.actor.key), "", kept is not None)


def _again() -> _Shown:
    """The file carried in the form, with the columns chosen there."""
    token = request.form["sheet"]
    file = unsign(token, current_user.actor.key)
    chosen = {
        name: int(raw)
        for name in LineField
        if (raw := request.form.get(_PLACE + name, "")) and _is_place(raw, file)
    }
    account = request.form.get("account", "").strip()[:60]
    headings = headings_digest(file.headings)
    is_kept = kept_columns(db.session(), account_key(account), headings) is not None
    own, read = read_statement(file, None, account), read_statement(file, chosen, account)
    return _Shown(file, read, token, account, is_kept or read.columns != own.columns)


def _is_place(raw: str, file: StatementFile) -> bool:
    return raw.isascii() and raw.isdecimal() and len(raw) <= 2 and int(raw) < len(file.headings)  # noqa: PLR2004


def _planned(shown: _Shown, *, is_confirmed: bool = False) -> tuple[dict[str, Any], str]:
    """The contents of the plan page, and a digest of them. Raises Refused."""
    seen = plan(db.session(), UPLOAD_STATEMENT, (), shown.given, caller(Door.GRID))
    if seen.refusal is not None and seen.refusal.code not in ANSWER_REFUSALS:
        raise Refused(seen.refusal)
    asked = asked_of(UPLOAD_STATEMENT, seen.preview)
    notes = [sentence(n.code, n.facts) for n in seen.preview.warnings]
    said = [
        text for note, text in zip(seen.preview.warnings, notes, strict=True) if note not in asked
    ]
    effects = [sentence(note.code, note.facts) for note in seen.preview.side_effects]
    totals: Mapping[str, int] = seen.preview.totals
    words = ACTIONS[UPLOAD_STATEMENT.key]
    context = {
        "title": action_title(UPLOAD_STATEMENT.key),
        "about": shown.file.name,
        "hint": words.hint,
        "confirm_label": words.confirm,
        "is_standalone": True,
        "totals": figures(totals),
        "amount_words": yuan_in_words(totals["amount_fen"]),
        "side_effects": effects,
        "warnings": said,
        "asked": answer_form(
            UPLOAD_STATEMENT, seen.preview, request.form, is_confirmed=is_confirmed
        ),
    }
    mark = hashlib.sha256("\n".join((*notes, *effects, str(dict(totals)))).encode())
    return context, mark.hexdigest()


def _sentences(refused: Refused) -> list[str]:
    return [sentence(refused.first.code, refused.first.facts)]


def _column_heading(file: StatementFile, place: int) -> str:
    """A column by its heading, or by its position."""
    heading = " ".join(file.headings[place].split())[:40]
    return heading or _("第 %(n)s 列", n=place + 1)


def _sum(read: Statement, direction: LineDirection) -> tuple[str, int, str]:
    fens = [line.amount_fen for line in read.lines if line.direction is direction]
    return word(direction), len(fens), format_yuan(sum(fens))


def _preview_row(line: StatementLine) -> dict[str, object]:
    """A parsed line."""
    assert line.direction is not None, "a line without a direction is refused by row"
    return {
        "row": line.row_no,
        "day": line.received_on.isoformat(),
        "way": word(line.direction),
        "said": line.direction_said,
        "is_income": line.direction is LineDirection.IN,
        "amount": format_yuan(line.amount_fen),
        "payer": line.payer or "",
        "number": line.bank_ref or line.voucher_no or "",
        "memo": line.memo or "",
    }
