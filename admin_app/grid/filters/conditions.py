"""Conditions on a row, stated once: evaluated by the database, and in Python on a past row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import JSON, ColumnElement, String, and_, cast, or_, true

#: A value that a condition compares with: its type is that of the column.
Operand: TypeAlias = Any

#: How a list or a mapping without entries is stored.
_EMPTY_JSON = ("null", "[]", "{}", '""')

#: Given an attribute's name: what the database compares, or the value it had.
ReadSql = Callable[[str], Any]
ReadValue = Callable[[str], Any]


class Operator(StrEnum):
    """The comparisons; each kind of filter says which of them it offers."""

    #: Any of the given values; a period: within it.
    IS = "is"
    #: None of the given values, or no value at all.
    IS_NOT = "is_not"
    #: The value itself included.
    AT_LEAST = "ge"
    AT_MOST = "le"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS = "starts"
    FILLED = "filled"
    EMPTY = "empty"


EQUALITY = (Operator.IS, Operator.IS_NOT)
PRESENCE = (Operator.FILLED, Operator.EMPTY)
RANGE = (Operator.AT_LEAST, Operator.AT_MOST)
WORDS = (Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS)


@dataclass(frozen=True, slots=True)
class Condition(ABC):
    """A condition on one attribute of a row; no value meets it unless it says so."""

    attribute: str

    @abstractmethod
    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """The condition in SQL."""

    @abstractmethod
    def holds(self, read: ReadValue) -> bool:
        """Whether a row meets it."""


@dataclass(frozen=True, slots=True)
class OneOf(Condition):
    """The attribute is one of some values.

    They are compared one by one: an IN would be a list of parameters, which no COPY takes.
    """

    values: Sequence[Any]

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """Equal to the first, or the next."""
        attribute = read(self.attribute)
        return or_(*(attribute == value for value in self.values))

    def holds(self, read: ReadValue) -> bool:
        """Equal to any."""
        return read(self.attribute) in self.values


@dataclass(frozen=True, slots=True)
class NoneOf(Condition):
    """The attribute is none of some values."""

    values: Sequence[Any]

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """Unequal to each."""
        attribute = read(self.attribute)
        return and_(*(attribute != value for value in self.values))

    def holds(self, read: ReadValue) -> bool:
        """Unequal to each."""
        return read(self.attribute) not in self.values


@dataclass(frozen=True, slots=True)
class Between(Condition):
    """The attribute lies between two ends, at least one of which is given."""

    low: Any
    high: Any
    #: Whether the upper end itself is too high.
    is_below: bool = False

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """Compared with the ends that are given."""
        attribute = read(self.attribute)
        ends = [attribute >= self.low] if self.low is not None else []
        if self.high is not None:
            ends.append(attribute < self.high if self.is_below else attribute <= self.high)
        return and_(*ends)

    def holds(self, read: ReadValue) -> bool:
        """Compared with the ends that are given; no value lies nowhere."""
        value = read(self.attribute)
        if value is None or (self.low is not None and value < self.low):
            return False
        return self.high is None or value < self.high or (value == self.high and not self.is_below)


@dataclass(frozen=True, slots=True)
class Contains(Condition):
    """The attribute is a text with some words in it; ASCII letters match in either case."""

    words: str
    #: Whether it must begin with them.
    is_start: bool = False

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """LIKE, with the words taken literally."""
        attribute = read(self.attribute)
        test = attribute.istartswith if self.is_start else attribute.icontains
        found: ColumnElement[bool] = test(self.words, autoescape=True)
        return found

    def holds(self, read: ReadValue) -> bool:
        """Whether the words are in the text; no text has none."""
        value = read(self.attribute)
        if value is None:
            return False
        text, words = str(value).lower(), self.words.lower()
        return text.startswith(words) if self.is_start else words in text


@dataclass(frozen=True, slots=True)
class Either(Condition):
    """Any of several conditions on the attribute."""

    parts: Sequence[Condition]

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """Combined with OR."""
        return or_(*(part.where(read) for part in self.parts))

    def holds(self, read: ReadValue) -> bool:
        """Whether one holds."""
        return any(part.holds(read) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The opposite of a condition: rows without a value meet it too."""

    inner: Condition

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """IS NOT TRUE, so that an unknown comparison counts as unmet."""
        return self.inner.where(read).is_not(true())

    def holds(self, read: ReadValue) -> bool:
        """Whether the condition fails."""
        return not self.inner.holds(read)


@dataclass(frozen=True, slots=True)
class IsFilled(Condition):
    """The attribute has a value, or has none."""

    is_filled: bool

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """IS NOT NULL, or IS NULL."""
        attribute = read(self.attribute)
        found: ColumnElement[bool] = (
            attribute.is_not(None) if self.is_filled else attribute.is_(None)
        )
        return found

    def holds(self, read: ReadValue) -> bool:
        """Whether there is a value."""
        return (read(self.attribute) is not None) is self.is_filled


@dataclass(frozen=True, slots=True)
class IsShown(Condition):
    """The attribute shows something: an empty text or list is none."""

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """Neither null nor empty."""
        attribute = read(self.attribute)
        if isinstance(attribute.type, JSON):
            return and_(*(cast(attribute, String) != empty for empty in _EMPTY_JSON))
        if type(attribute.type) is String:
            return and_(attribute.is_not(None), attribute != "")
        found: ColumnElement[bool] = attribute.is_not(None)
        return found

    def holds(self, read: ReadValue) -> bool:
        """Whether there is a value that is not empty."""
        return read(self.attribute) not in (None, "", [], {})
