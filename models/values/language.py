"""The languages the program speaks: a new one is a line here and a catalogue."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language by the name of its catalogue (a locale)."""

    CHINESE = "zh_CN"
    ENGLISH = "en"

    @property
    def html_lang(self) -> str:
        """The language as HTML's `lang` names it (BCP 47)."""
        return self.value.replace("_", "-")


#: What texts are written in, and what is spoken unless another language is chosen.
SOURCE_LANGUAGE = Language.CHINESE
