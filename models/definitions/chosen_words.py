"""Words that definitions make: members of enums, called by their labels in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from models.definitions.field_spec import FieldSpec


class OwnWord(StrEnum):
    """Base of the enums that definitions make; their members are labelled by the definition."""

    @property
    def labels(self) -> tuple[str, str]:
        """Its word in Chinese and in English."""
        found: tuple[str, str] = _LABELS[type(self)][self.value]
        return found


_LABELS: dict[type[OwnWord], Mapping[str, tuple[str, str]]] = {}

#: (code, word in Chinese, word in English).
Choice: TypeAlias = tuple[str, str, str]


@lru_cache(maxsize=4096)
def words_of_choices(choices: tuple[Choice, ...]) -> type[OwnWord]:
    """The enum of a list of choices, the same one for the same list."""
    make: Any = OwnWord
    enum = make("Words", {f"WORD_{code}": code for code, _zh, _en in choices})
    _LABELS[enum] = {code: (zh, en) for code, zh, en in choices}
    found: type[OwnWord] = enum
    return found


def field_words(specs: Iterable[FieldSpec]) -> tuple[OwnWord, ...]:
    """Each definition as a word: its name in the journal, with its labels."""
    return tuple(words_of_choices(tuple((s.journal_name, *s.labels) for s in specs)))
