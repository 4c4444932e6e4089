"""A register as the program reads it: unchangeable, so that what is built on it is built once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from sqlalchemy.orm import Session

from models.definitions.chosen_words import Choice, OwnWord, words_of_choices
from models.definitions.own_words import known_language
from models.values.language import Language
from models.values.tone import Tone, set_tones

#: Roles in which nobody is kept from a register of their office, by their values.
ALWAYS_READ: Final = frozenset({"registry_admin", "province_admin", "city_admin", "county_admin"})


@dataclass(frozen=True, slots=True)
class RowState:
    """One state of the rows of a register."""

    code: str
    label: str
    label_en: str
    tone: Tone = Tone.MUTED
    #: Whether its rows wait for somebody: the desk counts them.
    is_todo: bool = False


@dataclass(frozen=True, slots=True)
class RowMove:
    """That rows may go from one state to another, and for whom."""

    source: str
    target: str
    #: Empty: whoever may edit the rows.
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RegisterSpec:
    """One register."""

    id: int
    key: str
    office_code: str
    name_zh: str
    name_en: str | None
    states: tuple[RowState, ...]
    moves: tuple[RowMove, ...]
    readers: frozenset[str]
    writers: frozenset[str]
    has_unit: bool
    has_domain: bool
    is_active: bool

    @property
    def full_key(self) -> str:
        """Its name in addresses, which means one register to everybody."""
        return f"{self.office_code}.{self.key}"

    @cached_property
    def words(self) -> type[OwnWord]:
        """The enum of its states; the first is that of new rows."""
        return _words(self.states)

    def name_for(self, session: Session) -> str:
        """Its name in the language of the session's reader."""
        is_english = known_language(session) is Language.ENGLISH
        return (self.name_en if is_english else None) or self.name_zh

    def word_for(self, session: Session, code: str) -> str:
        """The word of a state in the language of the session's reader."""
        label, label_en = self.words(code).labels
        return label_en if known_language(session) is Language.ENGLISH else label

    def is_read_by(self, role: str) -> bool:
        """Whether a role reads its rows."""
        return role in ALWAYS_READ or role in self.readers

    def is_written_by(self, role: str) -> bool:
        """Whether a role enters and edits its rows."""
        return self.is_active and role in self.writers and self.is_read_by(role)

    def allows(self, source: str, target: str, role: str) -> bool:
        """Whether a role may move rows from one state to another."""
        return any(
            (move.source, move.target) == (source, target)
            and (role in move.roles if move.roles else role in self.writers)
            for move in self.moves
        )


@lru_cache(maxsize=1024)
def _words(states: tuple[RowState, ...]) -> type[OwnWord]:
    words = words_of_choices(tuple(Choice(s.code, s.label, s.label_en) for s in states))
    tones: Mapping[OwnWord, Tone] = {words(s.code): s.tone for s in states}
    set_tones(words, tones)
    return words
