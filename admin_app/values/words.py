"""Words of a fixed list: members of an enum, yes and no, and states, which have a colour."""

from __future__ import annotations

from enum import StrEnum
from typing import cast

from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import Boolean, Enum, String, case, type_coerce

from admin_app.labels import word
from admin_app.values.chips import chip
from admin_app.values.kind import Schema, Sql, TableColumn, ValueKind, Written, registered
from admin_app.values.sql_literal import literal
from models.core.setting import Weekday
from models.definitions.chosen_words import OwnWord
from models.definitions.label import LabelColour
from models.values.tone import tone_of


def words_of(source: TableColumn) -> type[StrEnum]:
    """The enum a column holds members of."""
    assert isinstance(source.type, Enum)
    return cast("type[StrEnum]", source.type.enum_class)


def written_word(value: StrEnum) -> Markup:
    """A word as a page shows it."""
    colour = value.choice.colour if isinstance(value, OwnWord) else None
    return escape(word(value)) if colour is None else chip(word(value), LabelColour(colour))


class WordKind(ValueKind):
    """A member of an enum, in its word."""

    is_repeated = True

    def html(self, value: StrEnum | None) -> Written:
        """Its word; one that an office gave a colour, as a chip."""
        return "" if value is None else written_word(value)

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """Its label; a value that is no longer a member is shown as it is."""
        stored = type_coerce(value, String)
        words = {member.value: literal(word(member)) for member in words_of(source)}
        return case(words, value=stored, else_=stored)

    def json(self, value: StrEnum) -> str:
        """The value it is stored under."""
        return value.value

    def schema(self, source: TableColumn) -> Schema:
        """One of the values."""
        return {"type": "string", "enum": [member.value for member in words_of(source)]}

    def parse(self, source: TableColumn, stored: str) -> StrEnum:
        """The member."""
        return words_of(source)(stored)


class StateKind(WordKind):
    """A state as a badge: its word, in the colour of how urgent it is."""

    def html(self, value: StrEnum | None) -> Written:
        """Its badge."""
        if value is None:
            return ""
        return Markup("<span class=tone-{}>{}</span>").format(tone_of(value), word(value))


class TruthKind(ValueKind):
    """Yes or no."""

    is_repeated = True

    def html(self, value: bool | None) -> Written:  # noqa: FBT001  a value, not a switch
        """是 or 否."""
        return "" if value is None else _("是") if value else _("否")

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """是 or 否."""
        return case((value.is_(True), literal(_("是"))), (value.is_(False), literal(_("否"))))

    def schema(self, source: TableColumn) -> Schema:
        """A truth value."""
        return {"type": "boolean"}


class WeekdayKind(ValueKind):
    """A day of the week by its number, 1 for Monday."""

    def html(self, value: int | None) -> Written:
        """Its name."""
        return "" if value is None else escape(word(Weekday(str(value))))

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """Its name."""
        return case({int(day.value): literal(word(day)) for day in Weekday}, value=value)


registered(WeekdayKind(), unit="weekday")
WORD = registered(WordKind(), column_types=(Enum,), value_types=(StrEnum,))
STATE = registered(StateKind(), names=("state", "status", "open_fee"))
# Of a register nobody opened: each register has words of its own for its codes.
registered(ValueKind(), names=("register_row.state",))
registered(TruthKind(), column_types=(Boolean,), value_types=(bool,))
badge = STATE.html
