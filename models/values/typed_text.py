"""Typed and pasted text: what is visible in it, and what cannot be stored.

Two texts that look the same are the same key, so every kind of key (models/core/text_type.py) is
made of these functions. All are pure, take any text, and change nothing when applied a second
time. Sources: UAX #15 (NFKC), UTS #39 (what is not seen), Equivalent_Unified_Ideograph
(radicals).
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
#: Letters and marks by category, yet nothing is seen: fillers and a blank Braille cell.
_BLANK_LETTERS: Final = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0))
)
#: Whatever begins a new line, and the tab.
_BREAKS: Final = re.compile("\r\n|[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
_BLANKS: Final = re.compile(r"\s+")
#: Text of these alone needs no look at each character: ASCII, Chinese marks and basic Han.
_PLAIN: Final = re.compile(
    r"[ -~\u3001-\u301b\u4e00-\u9fa5\uff01-\uff5e\u201c\u201d\u2018\u2019\u00b7]*"
)
#: Blocks of Han that are younger than the tables of this Python (Extensions H, I and J).
_NEW_HAN: Final = ((0x2EBF0, 0x2EE5D), (0x31350, 0x33479))


class CharacterFault(StrEnum):
    """Why a character cannot be kept."""

    PRIVATE_USE = "private_use"
    UNASSIGNED = "unassigned"
    REPLACEMENT = "replacement"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class BadCharacter:
    """A character that cannot be kept: where it stands, from 1, and its code, such as U+E000."""

    fault: CharacterFault
    position: int
    code: str


def seen(text: str) -> str:
    """The text without what nobody sees: controls, joiners, marks of direction, selectors."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(char for char in text if not _is_unseen(char))


def folded(text: str) -> str:
    """What is seen, compatibility forms and radicals as the characters they look like (NFKC)."""
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
    """What is seen of the text, line breaks and tabs as single blanks; radicals as ideographs."""
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFC", seen(_BREAKS.sub(" ", text)).translate(IDEOGRAPHS))
    return text.strip()


def in_lines(text: str) -> str:
    """The same for text of several lines, which stay."""
    lines = (on_one_line(line) for line in _PARAGRAPHS.split(text))
    return "\n".join(lines).strip()


_PARAGRAPHS: Final = re.compile("\r\n|[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")


def settled(change: Callable[[str], str]) -> Callable[[str], str]:
    """The change carried out until nothing changes any more: case and NFKC undo each other."""

    def _settled(text: str) -> str:
        for _turn in range(_MOST_TURNS):
            changed = change(text)
            if changed == text:
                break
            text = changed
        return text

    return _settled


#: No text is known that needs more than three.
_MOST_TURNS: Final = 6


def bad_character(text: str, *, symbols: bool = True) -> BadCharacter | None:
    """The first character of the text that cannot be kept; without `symbols`, emoji are such."""
    if _PLAIN.fullmatch(text):
        return None
    for position, char in enumerate(seen(text).lstrip(), start=1):
        fault = _fault_of(char)
        if fault is not None and not (symbols and fault is CharacterFault.SYMBOL):
            return BadCharacter(fault, position, f"U+{ord(char):04X}")
    return None


#: A text put between ="…" so that a sheet keeps its zeros; any quotation marks.
_FORMULA_TEXT: Final = re.compile(r"\s*[=＝]\s*[\"“”„＂](.*)[\"“”＂]\s*", re.DOTALL)
#: What a sheet takes for the beginning of a formula, in both widths.
FORMULA_STARTS: Final = "=+-@\t\r\n＝＋－＠"
_GUARD: Final = "'"
_NEEDS_GUARD: Final = re.compile(rf"[{re.escape(FORMULA_STARTS + _GUARD)}\d]")


def unguarded(text: str) -> str:
    """A cell without what was put around it so that a sheet does not take it for a figure.

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
