"""What became of the rows of an imported sheet, and what may be done with all of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.core.refusal import Fact
from admin_app.auth.current_actor import caller
from admin_app.grid.planning.selection import Selection
from admin_app.labels import sentence, word
from admin_app.labels.imports import SheetRemark
from admin_app.values.import_errors import differences_said, field_said
from models.core.journal import Door
from models.imports.sheet import ImportRow, ImportRowState, ImportSheet
from models.values.calendar import instant

#: Rows with differences that the page shows itself; the list has all.
_MOST_SHOWN = 20


def outcome_context(session: Session, found: ImportSheet) -> dict[str, object]:
    """The context of the page: counts, remarks, the first differences, what may be done."""
    counts = _counts(session, found.id)
    return {
        "facts": [
            (_("导入内容"), word(found.kind)),
            (_("导入人"), found.by),
            (_("时间"), instant(found.at)),
            (_("行数"), f"{found.row_count:,}"),
        ],
        "remarks": [_remark_said(each["code"], each["facts"]) for each in found.remarks or ()],
        "counts": [
            (word(state), f"{count:,}", _rows_url(found.id, state), state.value)
            for state, count in counts.items()
        ],
        "changes": _changes(session, found.id),
        "most_shown": _MOST_SHOWN,
        "offers": [
            offer
            for state, action in _OFFERED
            if (offer := _offer(session, found.id, state, action, counts[state])) is not None
        ],
        "rows_url": _rows_url(found.id),
    }


def _changes(session: Session, sheet_id: int) -> list[tuple[int, str, str, list[str]]]:
    """(row number, name, state, differences) of the first rows that would change a record."""
    wanted = select(ImportRow).where(
        ImportRow.sheet_id == sheet_id,
        ImportRow.state.in_((ImportRowState.CHANGED, ImportRowState.CONFLICT)),
    )
    return [
        (row.number, row.name, word(row.state), differences_said(row.differences))
        for row in session.scalars(wanted.order_by(ImportRow.id).limit(_MOST_SHOWN))
    ]


def _counts(session: Session, sheet_id: int) -> dict[ImportRowState, int]:
    found = session.execute(
        select(ImportRow.state, func.count(ImportRow.id))
        .where(ImportRow.sheet_id == sheet_id)
        .group_by(ImportRow.state)
    )
    counted: dict[ImportRowState, int] = {state: count for state, count in found}  # noqa: C416
    return {state: counted.get(state, 0) for state in ImportRowState}


#: The rows that can be dealt with in one go, and by which action.
_OFFERED = (
    (ImportRowState.CHANGED, "accept_changes"),
    (ImportRowState.CONFLICT, "accept_changes"),
    (ImportRowState.STAGED, "accept_rows"),
)


def _offer(
    session: Session, sheet_id: int, state: ImportRowState, action: str, count: int
) -> tuple[str, str, str] | None:
    """(URL, label, signed selection) for all rows in a state; None: there are none.

    More rows than one batch takes are queued, and run in the background.
    """
    if not count:
        return None
    newest = session.scalar(select(func.max(ImportRow.id)).where(ImportRow.sheet_id == sheet_id))
    chosen = Selection(
        "import_row",
        caller(Door.GRID).actor.key,
        query=urlencode({"sheet_id": sheet_id, "list": state}),
        up_to_id=newest,
    )
    label = {
        ImportRowState.STAGED: _("导入所有可导入的行（%(n)s）", n=f"{count:,}"),
        ImportRowState.CHANGED: _("采用所有改动（%(n)s 行）", n=f"{count:,}"),
        ImportRowState.CONFLICT: _("处理有冲突的行（%(n)s）", n=f"{count:,}"),
    }[state]
    return url_for("import_row.action_view", action=action), label, chosen.sign()


def _remark_said(code: str, stored: Mapping[str, Fact]) -> str:
    facts = {
        name: field_said(str(value)) if name == "field" else value for name, value in stored.items()
    }
    return sentence(SheetRemark(code), facts)


def _rows_url(sheet_id: int, state: ImportRowState | None = None) -> str:
    return url_for("import_row.index_view", sheet_id=sheet_id, list=state.value if state else None)
