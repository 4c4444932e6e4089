"""A definition as the program reads it: unchangeable, and a column like any other.

Lists, forms and files take a field of one's own as a SQLAlchemy column that belongs to no table.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Dialect,
    Numeric,
    String,
    Text,
    type_coerce,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.core.base import Json, UtcDateTime
from models.core.own_values import FieldValue, Sql, diff_name
from models.core.setting import YesNo
from models.core.text_type import TextType, text_of_type
from models.definitions.chosen_words import Choice, choices_from, words_of_choices
from models.definitions.field_choices import in_order
from models.definitions.field_types import LinkText, SeveralWords, enum_type
from models.definitions.mask import masked_text
from models.definitions.own_field import LONGEST_LONG_TEXT, LONGEST_TEXT, REGISTER_ROWS, FieldKind
from models.values.calendar import parse_instant

#: Decimals keep this many places, so they are stored as whole numbers of ten-thousandths.
DECIMAL_PLACES: Final = 4
_SCALE: Final = 10**DECIMAL_PLACES
#: Key of `Column.info` for the definition.
_INFO: Final = "own_field"
#: How names of such columns begin; no built-in column does.
PREFIX: Final = "own_"


@dataclass(frozen=True, slots=False)
class FieldSpec:
    """One definition."""

    id: int
    entity: str
    office_code: str
    key: str
    kind: FieldKind
    label: str
    label_en: str
    help_text: str | None = None
    section: str | None = None
    place: int = 100
    required_from: dt.date | None = None
    is_unique: bool = False
    is_searchable: bool = False
    least: str | None = None
    most: str | None = None
    pattern: str | None = None
    choices: tuple[Choice, ...] = ()
    default_value: str | None = None
    #: Expressions over the row: when the field is shown, when it must be filled in, what it is.
    shown_when: str | None = None
    required_when: str | None = None
    formula: str | None = None
    seen_by: frozenset[str] = frozenset()
    edited_by: frozenset[str] = frozenset()
    whole_for: frozenset[str] = frozenset()
    #: To its reader only the end of a value is shown (`shown_to`).
    is_masked: bool = False
    #: Behind its label where another field of the entity has the same one, in both languages.
    told_apart: tuple[str, str] = ("", "")
    #: The fields that its expressions name, by their keys there (`row_values.linked`).
    uses: tuple[tuple[str, FieldSpec], ...] = ()

    @property
    def labels(self) -> tuple[str, str]:
        """What readers call it, in Chinese and in English."""
        chinese, english = self.told_apart
        return f"{self.label}{chinese}", f"{self.label_en}{english}"

    @property
    def name(self) -> str:
        """Its name in addresses, files and the API: two offices may use the same key."""
        return f"{PREFIX}{self.office_code}_{self.key}"

    @property
    def stored_key(self) -> str:
        """The key of its value in the JSON of a row."""
        return str(self.id)

    @property
    def journal_name(self) -> str:
        """What diffs of the journal, sheets and receipts call it: unique among all entities."""
        return diff_name(self.id)

    @property
    def expressions(self) -> tuple[str, ...]:
        """What its definition works out from the row."""
        return tuple(filter(None, (self.shown_when, self.required_when, self.formula)))

    @property
    def is_sortable(self) -> bool:
        """Whether rows have one value to be sorted by."""
        # The order of masked values would tell them.
        return not self.is_masked and self.kind not in {FieldKind.CHOICES, FieldKind.LONG_TEXT}

    @cached_property
    def words(self) -> type[StrEnum]:
        """The enum of its values, for the kinds that have one."""
        return YesNo if self.kind is FieldKind.YES_NO else words_of_choices(self.choices)

    @cached_property
    def column(self) -> Column[FieldValue]:
        """The column it is to lists, forms and files."""
        make, text = _COLUMNS[self.kind]
        told = {} if text is None else text_of_type(text)
        return Column(self.name, make(self), info={_INFO: self, **told})

    def seen_in(self, row: FieldValue) -> Sql:
        """Its value in a row, in SQL."""
        return type_coerce(row.own_values[self.stored_key], _Stored(self))

    def is_seen_by(self, role: str) -> bool:
        """Whether a role sees its values."""
        return not self.seen_by or role in self.seen_by

    def is_edited_by(self, role: str) -> bool:
        """Whether a role that may edit the row may edit the value: not what it sees masked."""
        shown = self.shown_to(role)
        if shown is None or shown.is_masked or self.formula is not None:
            return False
        return not self.edited_by or role in self.edited_by

    def shown_to(self, role: str) -> FieldSpec | None:
        """The definition as a role reads it: masked values are texts of their last characters.

        None for a role that sees nothing of it.
        """
        if not self.is_seen_by(role):
            return None
        if not self.whole_for or role in self.whole_for:
            return self
        return _masked(self)

    def is_required_on(self, day: dt.date) -> bool:
        """Whether an edit on a day must leave a value."""
        return self.required_from is not None and self.required_from <= day

    def value_of(self, stored: FieldValue) -> FieldValue:
        """A stored value in Python; a word that the list no longer has stays a text."""
        if stored is None:
            return None
        if self.is_masked:
            return masked_text(str(stored))
        try:
            return _READ.get(self.kind, _as_it_is)(self, stored)
        except (ValueError, TypeError):
            return stored

    def stored(self, value: FieldValue) -> FieldValue:
        """A value as JSON; None for one that is empty."""
        if value is None or value in ("", ()):
            return None
        return _WRITE.get(self.kind, _as_it_is)(self, value)

    def parse(self, typed: str) -> FieldValue:
        """A value as typed, for a single one. Raises ValueError."""
        return self.value_of(_PARSE.get(self.kind, _as_typed)(self, typed))


@lru_cache(maxsize=1024)
def _masked(spec: FieldSpec) -> FieldSpec:
    return replace(spec, kind=FieldKind.TEXT, is_masked=True, is_searchable=False)


class _Stored(TypeDecorator[Any]):
    """The JSON of one value, read as its kind."""

    impl = Json
    cache_ok = True

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec

    def process_result_value(self, value: object, dialect: Dialect) -> object:
        """The value in Python."""
        return self.spec.value_of(value)


def spec_of(column: FieldValue) -> FieldSpec | None:
    """The definition behind a column, if it is a field of one's own."""
    found: FieldSpec | None = (getattr(column, "info", None) or {}).get(_INFO)
    return found


def decimal_of(typed: str) -> Decimal:
    """A decimal as typed, exact to its places. Raises ValueError."""
    try:
        value = Decimal(typed.replace(",", "").strip())
    except InvalidOperation as error:
        raise ValueError(typed) from error
    if not value.is_finite() or abs(value) >= 10**13 or value != round(value, DECIMAL_PLACES):
        raise ValueError(typed)
    return value


def _as_it_is(_spec: FieldSpec, value: FieldValue) -> FieldValue:
    return value


def _as_typed(_spec: FieldSpec, typed: str) -> FieldValue:
    return typed


def _in_utc(value: dt.datetime) -> str:
    """To the minute, as it is typed, and with one offset, so that texts sort as instants do."""
    return value.astimezone(dt.UTC).isoformat(timespec="minutes")


def _ten_thousandths(value: Decimal | str) -> int:
    return int(decimal_of(str(value)) * _SCALE)


_COLUMNS: Final[Mapping[FieldKind, tuple[Callable[[FieldSpec], TypeEngine[Any]], Any]]] = {
    FieldKind.TEXT: (lambda _: String(LONGEST_TEXT), TextType.WORDS),
    FieldKind.LONG_TEXT: (lambda _: Text(LONGEST_LONG_TEXT), TextType.LINES),
    FieldKind.WHOLE: (lambda _: BigInteger(), None),
    FieldKind.DECIMAL: (lambda _: Numeric(18, DECIMAL_PLACES), None),
    FieldKind.DATE: (lambda _: Date(), None),
    FieldKind.DATE_TIME: (lambda _: UtcDateTime(), None),
    FieldKind.YES_NO: (lambda spec: enum_type(spec.words), None),
    FieldKind.CHOICE: (lambda spec: enum_type(spec.words), None),
    FieldKind.CHOICES: (lambda spec: SeveralWords(spec.words), None),  # type: ignore[arg-type]
    FieldKind.LINK: (lambda _: LinkText(LONGEST_TEXT), TextType.WORDS),
}
_READ: Final[Mapping[FieldKind, Callable[[FieldSpec, Any], Any]]] = {
    FieldKind.DECIMAL: lambda _spec, stored: Decimal(stored) / _SCALE,
    FieldKind.DATE: lambda _spec, stored: dt.date.fromisoformat(stored),
    FieldKind.DATE_TIME: lambda _spec, stored: dt.datetime.fromisoformat(stored),
    FieldKind.YES_NO: lambda spec, stored: spec.words(stored),
    FieldKind.CHOICE: lambda spec, stored: spec.words(stored),
    FieldKind.CHOICES: lambda spec, stored: tuple(spec.words(each) for each in stored),
}
_WRITE: Final[Mapping[FieldKind, Callable[[FieldSpec, Any], Any]]] = {
    FieldKind.DECIMAL: lambda _spec, value: _ten_thousandths(value),
    FieldKind.DATE: lambda _spec, value: value.isoformat(),
    FieldKind.DATE_TIME: lambda _spec, value: _in_utc(value),
    FieldKind.YES_NO: lambda _spec, value: str(value.value),
    FieldKind.CHOICE: lambda _spec, value: str(value.value),
    FieldKind.CHOICES: lambda spec, value: [w.value for w in spec.words if w in value],
}
_PARSE: Final[Mapping[FieldKind, Callable[[FieldSpec, str], Any]]] = {
    FieldKind.WHOLE: lambda _spec, typed: int(typed),
    FieldKind.DECIMAL: lambda _spec, typed: _ten_thousandths(typed),
    FieldKind.DATE: lambda _spec, typed: dt.date.fromisoformat(typed).isoformat(),
    FieldKind.DATE_TIME: lambda _spec, typed: _in_utc(parse_instant(typed)),
    FieldKind.YES_NO: lambda spec, typed: spec.words(typed).value,
    FieldKind.CHOICE: lambda spec, typed: spec.words(typed).value,
    FieldKind.CHOICES: lambda spec, typed: [spec.words(w).value for w in typed.split(",")],
}


def _json(value: FieldValue) -> FieldValue:
    return json.loads(value) if isinstance(value, str) else value


def _day(value: FieldValue) -> FieldValue:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


#: What is no column of the table.
_WORKED_OUT: Final = frozenset({"is_masked", "told_apart", "uses"})
READ: Final = tuple(f.name for f in fields(FieldSpec) if f.name not in _WORKED_OUT)
_FROM_TABLE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "entity": lambda entity: str(entity or REGISTER_ROWS),
    "kind": FieldKind,
    "required_from": _day,
    "is_unique": bool,
    "is_searchable": bool,
    "choices": lambda rows: choices_from(in_order(_json(rows) or [])),
    "seen_by": lambda roles: frozenset(_json(roles)),
    "edited_by": lambda roles: frozenset(_json(roles)),
    "whole_for": lambda roles: frozenset(_json(roles)),
}


def spec_from(row: Mapping[str, FieldValue]) -> FieldSpec:
    """The definition in a row of its table, read as JSON or by the driver."""
    return FieldSpec(**{n: _FROM_TABLE[n](row[n]) if n in _FROM_TABLE else row[n] for n in READ})
