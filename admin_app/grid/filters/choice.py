"""One word of an enum, or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from admin_app.grid.errors import BadListError
from admin_app.grid.filters.conditions import EQUALITY, PRESENCE, Condition, OneOf, Operator
from admin_app.grid.filters.filter import FieldRequest, Filter, FilteredList, FilterField
from admin_app.labels import word
from admin_app.labels.list_fault import ListFault
from admin_app.values.kind import Schema
from models.definitions.chosen_words import OwnWord

#: Values of one choice at most: more than any list offers, and few enough for one statement.
MAXIMUM_VALUES = 12


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Two or more words of one choice, in the order of their enum: a row has any of them."""

    words: tuple[StrEnum, ...]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """As the parameters of an address."""
        return [(name, word.value) for word in self.words]


def words_of(value: Any) -> tuple[StrEnum, ...]:
    """The words a choice holds: none, one, or several."""
    if value is None:
        return ()
    return value.words if isinstance(value, AnyOf) else (value,)


def _code(enum: type[StrEnum], asked: str) -> str:
    """The value that is meant: words of a list of the offices' own are found by their names."""
    if not issubclass(enum, OwnWord):
        return asked
    try:
        return enum(asked).value
    except ValueError:
        return asked


@dataclass(frozen=True)
class ChoiceFilter(Filter):
    """A word of the enum of its column, or any of several."""

    is_repeated: ClassVar[bool] = True
    operators: ClassVar[tuple[Operator, ...]] = (*EQUALITY, *PRESENCE)

    def enum(self, listed: FilteredList) -> type[StrEnum]:
        """The words there are."""
        source: Any = self.source(listed)
        enum: type[StrEnum] = source.type.enum_class
        return enum

    def parse(self, listed: FilteredList, args: MultiDict[str, str]) -> StrEnum | AnyOf | None:
        """One word as it is; several in the enum's order, so that equal lists have one address.

        Raises BadListError.
        """
        given = args.getlist(self.name)
        if len(given) > MAXIMUM_VALUES:
            raise BadListError(ListFault.TOO_MANY_VALUES, name=self.name, maximum=MAXIMUM_VALUES)
        enum = self.enum(listed)
        asked = {_code(enum, raw.strip().replace("\x00", "")) for raw in given} - {""}
        if unknown := sorted(asked - {word.value for word in enum}):
            raise self.bad_value(self.name, unknown[0])
        words = tuple(word for word in enum if word.value in asked)
        if len(words) > 1:
            return AnyOf(words)
        return words[0] if words else None

    def condition(self, listed: FilteredList, value: Any) -> Condition:
        """The row has any of the words."""
        return OneOf(self.name, words_of(value))

    def field(self, asked: FieldRequest) -> FilterField:
        """A box for each word, with its number of rows."""
        chosen = words_of(asked.value)
        offered = [
            (member.value, word(member), member in chosen)
            for member in self.facet_values(asked.listed, asked.named)
        ]
        label, facets_url = self.title(asked.listed), asked.facets_url()
        return FilterField(self.name, label, "choices", choices=offered, facets_url=facets_url)

    def describe(self, session: Session, listed: FilteredList, value: Any) -> str:
        """The words."""
        return _(" 或 ").join(word(member) for member in words_of(value))

    def facet_values(self, listed: FilteredList, named: str | None) -> Sequence[StrEnum]:
        """The words to choose from: those that rows of this list can have."""
        members, apart = list(self.enum(listed)), listed.list_apart
        if apart is None or apart.attribute != self.name:
            return members
        is_apart = named == apart.key
        return [member for member in members if (member in apart.values) is is_apart]

    def schema(self, listed: FilteredList) -> Schema:
        """Some of the words."""
        words = [member.value for member in self.enum(listed)]
        return {
            "type": "array",
            "items": {"type": "string", "enum": words},
            "maxItems": MAXIMUM_VALUES,
        }

    def description(self, listed: FilteredList) -> str:
        """That one is enough, and which words go with no others."""
        said = _("%(label)s；可以重复，符合其一即可", label=self.title(listed))
        if (apart := listed.list_apart) is not None and apart.attribute == self.name:
            words_apart = ", ".join(member.value for member in apart.values)
            said += _("，但 %(words)s 不能与其他值一起查询", words=words_apart)
        return said
