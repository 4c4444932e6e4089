"""批量导入 (bulk import): upload a sheet, map its columns, see the outcome, download it with
reasons.
"""

from __future__ import annotations

import csv
import io
import secrets

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from actions.core.receipts import find_outcome
from actions.core.records.editable import EDITABLE_OF
from actions.core.refusal import Refused
from actions.core.result import Outcome
from actions.imports.stage_sheet import GRANTS, STAGE_SHEET, StageSheetRefusal
from actions.perform import perform
from admin_app.auth.current_actor import caller, the_clock
from admin_app.files.csv_writer import disposition
from admin_app.files.import_headings import HeadedSheet, choices_of
from admin_app.files.import_sheets import cell_at, needed_fields, returned_leaf, template_leaves
from admin_app.files.import_token import sign, unsign
from admin_app.files.sheet_reader import MAXIMUM_BYTES
from admin_app.files.xlsx_writer import CONTENT_TYPE, Leaf, pieces_of, write_book
from admin_app.labels import sentence, word
from admin_app.pages.workspace.import_outcome import outcome_context
from admin_app.pages.workspace.import_upload import (
    Reading,
    Uploaded,
    mapped_by_hand,
    own_columns,
    read_as,
    read_upload,
    staging_input,
)
from admin_app.values.formula_guard import guarded
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.imports.sheet import (
    REGISTERING,
    ImportKind,
    ImportSheet,
)
from models.values.limits import MAXIMUM_SHEET_ROWS

_MEGABYTE = 1024 * 1024
_KINDS = {kind.value: kind for kind in ImportKind}
#: File names; 《新增域名批量导入信息表》 is the established one.
_ENDINGS = {"csv", "xlsx"}
#: The fields of the form that maps columns: this and the place of the column.
_COLUMN = "column-"
#: Samples of a column, the rows they are looked for in, and their longest text.
_SAMPLES, _MOST_SAMPLED, _LONGEST_SAMPLE = 3, 50, 30


class ImportsPage(Page):
    """Sheets, in the scope of the office that uploaded them."""

    endpoint = "imports"
    readers = frozenset(GRANTS)

    @expose("/")
    def index(self) -> str:
        return self._page()

    def _page(self, error: str | None = None) -> str:
        return self.render(
            "pages/workspace/imports.html",
            title=_("批量导入"),
            error=error,
            kinds=[
                (
                    kind.value,
                    word(kind),
                    [(end, url_for(".template", kind=kind, form=end)) for end in ("xlsx", "csv")]
                    if kind in REGISTERING
                    else [],
                    url_for(f"{EDITABLE_OF[kind].model.__tablename__}.index_view"),
                )
                for kind in ImportKind
            ],
            chosen=request.form.get("kind", ImportKind.DOMAINS.value),
            limits=_(
                "一个文件最多 %(rows)s 行、%(size)s MB。",
                rows=f"{MAXIMUM_SHEET_ROWS:,}",
                size=MAXIMUM_BYTES // _MEGABYTE,
            ),
            key=secrets.token_urlsafe(16),
            upload_url=url_for(".upload"),
            sheets_url=url_for("import_sheet.index_view"),
        )

    @expose("/template/")
    def template(self) -> Response:
        kind = _KINDS.get(request.args.get("kind", "")) or abort(404)
        own = own_columns(db.session(), kind, caller(Door.GRID).actor)
        leaves = template_leaves(kind, own, the_clock().today())
        return _sent(leaves, word(kind), request.args.get("form", ""))

    @expose("/upload/", methods=("POST",))
    def upload(self) -> ResponseReturnValue:
        """Stage the rows of a file, or ask what its columns are; faults are shown at the form."""
        kind = _KINDS.get(request.form.get("kind", "")) or abort(400)
        if (seen := _staged_before()) is not None:
            return _to_sheet(seen)
        file = request.files.get("file") or FileStorage()
        session, actor = db.session(), caller(Door.GRID).actor
        try:
            reading = read_as(session, actor, read_upload(kind, file))
            if reading.is_clear:
                return _to_sheet(_stage(reading))
            return self._columns(reading, _missing(reading))
        except Refused as refused:
            return self._page(_sentence(refused)), 422

    @expose("/columns/", methods=("POST",))
    def columns(self) -> ResponseReturnValue:
        """Stage the rows by the columns as they were mapped, or show another worksheet."""
        kind = _KINDS.get(request.form.get("kind", "")) or abort(400)
        if (seen := _staged_before()) is not None:
            return _to_sheet(seen)
        session, actor = db.session(), caller(Door.GRID).actor
        try:
            worksheets, name, digest = unsign(request.form.get("sheet", ""), actor.key)
        except Refused as refused:
            return self._page(_sentence(refused)), 422
        reading = read_as(
            session,
            actor,
            Uploaded(kind, name, digest, worksheets),
            request.form.get("tab"),
            key_of(request.form.get("number", "")),
        )
        if "map" not in request.form or _place(reading) != request.form.get("place"):
            return self._columns(reading, _missing(reading))
        try:
            reading = mapped_by_hand(reading, _chosen_columns())
            return _to_sheet(_stage(reading))
        except Refused as refused:
            return self._columns(reading, [_sentence(refused)])

    def _columns(self, reading: Reading, faults: list[str]) -> tuple[str, int]:
        """The page on which the columns of a file are mapped."""
        uploaded, sheet = reading.uploaded, reading.sheet
        body = self.render(
            "pages/workspace/import_columns.html",
            title=_("对应栏目"),
            faults=faults,
            file_name=uploaded.name,
            kind=uploaded.kind.value,
            kind_label=word(uploaded.kind),
            sheet=sign(
                uploaded.worksheets, uploaded.name, uploaded.digest, caller(Door.GRID).actor.key
            ),
            key=request.form.get("key", ""),
            place=_place(reading),
            tabs=[each.name for each in uploaded.readable],
            tab=sheet.worksheet.name,
            number=sheet.number,
            columns=[
                (
                    column.place,
                    column.heading or _("（第 %(n)s 列，没有表头）", n=column.place + 1),
                    "；".join(_samples(sheet, column.place)),
                    column.field.value if column.field else "",
                )
                for column in sheet.columns
            ],
            fields=[(field.value, word(field)) for field in choices_of(uploaded.kind, reading.own)],
            needed="、".join(word(field) for field in needed_fields(uploaded.kind)),
            columns_url=url_for(".columns"),
            back_url=url_for(".index"),
        )
        return body, 422 if faults else 200

    @expose("/sheet/")
    def sheet(self) -> str:
        """The outcomes of a sheet's rows, counted; each count links to its rows."""
        found = _requested_sheet()
        return self.render(
            "pages/workspace/import_sheet.html",
            title=found.file_name,
            returned=[(e, url_for(".returned", id=found.id, form=e)) for e in ("xlsx", "csv")],
            back_url=url_for(".index"),
            **outcome_context(db.session(), found),
        )

    @expose("/returned/")
    def returned(self) -> Response:
        """The sheet as a download, with result and reason of each row."""
        found = _requested_sheet()
        name = f"{found.file_name.rpartition('.')[0]}-{_('导入结果')}"
        return _sent([returned_leaf(db.session(), found)], name, request.args.get("form", ""))


def _requested_sheet() -> ImportSheet:
    key = key_of(request.args.get("id", ""))
    found = db.session().scalar(select(ImportSheet).where(ImportSheet.id == key))
    return found if found is not None else abort(404)


def _staged_before() -> Outcome | None:
    """The outcome of the same form sent before."""
    actor = caller(Door.GRID).actor
    seen = find_outcome(db.session(), actor.key, request.form.get("key", ""))
    return seen[0] if seen is not None and seen[0].action == STAGE_SHEET.key else None


def _stage(reading: Reading) -> Outcome:
    session = db.session()
    given = staging_input(session, reading, caller(Door.GRID).actor)
    key = request.form.get("key", "")
    return perform(session, STAGE_SHEET, (), given, caller(Door.GRID), key=key)


def _to_sheet(staged: Outcome) -> ResponseReturnValue:
    return redirect(url_for(".sheet", id=staged.totals["sheet_id"]), code=303)


def _sentence(refused: Refused) -> str:
    return sentence(refused.first.code, refused.first.facts)


def _missing(reading: Reading) -> list[str]:
    """That needed columns were not found, in words."""
    if not reading.missing:
        return []
    headings = "、".join(word(field) for field in reading.missing)
    return [sentence(StageSheetRefusal.HEADINGS_MISSING, {"headings": headings})]


def _place(reading: Reading) -> str:
    """The worksheet and the row of headings that the chosen columns belong to."""
    return f"{reading.sheet.number}:{reading.sheet.worksheet.name}"


def _chosen_columns() -> dict[int, str]:
    """Place of a column → the field chosen for it, or empty."""
    return {
        int(name.removeprefix(_COLUMN)): value
        for name, value in request.form.items()
        if name.startswith(_COLUMN) and name.removeprefix(_COLUMN).isdecimal()
    }


def _samples(sheet: HeadedSheet, place: int) -> list[str]:
    """The first different cells of a column."""
    cells = (cell_at(row, place)[:_LONGEST_SAMPLE] for row in sheet.rows[:_MOST_SAMPLED])
    return list(dict.fromkeys(filter(None, cells)))[:_SAMPLES]


def _sent(leaves: list[Leaf], name: str, form: str) -> Response:
    """The first sheet as CSV, or all of them as a workbook."""
    if form not in _ENDINGS:
        abort(404)
    if form == "csv":
        answer = Response(_csv_text(leaves[0]), mimetype="text/csv; charset=utf-8")
    else:
        answer = Response(pieces_of(write_book(leaves)), mimetype=CONTENT_TYPE)
    answer.headers["Content-Disposition"] = disposition(f"{name}.{form}")
    return answer


def _csv_text(leaf: Leaf) -> str:
    """The worksheet as CSV, not streamed: it is as long as the upload."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([guarded(heading) for heading, _kind in leaf.headings])
    writer.writerows([guarded(str(cell)) for cell in row] for row in leaf.rows)
    return file.getvalue()
