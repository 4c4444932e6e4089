"""An uploaded sheet on its way to be staged: which worksheet, which headings, which columns."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from actions.core.actor import Actor
from actions.core.records.editable import EDITABLE_OF, editable_of
from actions.core.refusal import Fact, Refusal, Refused
from actions.imports.stage_sheet import StageSheetInput, StageSheetRefusal
from admin_app.files.bank_statement_headings import heading_key
from admin_app.files.import_headings import (
    HeadedSheet,
    Own,
    ReadColumn,
    choices_of,
    headed,
    is_ours,
)
from admin_app.files.import_sheets import brought_rows
from admin_app.files.sheet_reader import MAXIMUM_BYTES, Worksheet, read_worksheets
from admin_app.files.xlsx_writer import text_of
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.spec import Grid
from admin_app.labels import word
from admin_app.labels.imports import SheetFault, SheetRemark
from admin_app.pages.workspace.import_exported import exported_headings, fixed_differences
from admin_app.views import GRIDS
from models.imports.remembered_heading import remembered_headings
from models.imports.sheet import ImportField, ImportKind, missing_fields

#: Numbers of hidden rows that are listed.
_MOST_NUMBERS = 10


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was read, of one kind of sheet."""

    kind: ImportKind
    name: str
    #: SHA-256 of the file.
    digest: str
    worksheets: list[Worksheet]

    @property
    def readable(self) -> list[Worksheet]:
        """The visible worksheets with content."""
        return [each for each in self.worksheets if each.rows and not each.is_hidden]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a file."""

    uploaded: Uploaded
    sheet: HeadedSheet
    #: Whether it needs no person: one worksheet, every column understood, none missing.
    is_clear: bool
    #: Heading → field, or empty, as a person mapped them.
    mapped: Mapping[str, str]
    #: The fields that offices defined, of those that the uploader fills in.
    own: Own = ()

    @property
    def missing(self) -> list[ImportField]:
        """The fields that the sheet lacks."""
        return missing_fields(self.uploaded.kind, self.sheet.fields)


def read_upload(kind: ImportKind, file: FileStorage) -> Uploaded:
    """The worksheets of an uploaded file. Raises Refused for a file that cannot be read."""
    content = file.stream.read(MAXIMUM_BYTES + 1)
    # A large upload is a file on disk, which nobody needs any more.
    file.close()
    name = text_of(file.filename or "").rpartition("/")[2].rpartition("\\")[2][-120:]
    worksheets = read_worksheets(io.BytesIO(content), name)
    found = Uploaded(kind, name, hashlib.sha256(content).hexdigest(), worksheets)
    if not found.readable:
        raise Refused(Refusal(SheetFault.EMPTY))
    return found


def read_as(
    session: Session,
    actor: Actor,
    uploaded: Uploaded,
    tab: str | None = None,
    number: int | None = None,
) -> Reading:
    """The file as its headings say, or by the worksheet and the row of headings of that number."""
    remembered = remembered_headings(session, uploaded.kind, actor.office_code)
    own = own_columns(session, uploaded.kind, actor)
    shown = exported_headings(_grid(session, uploaded.kind, actor))
    found = [
        sheet
        for each in uploaded.readable
        if (tab is None or each.name == tab)
        and (sheet := headed(uploaded.kind, each, remembered, shown, number, own)) is not None
    ]
    if not found:
        return read_as(session, actor, uploaded)
    whole = [sheet for sheet in found if not missing_fields(uploaded.kind, sheet.fields)]
    sheet = (whole or found)[0]
    is_one = tab is not None or len(whole or found) == 1
    return Reading(uploaded, sheet, bool(whole) and is_one and sheet.is_certain, {}, own)


def own_columns(session: Session, kind: ImportKind, actor: Actor) -> Own:
    """The fields that offices defined, as columns of the sheets that an actor uploads."""
    return editable_of(session, kind, actor.role).own


def _grid(session: Session, kind: ImportKind, actor: Actor) -> Grid:
    """The list that exports of the kind come from, as the actor sees it."""
    return reader_grid(session, GRIDS[_table(kind)], actor.role)


def _table(kind: ImportKind) -> str:
    return EDITABLE_OF[kind].model.__tablename__


def mapped_by_hand(reading: Reading, chosen: Mapping[int, str]) -> Reading:
    """The reading with the columns as a person chose them: place → field, or empty.

    Raises Refused when a field has two columns.
    """
    columns: list[ReadColumn] = []
    taken: set[StrEnum] = set()
    offered = {field.value: field for field in choices_of(reading.uploaded.kind, reading.own)}
    for column in reading.sheet.columns:
        field = offered.get(chosen.get(column.place, ""))
        if field in taken:
            raise Refused(Refusal(SheetFault.COLUMN_TWICE, {"field": field}))
        taken |= {field} if field is not None else set()
        shown = column.shown if field is None else None
        columns.append(replace(column, field=field, shown=shown, is_certain=True))
    mapped = {
        heading_key(column.heading): column.field.value if column.field else ""
        for column in columns
        if column.heading
    }
    return replace(
        reading, sheet=replace(reading.sheet, columns=tuple(columns)), is_clear=True, mapped=mapped
    )


def staging_input(session: Session, reading: Reading, actor: Actor) -> StageSheetInput:
    """The input of the staging. Raises Refused when a needed column is missing."""
    if reading.missing:
        headings = "、".join(word(field) for field in reading.missing)
        raise Refused(Refusal(StageSheetRefusal.HEADINGS_MISSING, {"headings": headings}))
    uploaded, sheet = reading.uploaded, reading.sheet
    fixed = fixed_differences(session, _grid(session, uploaded.kind, actor), sheet)
    return StageSheetInput(
        kind=uploaded.kind,
        file_name=uploaded.name,
        digest=uploaded.digest,
        headings=tuple(column.heading for column in sheet.columns),
        fields=sheet.fields,
        rows=tuple(brought_rows(sheet, fixed, reading.own)),
        remarks=tuple({"code": code, "facts": facts} for code, facts in _remarks(reading)),
        mapped=reading.mapped,
    )


def _remarks(reading: Reading) -> Iterator[tuple[SheetRemark, dict[str, Fact]]]:
    """How the file was read, where that is not evident."""
    uploaded, sheet = reading.uploaded, reading.sheet
    others = [each.name for each in uploaded.readable if each is not sheet.worksheet]
    if others:
        facts = {"name": sheet.worksheet.name, "others": "、".join(others)}
        yield SheetRemark.WORKSHEET, facts
    hidden = [each.name for each in uploaded.worksheets if each.is_hidden and each.rows]
    if hidden:
        yield SheetRemark.HIDDEN_WORKSHEETS, {"others": "、".join(hidden)}
    if sheet.number != sheet.worksheet.rows[0].number:
        yield SheetRemark.HEADING_ROW, {"number": sheet.number}
    yield from _of_rows(sheet)
    for column in sheet.columns:
        if column.field is not None and not is_ours(uploaded.kind, column.heading, reading.own):
            facts = {"heading": column.heading, "field": column.field}
            yield SheetRemark.READ_AS, facts
    unread = [c.heading for c in sheet.columns if c.heading and not c.field and not c.shown]
    if unread:
        yield SheetRemark.NOT_READ, {"headings": "、".join(unread)}
    if ImportField.RECORD_ID in sheet.fields:
        yield SheetRemark.OTHERS_STAY, {}


def _of_rows(sheet: HeadedSheet) -> Iterator[tuple[SheetRemark, dict[str, Fact]]]:
    worksheet = sheet.worksheet
    hidden = [row.number for row in sheet.rows if row.number in worksheet.hidden_rows]
    if hidden:
        numbers = "、".join(map(str, hidden[:_MOST_NUMBERS]))
        more = "…" if len(hidden) > _MOST_NUMBERS else ""
        yield SheetRemark.HIDDEN_ROWS, {"count": len(hidden), "numbers": numbers + more}
    unseen = [
        column.heading
        for column in sheet.columns
        if column.heading
        and any(first <= column.place <= last for first, last in worksheet.hidden_columns)
    ]
    if unseen:
        facts: dict[str, Fact] = {"count": len(unseen), "headings": "、".join(unseen)}
        yield SheetRemark.HIDDEN_COLUMNS, facts
    if any(bottom > top > sheet.number for top, _left, bottom, _right in worksheet.merged):
        yield SheetRemark.MERGED, {}
    if worksheet.uncomputed:
        yield SheetRemark.UNCOMPUTED, {"count": worksheet.uncomputed}
