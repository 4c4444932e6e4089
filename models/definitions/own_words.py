"""Words that an office gives to what it defines: Chinese always, English where it was given."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, String, bindparam, case, func
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.values.language import SOURCE_LANGUAGE, Language

#: Longest name, in characters, in either language.
LONGEST_OWN_NAME = 40
#: Key in `Session.info` for the language of the reader.
_LANGUAGE = "language"
#: The parameter of `word_in_sql`.
_PARAMETER = "reader_language"
#: What separates two words in one cell, and so stands in neither.
SEPARATOR = "、"
_SEPARATORS = frozenset("、，,;；\n")


class OwnWords:
    """Mixin of definitions with a name in both languages."""

    name_zh: Mapped[str] = mapped_column(String(LONGEST_OWN_NAME))
    #: None: the Chinese name is shown in English, too.
    name_en: Mapped[str | None] = mapped_column(String(LONGEST_OWN_NAME))

    def name_in(self, language: Language) -> str:
        """The name in a language."""
        return (self.name_en if language is Language.ENGLISH else None) or self.name_zh

    def is_called(self, name: str) -> bool:
        """Whether it has this name in either language."""
        return name in {self.name_zh, self.name_en}


def name_in_use(name_zh: str, name_en: str | None, others: Iterable[OwnWords]) -> str | None:
    """The first of the names, in either language, by which another definition is called."""
    names = [name for name in (name_zh, name_en) if name is not None]
    return next((name for other in others for name in names if other.is_called(name)), None)


def know_language(session: Session, language: Language) -> None:
    """Remember the language of the session's reader."""
    session.info[_LANGUAGE] = language


def known_language(session: Session) -> Language:
    """The language of the session's reader; the source language where there is no reader."""
    language = session.info.get(_LANGUAGE, SOURCE_LANGUAGE)
    assert isinstance(language, Language)
    return language


def word_in_sql(model: type[OwnWords]) -> ColumnElement[str]:
    """`name_in` in SQL; to be run with `language_parameters`."""
    wanted = bindparam(_PARAMETER, type_=String)
    in_english = func.coalesce(model.name_en, model.name_zh)
    return case((wanted == Language.ENGLISH.value, in_english), else_=model.name_zh)


def language_parameters(session: Session) -> dict[str, object]:
    """The parameter of `word_in_sql`."""
    return {_PARAMETER: known_language(session).value}


def can_be_listed(name: str) -> bool:
    """Whether a name can stand beside others in one cell and be told from a key."""
    return not _SEPARATORS & set(name) and not name.isdecimal()
