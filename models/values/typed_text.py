"""Typed and pasted text: what is visible in it, and what cannot be stored.

Two texts that look the same are the same key, so every kind of key (models/core/text_type.py) is
built from these functions. All are pure, accept any text and are idempotent. Sources: UAX #15
(NFKC), UTS #39 (invisible characters), Equivalent_Unified_Ideograph (radicals).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from models.values.radicals import IDEOGRAPHS

#: Characters that a reader takes for a hyphen, such as ‐ ‑ ‒ – — ― − ﹣ －.
_DASHES: Final = dict.fromkeys(
    (
        *range(0x2010, 0x2016),
        *(0x02D7, 0x05BE, 0x1806, 0x2043, 0x207B, 0x208B, 0x2212, 0x2796),
        *(0x2E3A, 0x2E3B, 0xFE58, 0xFE63, 0xFF0D),
    ),
    "-",
)
#: Variation selectors: they choose a picture of the character before them.
_SELECTORS: Final = frozenset(
    (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x1810))
)
#: Letters and marks by category, but invisible: fillers and a blank Braille cell.
_BLANK_LETTERS: Final = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0))
)
#: All line breaks, and the tab.
_BREAKS: Final = re.compile("\r\n|[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
_BLANKS: Final = re.compile(r"\s+")
#: Fast path: text of ASCII, Chinese punctuation and basic Han has nothing to check.
_PLAIN: Final = re.compile(
    r"[ -~\u3001-\u301b\u4e00-\u9fa5\uff01-\uff5e\u201c\u201d\u2018\u2019\u00b7]*"
)
#: Blocks of Han that this Python's Unicode tables do not have yet (Extensions H, I and J).
_NEW_HAN: Final = ((0x2EBF0, 0x2EE5D), (0x31350, 0x33479))


class CharacterFault(StrEnum):
    """Why a character cannot be stored."""

    PRIVATE_USE = "private_use"
    UNASSIGNED = "unassigned"
    REPLACEMENT = "replacement"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class BadCharacter:
    """A character that cannot be stored: its position, from 1, and its code, such as U+E000."""

    fault: CharacterFault
    position: int
    code: str


def seen(text: str) -> str:
    """The text without invisible characters: controls, joiners, bidi marks, variation selectors."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(char for char in text if not _is_unseen(char))


def folded(text: str) -> str:
    """The visible text, with compatibility forms and radicals replaced by what they look like
    (NFKC).
    """
    if text.isascii():
        return seen(text)
    return unicodedata.normalize(
        "NFKC", unicodedata.normalize("NFKC", seen(text)).translate(IDEOGRAPHS)
    )


def with_plain_dashes(text: str) -> str:
    """The text with one kind of hyphen."""
    return text if text.isascii() else text.translate(_DASHES)


def without_blanks(text: str) -> str:
    """The text without white space of any kind."""
    return _BLANKS.sub("", text)


def on_one_line(text: str) -> str:
    """The visible text on one line: line breaks and tabs become spaces, radicals ideographs."""
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFC", seen(_BREAKS.sub(" ", text)).translate(IDEOGRAPHS))
    return text.strip()


def in_lines(text: str) -> str:
    """The same for text of several lines; line breaks are kept."""
    lines = (on_one_line(line) for line in _PARAGRAPHS.split(text))
    return "\n".join(lines).strip()


_PARAGRAPHS: Final = re.compile("\r\n|[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")


def settled(change: Callable[[str], str]) -> Callable[[str], str]:
    """The change repeated until a fixed point: case folding and NFKC may undo each other."""

    def _settled(text: str) -> str:
        for _turn in range(_MOST_TURNS):
            changed = change(text)
            if changed == text:
                break
            text = changed
        return text

    return _settled


#: No text is known that needs more than three rounds.
_MOST_TURNS: Final = 6


def bad_character(text: str, *, symbols: bool = True) -> BadCharacter | None:
    """The first character of the text that cannot be stored; `symbols` allows emoji."""
    if _PLAIN.fullmatch(text):
        return None
    for position, char in enumerate(seen(text).lstrip(), start=1):
        fault = _fault_of(char)
        if fault is not None and not (symbols and fault is CharacterFault.SYMBOL):
            return BadCharacter(fault, position, f"U+{ord(char):04X}")
    return None


#: Text written as ="…" so that a spreadsheet keeps leading zeros; any quotation marks.
_FORMULA_TEXT: Final = re.compile(r"\s*[=＝]\s*[\"“”„＂](.*)[\"“”＂]\s*", re.DOTALL)
#: Characters that start a formula in a spreadsheet, in both widths.
FORMULA_STARTS: Final = "=+-@\t\r\n＝＋－＠"
_GUARD: Final = "'"
_NEEDS_GUARD: Final = re.compile(rf"[{re.escape(FORMULA_STARTS + _GUARD)}\d]")


def unguarded(text: str) -> str:
    """A cell without the guard that keeps a spreadsheet from reading it as a number.

    `'00012012`, `="00012012"` and the quote that our own files put before formulas; one of them.
    """
    bare = text.strip()
    if bare[:1] == _GUARD and _NEEDS_GUARD.match(bare[1:]):
        return bare[1:].strip()
    if match := _FORMULA_TEXT.fullmatch(bare):
        return match[1].replace('""', '"').strip()
    return bare


@lru_cache(maxsize=8192)
def _is_unseen(char: str) -> bool:
    if ord(char) in _SELECTORS or char in _BLANK_LETTERS:
        return True
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"} and not _BREAKS.fullmatch(char)


@lru_cache(maxsize=8192)
def _fault_of(char: str) -> CharacterFault | None:
    if char == "\ufffd":
        return CharacterFault.REPLACEMENT
    category, code = unicodedata.category(char), ord(char)
    if category == "Cn" and not any(first <= code <= last for first, last in _NEW_HAN):
        return CharacterFault.UNASSIGNED
    is_symbol = category == "So" or 0x1F3FB <= code <= 0x1F3FF or code == 0x20E3  # noqa: PLR2004
    found = {"Co": CharacterFault.PRIVATE_USE}.get(category)
    return found or (CharacterFault.SYMBOL if is_symbol else None)
