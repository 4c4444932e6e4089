"""Rows of a sheet compared with the records they are of: what each would change.

A row names its record by number and version, as exported lists have them, or by its natural key.
Columns that no edit may change are compared too, so that no difference passes unsaid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from actions.core.records.comparison import (
    Comparison,
    RecordLine,
    Revision,
    RevisionError,
    version_of,
)
from actions.core.records.editable import Editable
from actions.core.records.field_history import changes_since
from actions.core.records.natural_keys import in_parts
from actions.core.records.own_cells import Holders, holders_of
from models.core.base import Base
from models.core.locking import Columns, Locked
from models.domains.domain import Domain
from models.imports.difference import RevisionFault
from models.imports.row_parser import ImportFault, RowFault
from models.imports.sheet import ImportField
from models.offices.office import Office
from models.values.limits import LARGEST_BIGINT
from models.values.typed_text import folded


def same(statement: Select[*Columns]) -> Select[*Columns]:
    """The statement without locks: for plans and for staging."""
    return statement


def revise(
    session: Session,
    editable: Editable,
    lines: Sequence[RecordLine],
    today: dt.date,
    lock: Locked = same,
) -> dict[int, Revision]:
    """Key → revision of each row, judged as of a day, in a fixed number of statements.

    `lock` is applied to the statements that load the records, in order of their keys. A record of
    another scope is as unknown as one that does not exist.
    """
    ids = {line.key: _record_id(line) for line in lines}
    records: dict[int, Any] = _records(
        session, editable, {key for key in ids.values() if key}, lock
    )
    history = changes_since(
        session,
        editable.model.__tablename__,
        {
            record.id: record.row_version - version
            for line in lines
            if (record := records.get(ids[line.key] or 0)) is not None
            and (version := version_of(line)) is not None
            and version < record.row_version
        },
    )
    offices = _office_codes(session, lines)
    holders = dict(_holders(session, editable, lines))
    first: dict[int, int] = {}
    found: dict[int, Revision] = {}
    for line in lines:
        record = records.get(ids[line.key] or 0)
        if record is None:
            shown = line.cells.get(ImportField.RECORD_ID) or _title(line)
            fault = RowFault(RevisionFault.UNKNOWN_RECORD, {"found": shown[:60]})
            found[line.key] = Revision(fault=fault)
            continue
        revision = _compared(Comparison(editable, record, line, history, offices, today, holders))
        earlier = first.setdefault(record.id, line.number)
        if earlier != line.number and revision.values:
            fault = RowFault(ImportFault.TWICE, {"number": earlier})
            revision = Revision(record=record, fault=fault)
        # A later row that brings the same value of a unique field finds it taken.
        holders |= dict.fromkeys(editable.unique_lines(revision.values), record.id)
        found[line.key] = revision
    return found


def _holders(session: Session, editable: Editable, lines: Sequence[RecordLine]) -> Holders:
    cells = [line.cells for line in lines]
    return holders_of(session, chain.from_iterable(map(editable.unique_lines, cells)))


def _compared(comparison: Comparison) -> Revision:
    try:
        return comparison.revision()
    except RevisionError as error:
        return Revision(record=comparison.record, fault=error.fault)


def _title(line: RecordLine) -> str:
    return next((text for text in line.cells.values() if text), "")


def _record_id(line: RecordLine) -> int | None:
    """The number of the record as the row has it; None if it is none."""
    text = folded(line.cells.get(ImportField.RECORD_ID, "")).strip()
    if not text:
        return line.record_id
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_BIGINT)) - 1
    return int(text) if is_number else None


def _records(
    session: Session,
    editable: Editable,
    ids: set[int],
    lock: Locked,
) -> dict[int, Base]:
    model: Any = editable.model
    options = (joinedload(Domain.unit),) if editable.model is Domain else ()
    found: dict[int, Base] = {}
    for part in in_parts(ids):
        if lock is not same:
            session.execute(lock(select(model).where(model.id.in_(part)))).all()
        wanted = select(model).where(model.id.in_(part)).order_by(model.id).options(*options)
        found |= {row.id: row for row in session.scalars(wanted)}
    return found


def _office_codes(session: Session, lines: Sequence[RecordLine]) -> dict[str, str]:
    """Name or code of an office → its code, of the offices that the rows mention."""
    texts = {text for line in lines if (text := line.cells.get(ImportField.OFFICE))}
    codes: dict[str, str] = {}
    for column in (Office.name, Office.code):
        for part in in_parts(texts):
            rows = session.execute(select(column, Office.code).where(column.in_(part)))
            codes |= {text: code for text, code in rows}  # noqa: C416  rows are no tuples
    return codes
