"""批量导入 (bulk import): store a sheet row by row, each with its verdict; nothing is applied yet.

The page has parsed the file and found the known headings. Rows are checked as if all were accepted
at once, so the clerk sees the result of a confirmation before ticking anything. A row of a record
that exists is compared with it, field by field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from actions.core.action import TICKS_NO_ROWS, Action, Reach, param
from actions.core.context import Context
from actions.core.records.comparison import RecordLine, Revision, cleaned, unit_differences
from actions.core.records.editable import EDITABLE_OF, editable_of
from actions.core.records.natural_keys import natural_key, records_by_key
from actions.core.records.new_rows import judge_new_rows
from actions.core.records.revision import revise
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.core.change_listener import as_json
from models.imports.difference import Difference, RevisionFault
from models.imports.remembered_heading import remember_headings
from models.imports.row_checks import Judgement, Line
from models.imports.row_parser import TEXT_TYPES, RowFault
from models.imports.sheet import (
    IMPORT_ROW_LIFECYCLE,
    REGISTERING,
    TITLE_OF,
    ImportField,
    ImportKind,
    ImportRow,
    ImportRowEvent,
    ImportRowState,
    ImportSheet,
    missing_fields,
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
    #: An empty text stands for an emptied cell of a row with a record number.
    cells: dict[str, str]
    #: Differences in columns of an export that are no field of a sheet.
    fixed: tuple[Difference, ...] = ()


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
    #: How the file was read: {"code", "facts"} of messages.
    remarks: tuple[Mapping[str, Any], ...] = param(secret=True, default=())
    #: Heading → field, or empty, as the user mapped them; remembered for the office.
    mapped: Mapping[str, str] = param(secret=True, default_factory=dict)


def check_batch(
    rows: Sequence[ImportSheet], given: StageSheetInput, _facts: None
) -> Refusal | None:
    if missing := missing_fields(given.kind, given.fields):
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
    verdicts = _verdicts(ctx, given)
    staged = [_staged(sheet, row, verdicts[row.number]) for row in given.rows]
    ctx.session.add_all(staged)
    ctx.session.flush()
    for row, brought in zip(staged, given.rows, strict=True):
        if (event := verdicts[brought.number].event) is not None:
            IMPORT_ROW_LIFECYCLE.advance(row, event)
    remember_headings(ctx.session, given.kind, given.mapped, ctx.actor)
    counted = Counter(row.state for row in staged)
    return Result(
        rows=[RowResult(sheet.id, sheet.file_name)],
        totals={
            "sheet_id": sheet.id,
            "row_count": len(staged),
            "ready_count": counted[ImportRowState.STAGED],
            "refused_count": counted[ImportRowState.REFUSED],
            "changed_count": counted[ImportRowState.CHANGED],
            "conflict_count": counted[ImportRowState.CONFLICT],
            "known_count": counted[ImportRowState.KNOWN],
        },
    )


def _sheet(ctx: Context, given: StageSheetInput) -> ImportSheet:
    sheet = ImportSheet(
        kind=given.kind,
        file_name=given.file_name,
        headings=list(given.headings),
        remarks=[dict(each) for each in given.remarks],
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
        entity=EDITABLE_OF[given.kind].model.__tablename__,
        file_name=given.file_name,
        selection={"digest": given.digest},
        row_count=len(given.rows),
        by=ctx.actor.name,
        at=ctx.at,
    )
    record.belong_to(ctx.actor)
    return record


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a row comes to at upload."""

    event: ImportRowEvent | None = None
    fault: RowFault | None = None
    record_id: int | None = None
    record_version: int | None = None
    differences: Sequence[Difference] = ()


def _verdicts(ctx: Context, given: StageSheetInput) -> dict[int, _Verdict]:
    """Row number → verdict: new rows by the rules of registering, others by comparison."""
    registering = given.kind in REGISTERING
    new = [r for r in given.rows if registering and not r.cells.get(ImportField.RECORD_ID)]
    lines = [
        Line(row.number, row.number, given.kind, row.cells, ctx.actor.office_code) for row in new
    ]
    judgements = judge_new_rows(ctx, lines)
    found = {
        row.number: _of_new(row, judgements[row.number])
        for row in new
        if not judgements[row.number].is_known
    }
    existing = [row for row in given.rows if row.number not in found]
    for number, revision in _revisions(ctx, given.kind, existing).items():
        judgement = judgements.get(number)
        found[number] = _of_existing(revision, judgement.fault if judgement else None)
    return found


def _revisions(ctx: Context, kind: ImportKind, rows: Sequence[BroughtRow]) -> dict[int, Revision]:
    key = EDITABLE_OF[kind].key
    texts = {row.number: row.cells.get(key[0], "") if key else "" for row in rows}
    records = records_by_key(ctx.session, kind, texts.values())
    lines = [
        RecordLine(
            row.number,
            row.number,
            row.cells,
            records.get(natural_key(kind, texts[row.number])) if texts[row.number] else None,
            row.fixed,
        )
        for row in rows
    ]
    editable = editable_of(ctx.session, kind, ctx.actor.role)
    return revise(ctx.session, editable, lines, ctx.today)


def _of_new(row: BroughtRow, judgement: Judgement) -> _Verdict:
    event = None if judgement.fault is None else ImportRowEvent.REFUSE
    differences = [*cleaned(row.cells, TEXT_TYPES), *row.fixed]
    if judgement.unit is not None:
        differences += unit_differences(judgement.unit, row.cells)
    return _Verdict(event, judgement.fault, differences=differences)


def _of_existing(revision: Revision, known: RowFault | None) -> _Verdict:
    fault = revision.fault
    if fault is not None:
        event = ImportRowEvent.REFUSE
    elif revision.conflict is not None:
        event = ImportRowEvent.CLASH
    elif revision.values:
        event = ImportRowEvent.DIFFER
    else:
        event, fault = ImportRowEvent.RECOGNISE, known or RowFault(RevisionFault.NOTHING, {})
    record_id = revision.record.id if revision.record is not None else None
    return _Verdict(event, fault, record_id, revision.version, revision.differences)


def _staged(sheet: ImportSheet, brought: BroughtRow, verdict: _Verdict) -> ImportRow:
    title = brought.cells.get(TITLE_OF[sheet.kind]) or brought.cells.get(ImportField.NAME, "")
    row = ImportRow(
        sheet_id=sheet.id,
        number=brought.number,
        name=title[:120] or f"#{brought.number}",
        raw=list(brought.raw),
        cells=dict(brought.cells),
        fault=_as_json(verdict.fault) if verdict.fault else None,
        record_id=verdict.record_id,
        record_version=verdict.record_version,
        differences=[each.as_json() for each in verdict.differences],
    )
    row.belong_to(sheet)
    return row


def _as_json(fault: RowFault) -> dict[str, object]:
    facts = {name: as_json(value) for name, value in fault.facts.items()}
    return {"code": fault.code.value, "facts": facts}


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
