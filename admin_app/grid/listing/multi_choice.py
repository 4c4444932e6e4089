"""Several words of one choice in a condition: a row has any of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.labels.list_fault import ListFault

#: Values of one choice at most: more than any list offers, and few enough for one statement.
MAXIMUM_VALUES = 12


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Two or more words of one choice, in the order of their enum."""

    words: tuple[StrEnum, ...]


def words_of(value: Any) -> tuple[StrEnum, ...]:
    """The words a choice holds: none, one, or several."""
    if value is None:
        return ()
    return value.words if isinstance(value, AnyOf) else (value,)


def read_choices(enum: type[StrEnum], name: str, given: list[str]) -> StrEnum | AnyOf | None:
    """One word as it is; several in the enum's order, so that equal lists have one address.

    Raises BadListError.
    """
    if len(given) > MAXIMUM_VALUES:
        raise BadListError(ListFault.TOO_MANY_VALUES, name=name, maximum=MAXIMUM_VALUES)
    asked = {raw.strip().replace("\x00", "") for raw in given} - {""}
    if unknown := sorted(asked - {word.value for word in enum}):
        value = unknown[0][:LONGEST_VALUE]
        raise BadListError(ListFault.BAD_VALUE, name=name, value=value)
    words = tuple(word for word in enum if word.value in asked)
    if len(words) > 1:
        return AnyOf(words)
    return words[0] if words else None
