"""One value: a text, the key of a related record, or whether there is any value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.forms.row_id import row_id
from admin_app.grid.errors import LONGEST_VALUE
from admin_app.grid.filters.conditions import (
    EQUALITY,
    PRESENCE,
    WORDS,
    Condition,
    IsFilled,
    IsShown,
    Not,
    OneOf,
    Operand,
    Operator,
)
from admin_app.grid.filters.filter import FieldRequest, Filter, FilteredList, FilterField
from admin_app.labels import ENTITIES
from admin_app.values.kind import Schema
from models.core.base import Base
from models.values.typed_text import folded


@dataclass(frozen=True)
class TextFilter(Filter):
    """Just this text, in the form its column keeps."""

    operators: ClassVar[tuple[Operator, ...]] = (*EQUALITY, *WORDS, *PRESENCE)

    def condition(self, listed: FilteredList, value: Operand) -> Condition:
        """The row has the text."""
        return OneOf(self.name, (value,))

    def schema(self, listed: FilteredList) -> Schema:
        """A text."""
        return {"type": "string", "maxLength": LONGEST_VALUE}


@dataclass(frozen=True)
class KeyFilter(Filter):
    """The key of a related record: how its page leads to all of its rows; not typed by people."""

    narrows: ClassVar[bool] = True
    is_typed: ClassVar[bool] = False
    operators: ClassVar[tuple[Operator, ...]] = (*EQUALITY, *PRESENCE)

    def parse_text(self, raw: str) -> int | None:
        """The key."""
        return row_id(raw)

    def stored_form(self, listed: FilteredList, raw: str) -> str:
        """Digits of either width."""
        return folded(raw).strip()

    def condition(self, listed: FilteredList, value: Operand) -> Condition:
        """The row belongs to the record."""
        return OneOf(self.name, (value,))

    def field(self, asked: FieldRequest) -> None:
        """None: links lead here."""

    def describe(self, session: Session, listed: FilteredList, value: int) -> str:
        """The row a key names, in its own words; out of scope it is a number like any other."""
        (foreign,) = listed.table.c[self.name].foreign_keys
        table = foreign.column.table
        model = next(m.class_ for m in Base.registry.mappers if m.local_table is table)
        row = session.scalar(select(model).where(model.id == value))
        if row is None or type(row).__str__ is object.__str__:
            return f"{ENTITIES[table.name]} {value}"
        return str(row)

    def schema(self, listed: FilteredList) -> Schema:
        """A positive integer."""
        return {"type": "integer", "minimum": 1}


@dataclass(frozen=True)
class FilledFilter(Filter):
    """Whether there is a value at all: yes or no."""

    operators: ClassVar[tuple[Operator, ...]] = PRESENCE

    def parse_text(self, raw: str) -> str | None:
        """Yes or no."""
        return raw if raw in {"yes", "no"} else None

    def condition(self, listed: FilteredList, value: Operand) -> Condition:
        """The row has a value, or has none."""
        return IsFilled(self.name, is_filled=value == "yes")

    def field(self, asked: FieldRequest) -> FilterField:
        """A choice of yes, no or either."""
        answers = (("", _("不限")), ("yes", _("有")), ("no", _("无")))
        choices = [(answer, said, answer == (asked.value or "")) for answer, said in answers]
        return FilterField(self.name, self.title(asked.listed), "choice", choices=choices)

    def describe(self, session: Session, listed: FilteredList, value: str) -> str:
        """有 or 无."""
        return _("有") if value == "yes" else _("无")

    def schema(self, listed: FilteredList) -> Schema:
        """Yes or no."""
        return {"type": "string", "enum": ["yes", "no"]}

    def description(self, listed: FilteredList) -> str:
        """That it asks for a value's being there."""
        return self.title(listed) + _("（有无）")


@dataclass(frozen=True)
class ContentFilter(FilledFilter):
    """Whether a list or a mapping has entries: yes or no."""

    def condition(self, listed: FilteredList, value: Operand) -> Condition:
        """The row shows something, or nothing."""
        shown = IsShown(self.name)
        return shown if value == "yes" else Not(self.name, shown)


@dataclass(frozen=True)
class YesNoFilter(Filter):
    """A yes or a no."""

    operators: ClassVar[tuple[Operator, ...]] = (*EQUALITY, *PRESENCE)

    def parse_text(self, raw: str) -> str | None:
        """Yes or no."""
        return raw if raw in {"yes", "no"} else None

    def condition(self, listed: FilteredList, value: Operand) -> Condition:
        """The row says so."""
        return OneOf(self.name, (value == "yes",))

    def field(self, asked: FieldRequest) -> FilterField:
        """A choice of yes, no or either."""
        answers = (("", _("不限")), ("yes", _("是")), ("no", _("否")))
        choices = [(answer, said, answer == (asked.value or "")) for answer, said in answers]
        return FilterField(self.name, self.title(asked.listed), "choice", choices=choices)

    def describe(self, session: Session, listed: FilteredList, value: str) -> str:
        """是 or 否."""
        return _("是") if value == "yes" else _("否")

    def schema(self, listed: FilteredList) -> Schema:
        """Yes or no."""
        return {"type": "string", "enum": ["yes", "no"]}
