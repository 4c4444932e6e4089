"""Conditions on a row, stated once: evaluated by the database, and in Python on a past row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

#: Given an attribute's name: what the database compares, or the value it had.
ReadSql = Callable[[str], Any]
ReadValue = Callable[[str], Any]


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
