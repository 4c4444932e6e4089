"""Words that definitions make: members of enums, called by their labels in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from models.definitions.field_choices import ChoiceRows

if TYPE_CHECKING:
    from models.definitions.field_spec import FieldSpec


class Choice(NamedTuple):
    """One word of a list: its code, its words, and how and when it is offered."""

    code: str
    zh: str
    en: str
    colour: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    is_active: bool = True

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether it may be chosen on a day."""
        starts, ends = self.valid_from or dt.date.min, self.valid_until or dt.date.max
        return self.is_active and starts <= day <= ends


class OwnWord(StrEnum):
    """Base of the enums that definitions make; their members are labelled by the definition.

    A member is found by its code, and by its word in either language.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        called = (code for code, each in _CHOICES[cls].items() if value in (each.zh, each.en))
        code = next(called, None)
        return None if code is None else cls(code)

    @property
    def choice(self) -> Choice:
        """What the definition says of it."""
        return _CHOICES[type(self)][self.value]

    @property
    def labels(self) -> tuple[str, str]:
        """Its word in Chinese and in English."""
        return self.choice.zh, self.choice.en


_CHOICES: dict[type[OwnWord], Mapping[str, Choice]] = {}


@lru_cache(maxsize=4096)
def words_of_choices(choices: tuple[Choice, ...]) -> type[OwnWord]:
    """The enum of a list of choices, the same one for the same list."""
    make: Any = OwnWord
    enum = make("Words", {f"WORD_{choice.code}": choice.code for choice in choices})
    _CHOICES[enum] = {choice.code: choice for choice in choices}
    found: type[OwnWord] = enum
    return found


def ended_word(value: object, held: object, day: dt.date) -> OwnWord | None:
    """The first of the words given that may not be chosen on a day, and that is not held already.

    Both are a word, several, or something that has no words.
    """
    words, kept = (each if isinstance(each, tuple) else (each,) for each in (value, held))
    given = (word for word in words if isinstance(word, OwnWord) and word not in kept)
    return next((word for word in given if not word.choice.is_valid_on(day)), None)


def choices_from(read: ChoiceRows) -> tuple[Choice, ...]:
    """The choices that SQL gathered, or that a person typed."""
    return tuple(
        Choice(
            code=each["code"],
            zh=each["label"],
            en=each["label_en"],
            colour=each.get("colour"),
            valid_from=_day(each.get("valid_from")),
            valid_until=_day(each.get("valid_until")),
            is_active=bool(each.get("is_active", True)),
        )
        for each in read
    )


def _day(stored: str | None) -> dt.date | None:
    return None if stored is None else dt.date.fromisoformat(stored)


def field_words(specs: Iterable[FieldSpec]) -> tuple[OwnWord, ...]:
    """Each definition as a word: its name in the journal, with its labels."""
    return tuple(words_of_choices(tuple(Choice(s.journal_name, *s.labels) for s in specs)))
