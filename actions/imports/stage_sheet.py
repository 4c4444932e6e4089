"""批量导入 (bulk import): store a sheet row by row, each with its verdict; nothing is applied yet.

The page has parsed the file and found the known headings. Rows are checked as if all were accepted
at once, so the clerk sees the result of a confirmation before ticking anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import TICKS_NO_ROWS, Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.core.change_listener import as_json
from models.imports.row_checks import Judgement, Line, judge
from models.imports.row_parser import RowFault
from models.imports.sheet import (
    IMPORT_ROW_LIFECYCLE,
    NEEDED,
    ImportField,
    ImportKind,
    ImportRow,
    ImportRowEvent,
    ImportRowState,
    ImportSheet,
)
from models.users.user import Role
from models.values.limits import MAXIMUM_SHEET_ROWS
from models.workspace.notification import FileDirection, FileRecord


class StageSheetRefusal(StrEnum):
    """Why a sheet is refused."""

    HEADINGS_MISSING = "stage_sheet_headings_missing"
    NO_ROWS = "stage_sheet_no_rows"
    TOO_MANY_ROWS = "stage_sheet_too_many_rows"


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """An uploaded row: its number in the file, its cells, and those under known headings."""

    number: int
    raw: tuple[str, ...]
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class StageSheetInput:
    """The file. Its rows reach only the run; the journal has the digest instead."""

    kind: ImportKind
    file_name: str = param(maximum_length=120)
    #: SHA-256 of the file.
    digest: str = param(maximum_length=64)
    headings: tuple[str, ...] = param(secret=True, default=())
    fields: tuple[ImportField, ...] = param(secret=True, default=())
    rows: tuple[BroughtRow, ...] = param(secret=True, default=())


def check_batch(
    rows: Sequence[ImportSheet], given: StageSheetInput, _facts: None
) -> Refusal | None:
    if not NEEDED[given.kind] <= set(given.fields):
        missing = sorted(NEEDED[given.kind] - set(given.fields))
        return Refusal(StageSheetRefusal.HEADINGS_MISSING, {"headings": "、".join(missing)})
    if not given.rows:
        return Refusal(StageSheetRefusal.NO_ROWS)
    if len(given.rows) > MAXIMUM_SHEET_ROWS:
        facts = {"count": len(given.rows), "maximum": MAXIMUM_SHEET_ROWS}
        return Refusal(StageSheetRefusal.TOO_MANY_ROWS, facts)
    return None


def run(ctx: Context, rows: Sequence[ImportSheet], given: StageSheetInput, _facts: None) -> Result:
    sheet = _sheet(ctx, given)
    ctx.session.add_all((sheet, _file_record(ctx, given)))
    ctx.session.flush()
    lines = [
        Line(row.number, row.number, given.kind, row.cells, ctx.actor.office_code)
        for row in given.rows
    ]
    judgements = judge(ctx.session, lines, ctx.today)
    staged = [_staged(sheet, row, judgements[row.number]) for row in given.rows]
    ctx.session.add_all(staged)
    ctx.session.flush()
    for row, brought in zip(staged, given.rows, strict=True):
        _settle(row, judgements[brought.number])
    counted = Counter(row.state for row in staged)
    return Result(
        rows=[RowResult(sheet.id, sheet.file_name)],
        totals={
            "sheet_id": sheet.id,
            "row_count": len(staged),
            "ready_count": counted[ImportRowState.STAGED],
            "refused_count": counted[ImportRowState.REFUSED],
            "known_count": counted[ImportRowState.KNOWN],
        },
    )


def _sheet(ctx: Context, given: StageSheetInput) -> ImportSheet:
    sheet = ImportSheet(
        kind=given.kind,
        file_name=given.file_name,
        headings=list(given.headings),
        row_count=len(given.rows),
        by=ctx.actor.name,
        at=ctx.at,
    )
    sheet.belong_to(ctx.actor)
    return sheet


def _file_record(ctx: Context, given: StageSheetInput) -> FileRecord:
    """The record of the upload."""
    record = FileRecord(
        direction=FileDirection.IMPORT,
        entity="unit" if given.kind is ImportKind.UNITS else "domain",
        file_name=given.file_name,
        selection={"digest": given.digest},
        row_count=len(given.rows),
        by=ctx.actor.name,
        at=ctx.at,
    )
    record.belong_to(ctx.actor)
    return record


def _staged(sheet: ImportSheet, brought: BroughtRow, judgement: Judgement) -> ImportRow:
    about = ImportField.NAME if sheet.kind is ImportKind.UNITS else ImportField.DOMAIN
    row = ImportRow(
        sheet_id=sheet.id,
        number=brought.number,
        name=(brought.cells.get(about) or brought.cells.get(ImportField.NAME, ""))[:120],
        raw=list(brought.raw),
        cells=dict(brought.cells),
        fault=_as_json(judgement.fault) if judgement.fault else None,
    )
    row.belong_to(sheet)
    return row


def _as_json(fault: RowFault) -> dict[str, object]:
    facts = {name: as_json(value) for name, value in fault.facts.items()}
    return {"code": fault.code.value, "facts": facts}


def _settle(row: ImportRow, judgement: Judgement) -> None:
    if judgement.is_known:
        IMPORT_ROW_LIFECYCLE.advance(row, ImportRowEvent.RECOGNISE)
    elif judgement.fault is not None:
        IMPORT_ROW_LIFECYCLE.advance(row, ImportRowEvent.REFUSE)


#: domain.md 4.5, bulk import: the offices and the registry.
GRANTS = {
    Role.REGISTRY_ADMIN: Reach.SCOPE,
    Role.PROVINCE_ADMIN: Reach.SCOPE,
    Role.CITY_ADMIN: Reach.SCOPE,
    Role.COUNTY_ADMIN: Reach.SCOPE,
}

STAGE_SHEET = Action(
    key="stage_sheet",
    model=ImportSheet,
    input=StageSheetInput,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=StageSheetRefusal,
    # Only run by the upload page: a form has no field for a file's rows.
    grants=GRANTS,
    is_record=True,
    guide=("新-004",),
)
