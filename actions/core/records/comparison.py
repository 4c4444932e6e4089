"""One row of a sheet against the record it is of, field by field.

Texts are compared as the record would store them. A field changed by somebody since the row's
version is a conflict if the row has a third value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import Boolean, ColumnElement

from actions.core.input_parsing import InputFault, parse_input
from actions.core.records.editable import DOMAIN, Editable
from actions.core.records.field_history import ChangesSince
from actions.core.records.natural_keys import natural_name
from actions.core.records.own_cells import (
    Holders,
    cell_text,
    indexed,
    kept_text,
    rule_broken,
)
from actions.core.records.own_input import own_value
from actions.core.refusal import Refused
from models.core.base import Base
from models.core.own_values import OWN_VALUES
from models.core.text_type import TextType, kept_form, looks_changed, text_type_of
from models.definitions.field_spec import FieldSpec
from models.imports.difference import Difference, DifferenceKind, RevisionFault
from models.imports.row_parser import ImportFault, RowFault
from models.imports.sheet import ImportField
from models.units.unit import Unit
from models.values.typed_text import folded


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A row of a sheet about an existing record."""

    key: int
    number: int
    #: The cells under known headings; an empty text stands for an emptied cell.
    cells: Mapping[str, str]
    #: The record found by its natural key, where the row has no number.
    record_id: int | None = None
    #: Differences in columns of the export that are no field of a sheet.
    fixed: Sequence[Difference] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """What a row would change."""

    record: Any = None
    version: int | None = None
    differences: tuple[Difference, ...] = ()
    #: Column → new text, of the fields that may be taken.
    values: Mapping[str, str] = field(default_factory=dict)
    fault: RowFault | None = None

    @property
    def conflict(self) -> Difference | None:
        """The first conflict."""
        return next((d for d in self.differences if d.kind is DifferenceKind.CONFLICT), None)


class RevisionError(ValueError):
    """A row that is refused as a whole."""

    def __init__(self, code: StrEnum, **facts: str | int | None) -> None:
        super().__init__(code)
        self.fault = RowFault(code, facts)


def version_of(line: RecordLine) -> int | None:
    """The version of the record as the row has it; None if the file does not say."""
    text = folded(line.cells.get(ImportField.RECORD_VERSION, "")).strip()
    is_number = text.isascii() and text.isdecimal() and len(text) <= 9  # noqa: PLR2004  digits
    return int(text) if is_number else None


def stored_text(value: object) -> str:
    """A value of a record as a cell has it, after words were replaced by codes."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row, its record, and what happened to the record since the row's version."""

    editable: Editable
    record: Any
    line: RecordLine
    history: Mapping[int, ChangesSince]
    offices: Mapping[str, str]
    today: dt.date
    #: Who has the values that the sheet gives to unique fields.
    holders: Holders

    def revision(self) -> Revision:
        """Raises RevisionError for a row that is refused as a whole."""
        version, current = version_of(self.line), self.record.row_version
        typed = self.line.cells.get(ImportField.RECORD_VERSION, "")
        if (version is not None and version > current) or (typed and version is None):
            raise RevisionError(RevisionFault.VERSION, found=typed[:20])
        found = [*self._compared(), *self._shown_differences()]
        values = {
            self.editable.attribute(d.field): d.after
            for d in found
            if d.kind in {DifferenceKind.EDIT, DifferenceKind.CONFLICT}
        }
        self._check_values(values)
        fault = None
        if not values and any(d.kind is DifferenceKind.FIXED for d in found):
            fault = RowFault(RevisionFault.FIXED, {})
        return Revision(self.record, version, tuple(found), values, fault)

    def _compared(self) -> Iterable[Difference]:
        # A list exported without record numbers does not say of when its states are.
        numbered = bool(self.line.cells.get(ImportField.RECORD_ID))
        for name, text in self.line.cells.items():
            if name in _ABOUT_THE_ROW or (name == ImportField.DOMAIN_STATE and not numbered):
                continue
            column = self.editable.attribute(name)
            if is_own(column) and not self.editable.may_change(column):
                # Retired since, or no longer for the reader.
                continue
            before = self._held_text(column)
            after = self._canonical(name, column, text)
            if before == after:
                continue
            if self.editable.may_change(column):
                yield self._editable_difference(name, column, before, after)
                yield from cleaned({name: text}, text_types(self.editable))
                continue
            if self.editable.key is not None and name == self.editable.key[0]:
                raise RevisionError(
                    RevisionFault.OTHER_RECORD, name=str(self.record), found=text[:60]
                )
            yield self._fixed_difference(name, column, before, after)

    def _fixed_difference(self, name: str, column: str, before: str, after: str) -> Difference:
        since = self.history.get(self.record.id)
        change = since.changes.get(column) if since is not None else None
        if change is not None and after == self._base_text(column, change.base):
            by, at = change.by, change.at.isoformat()
            return Difference(name, DifferenceKind.NEWER, before, after, by, at)
        return Difference(name, DifferenceKind.FIXED, before, after)

    def _shown_differences(self) -> Iterable[Difference]:
        """Differences in columns of the export alone: their old values are not known any more."""
        is_older = self.record.id in self.history
        kind = DifferenceKind.NEWER if is_older else DifferenceKind.FIXED
        return (replace(each, kind=kind) for each in self.line.fixed)

    def _editable_difference(self, name: str, column: str, before: str, after: str) -> Difference:
        since = self.history.get(self.record.id)
        change = since.changes.get(column) if since is not None else None
        if since is None or (change is None and since.is_complete):
            return Difference(name, DifferenceKind.EDIT, before, after)
        base = self._base_text(column, change.base) if change is not None else None
        kind = DifferenceKind.NEWER if after == base else DifferenceKind.CONFLICT
        if change is None:
            return Difference(name, kind, before, after)
        return Difference(name, kind, before, after, change.by, change.at.isoformat())

    def _held_text(self, column: str) -> str:
        if (spec := self.editable.own_by_code.get(column)) is not None:
            return cell_text(spec, own_value(self.record, spec))
        return stored_text(_value_of(self.record, column))

    def _base_text(self, column: str, base: object) -> str:
        """A journaled value as the text of a cell."""
        if (spec := self.editable.own_by_code.get(column)) is not None:
            return cell_text(spec, spec.value_of(base))
        return stored_text(base)

    def _canonical(self, name: str, column: str, text: str) -> str:
        """The text as the record would store it, or as it was typed where it cannot be."""
        if (spec := self.editable.own_by_code.get(column)) is not None:
            return kept_text(spec, text)
        if name == ImportField.OFFICE:
            return self.offices.get(text, text)
        if name == ImportField.DOMAIN:
            return natural_name(text)
        if name == ImportField.YEARS:
            return re.sub(r"\s*\D$", "", folded(text).strip())
        source = _column_of(self.editable, column)
        if isinstance(source.type, Boolean):
            plain = folded(text).strip().lower()
            return _TRUTHS.get(plain, plain)
        return kept_form(text_type_of(source) or TextType.WORDS, text)

    def _check_values(self, values: Mapping[str, str]) -> None:
        """Raises RevisionError for the first value that the ordinary edit would refuse."""
        if not values:
            return
        editable = self.editable
        edited = {**editable.typed(values), "row_version": 1}
        try:
            given = parse_input(editable.edit(tuple(values)).input, edited)
        except Refused as refused:
            fault = fault_of_input(editable, refused, values)
            raise RevisionError(fault.code, **fault.facts) from None
        taken = {spec.id for spec in editable.own if self._is_taken(spec, values)}
        broken = rule_broken(editable.own, self.record, given, self.today, taken)
        if broken is not None:
            raise RevisionError(broken.code, **dict(broken.facts))  # type: ignore[arg-type]

    def _is_taken(self, spec: FieldSpec, values: Mapping[str, str]) -> bool:
        line = indexed(spec, values.get(spec.journal_name, ""))
        return line is not None and self.holders.get(line, self.record.id) != self.record.id


def fault_of_input(editable: Editable, refused: Refused, texts: Mapping[str, str]) -> RowFault:
    """The first fault that the ordinary edit finds, in the words of an imported row."""
    name, refusal = next(iter(refused.inputs.items()))
    column = editable.column_of(name)
    told: dict[str, Any] = {**refusal.facts, **editable.field_facts(column)}
    code = _OF_INPUT.get(InputFault(refusal.code), ImportFault.NOT_A_CHOICE)
    return RowFault(code, told | {"found": texts[column][:20]})


def text_types(editable: Editable) -> dict[str, TextType]:
    """Field of a sheet → kind of text, of the columns that may be edited."""
    columns: Any = editable.model.__table__.c
    kinds = {name: text_type_of(columns[name]) for name in editable.fields}
    kinds |= {code: text_type_of(spec.column) for code, spec in editable.own_by_code.items()}
    return {name: kind for name, kind in kinds.items() if kind is not None}


def is_own(column: str) -> bool:
    """Whether a column of a sheet is a field that an office defined."""
    return column.startswith(f"{OWN_VALUES}.")


def cleaned(cells: Mapping[str, str], kinds: Mapping[str, TextType]) -> Iterable[Difference]:
    """The cells whose stored form looks different from what was typed."""
    for name, text in cells.items():
        kind = kinds.get(name)
        if kind is not None and looks_changed(kind, text):
            kept = kept_form(kind, text)
            yield Difference(name, DifferenceKind.CLEANED, " ".join(text.split()), kept)


def unit_differences(unit: Unit, cells: Mapping[str, str]) -> Iterable[Difference]:
    """What a row about a new name says of its unit otherwise than the unit's own record."""
    for name, text in cells.items():
        _head, dot, tail = DOMAIN.attribute(name).partition(".")
        if not dot or not text or is_own(name):
            continue
        source: Any = Unit.__table__.c[tail]
        before, kind = stored_text(getattr(unit, tail)), text_type_of(source)
        after = kept_form(kind, text) if kind is not None else text
        if before != after:
            yield Difference(name, DifferenceKind.FIXED, before, after)


_ABOUT_THE_ROW = frozenset({ImportField.RECORD_ID, ImportField.RECORD_VERSION})
_TRUTHS = {"": "no", "true": "yes", "false": "no", "1": "yes", "0": "no", "y": "yes", "n": "no"}
_OF_INPUT = {
    InputFault.MISSING: ImportFault.MISSING,
    InputFault.TOO_LONG: ImportFault.TOO_LONG,
    InputFault.CHARACTER: ImportFault.CHARACTER,
    InputFault.LOST_DIGITS: ImportFault.LOST_DIGITS,
    InputFault.EMAIL: ImportFault.EMAIL,
    InputFault.PHONE: ImportFault.PHONE,
}


def _value_of(record: Base, column: str) -> object:
    head, dot, tail = column.partition(".")
    return getattr(getattr(record, head), tail) if dot else getattr(record, head)


def _column_of(editable: Editable, column: str) -> ColumnElement[object]:
    _head, dot, tail = column.partition(".")
    columns: Any = Unit.__table__.c if dot else editable.model.__table__.c
    source: ColumnElement[object] = columns[tail if dot else column]
    return source
