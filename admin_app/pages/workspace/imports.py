"""批量导入 (bulk import): upload a sheet of units or names, see the outcome, download it with
reasons.
"""

from __future__ import annotations

import csv
import hashlib
import io
import secrets

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.core.receipts import find_outcome
from actions.core.refusal import Refusal, Refused
from actions.core.result import Outcome
from actions.imports.stage_sheet import GRANTS, STAGE_SHEET, StageSheetInput, StageSheetRefusal
from actions.perform import perform
from admin_app.auth.current_actor import caller
from admin_app.files.csv_writer import disposition
from admin_app.files.import_sheets import (
    brought_rows,
    fields_of,
    needed_headings,
    returned_leaf,
    template_leaves,
)
from admin_app.files.sheet_reader import MAXIMUM_BYTES, read_sheet
from admin_app.files.xlsx_writer import CONTENT_TYPE, Leaf, pieces_of, text_of, write_book
from admin_app.grid.planning.selection import Selection
from admin_app.labels import action_title, sentence, word
from admin_app.values.formula_guard import guarded
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.imports.sheet import NEEDED, ImportKind, ImportRow, ImportRowState, ImportSheet
from models.values.calendar import instant
from models.values.limits import MAXIMUM_BATCH_ROWS, MAXIMUM_SHEET_ROWS

_MEGABYTE = 1024 * 1024
_KINDS = {kind.value: kind for kind in ImportKind}
#: File names; 《新增域名批量导入信息表》 is the established one.
_ENDINGS = {"csv", "xlsx"}


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
                    [(end, url_for(".template", kind=kind, form=end)) for end in ("xlsx", "csv")],
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
        leaves = template_leaves(kind)
        return _sent(leaves, word(kind), request.args.get("form", ""))

    @expose("/upload/", methods=("POST",))
    def upload(self) -> ResponseReturnValue:
        """Stage the rows of a file; faults of the file are shown at the form."""
        try:
            return redirect(url_for(".sheet", id=self._staged().totals["sheet_id"]), code=303)
        except Refused as refused:
            first = refused.first
            return self._page(sentence(first.code, first.facts)), 422

    def _staged(self) -> Outcome:
        kind = _KINDS.get(request.form.get("kind", "")) or abort(400)
        file = request.files.get("file") or abort(400)
        key = request.form.get("key", "")
        seen = find_outcome(db.session(), caller(Door.GRID).actor.key, key)
        if seen is not None and seen[0].action == STAGE_SHEET.key:
            return seen[0]
        content = file.stream.read(MAXIMUM_BYTES + 1)
        name = text_of(file.filename or "").rpartition("/")[2].rpartition("\\")[2][-120:]
        sheet = read_sheet(io.BytesIO(content), name)
        fields = fields_of(kind, sheet)
        if not NEEDED[kind] <= set(fields):
            facts = {"headings": "、".join(needed_headings(kind))}
            raise Refused(Refusal(StageSheetRefusal.HEADINGS_MISSING, facts))
        given = StageSheetInput(
            kind=kind,
            file_name=name,
            digest=hashlib.sha256(content).hexdigest(),
            headings=sheet.headings,
            fields=tuple(field for field in fields if field is not None),
            rows=tuple(brought_rows(fields, sheet)),
        )
        return perform(db.session(), STAGE_SHEET, (), given, caller(Door.GRID), key=key)

    @expose("/sheet/")
    def sheet(self) -> str:
        """The outcomes of a sheet's rows, counted; each count links to its rows."""
        found = _requested_sheet()
        counts = _counts(db.session(), found.id)
        ready = counts[ImportRowState.STAGED]
        return self.render(
            "pages/workspace/import_sheet.html",
            title=found.file_name,
            facts=[
                (_("导入内容"), word(found.kind)),
                (_("导入人"), found.by),
                (_("时间"), instant(found.at)),
                (_("行数"), f"{found.row_count:,}"),
            ],
            counts=[
                (word(state), f"{count:,}", _rows_url(found.id, state), state.value)
                for state, count in counts.items()
            ],
            ready_count=f"{ready:,}",
            is_cut=ready > MAXIMUM_BATCH_ROWS,
            most=MAXIMUM_BATCH_ROWS,
            selection=_ready_rows(db.session(), found.id).sign() if ready else None,
            accept_url=url_for("import_row.action_view", action="accept_rows"),
            accept_label=action_title("accept_rows"),
            rows_url=_rows_url(found.id),
            returned=[(e, url_for(".returned", id=found.id, form=e)) for e in ("xlsx", "csv")],
            back_url=url_for(".index"),
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


def _counts(session: Session, sheet_id: int) -> dict[ImportRowState, int]:
    found = session.execute(
        select(ImportRow.state, func.count(ImportRow.id))
        .where(ImportRow.sheet_id == sheet_id)
        .group_by(ImportRow.state)
    )
    counted: dict[ImportRowState, int] = {state: count for state, count in found}  # noqa: C416
    return {state: counted.get(state, 0) for state in ImportRowState}


def _ready_rows(session: Session, sheet_id: int) -> Selection:
    """所有可导入的行: the first ones, up to one batch."""
    ready = select(ImportRow.id).where(
        ImportRow.sheet_id == sheet_id, ImportRow.state == ImportRowState.STAGED
    )
    ids = session.scalars(ready.order_by(ImportRow.id).limit(MAXIMUM_BATCH_ROWS))
    return Selection("import_row", caller(Door.GRID).actor.key, ids=tuple(ids))


def _rows_url(sheet_id: int, state: ImportRowState | None = None) -> str:
    return url_for("import_row.index_view", sheet_id=sheet_id, list=state.value if state else None)


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
