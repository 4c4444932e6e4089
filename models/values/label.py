"""The only place that validates a label, and reports everything wrong with it.

Rules: CONAC FAQ (Han, a–z, 0–9, hyphen; at least one Han; no hyphen at either end), .cn practice
(no two hyphens together, at most 20 Han), DNS (63 octets as A-label) and CNNIC's table zh-CN 4.0
(Unicode 3.2's basic Han). Nothing here raises on any text, and no fault echoes what cannot be seen.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from models.values.radicals import IDEOGRAPHS

MOST_HAN: Final = 20
MOST_A_LABEL: Final = 63

#: Longer text cannot be a label; it is measured and refused without looking at its characters.
_LONGEST_TYPED: Final = 255
#: A fault names at most this many different characters.
_MOST_CHARACTERS_NAMED: Final = 8

_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
# Letters and marks by category, but invisible: fillers, joiners, variation selectors.
_UNSEEN: Final = frozenset(map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)))


class LabelFaultKind(StrEnum):
    """What can be wrong with a label."""

    EMPTY = "empty"
    NO_HAN = "no_han"
    FORBIDDEN_CHARACTER = "forbidden_character"
    INVISIBLE_CHARACTER = "invisible_character"
    HAN_OUTSIDE_TABLE = "han_outside_table"
    LEADING_COMBINING = "leading_combining"
    LEADING_HYPHEN = "leading_hyphen"
    TRAILING_HYPHEN = "trailing_hyphen"
    CONSECUTIVE_HYPHENS = "consecutive_hyphens"
    TOO_MANY_HAN = "too_many_han"
    A_LABEL_TOO_LONG = "a_label_too_long"
    UNKNOWN_TLD = "unknown_tld"


@dataclass(frozen=True, slots=True)
class LabelFault:
    """One fault with its facts; every text in it is safe to print and encode."""

    kind: LabelFaultKind
    #: The character at fault: itself when it can be seen, else ``U+200B``.
    found: str = ""
    #: Its first position, from 1; 0 when the fault is not in one place.
    position: int = 0
    #: What was measured against ``limit``; both 0 when nothing was.
    measured: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class LabelMeasure:
    """The two meters of a name: Han against 20, octets of the A-label against 63."""

    characters: int
    han: int
    a_label_length: int


def normalise_label(text: str) -> str:
    """Returns NFKC, lower case, radicals as ideographs, without outer space.

    Overlong text is left as it is, and so are invisible characters: both are reported as faults.
    """
    if len(text) > _LONGEST_TYPED:
        return text
    plain = unicodedata.normalize("NFKC", text).translate(IDEOGRAPHS)
    return unicodedata.normalize("NFKC", plain.lower()).strip()


def measure_label(text: str) -> LabelMeasure:
    """Measures a typed label, valid or not, for a meter beside the field."""
    label = normalise_label(text)
    han = sum(map(is_han, label))
    return LabelMeasure(characters=len(label), han=han, a_label_length=_a_label_length(label))


def label_faults(text: str) -> tuple[LabelFault, ...]:
    """Returns everything wrong with a typed label, in reading order; empty means registrable."""
    label = normalise_label(text)
    if not label:
        return (LabelFault(LabelFaultKind.EMPTY),)
    if len(label) > _LONGEST_TYPED:
        return (_over(LabelFaultKind.A_LABEL_TOO_LONG, len(label), MOST_A_LABEL),)
    return (*_character_faults(label), *_hyphen_faults(label), *_length_faults(label))


def is_han(char: str) -> bool:
    """Tells whether a character is Han, in CNNIC's table or not."""
    return char == "〇" or unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH")


def _a_label_length(label: str) -> int:
    if label.isascii() or len(label) > _LONGEST_TYPED:
        return len(label)
    return len("xn--") + len(label.encode("punycode"))


def _character_faults(label: str) -> Iterator[LabelFault]:
    if not any(map(is_han, label)):
        yield LabelFault(LabelFaultKind.NO_HAN)
    if unicodedata.category(label[0]).startswith("M"):
        yield LabelFault(LabelFaultKind.LEADING_COMBINING, _printable(label[0]), 1)
    kinds = {char: kind for char in label if (kind := _character_fault(char))}
    for char, kind in islice(kinds.items(), _MOST_CHARACTERS_NAMED):
        yield LabelFault(kind, _printable(char), label.index(char) + 1)


def _character_fault(char: str) -> LabelFaultKind | None:
    if char in _PLAIN or char == "〇" or "\u4e00" <= char <= "\u9fa5":
        return None
    if is_han(char):
        return LabelFaultKind.HAN_OUTSIDE_TABLE
    if not _is_seen(char):
        return LabelFaultKind.INVISIBLE_CHARACTER
    return LabelFaultKind.FORBIDDEN_CHARACTER


def _is_seen(char: str) -> bool:
    """Tells whether a reader sees the character: no control, space, filler or selector."""
    selector = unicodedata.name(char, "").startswith("VARIATION SELECTOR")
    return unicodedata.category(char)[0] not in "CZ" and char not in _UNSEEN and not selector


def _printable(char: str) -> str:
    mark = unicodedata.category(char).startswith("M")
    return char if _is_seen(char) and not mark else f"U+{ord(char):04X}"


def _hyphen_faults(label: str) -> Iterator[LabelFault]:
    if label.startswith("-"):
        yield LabelFault(LabelFaultKind.LEADING_HYPHEN, "-", 1)
    if label.endswith("-"):
        yield LabelFault(LabelFaultKind.TRAILING_HYPHEN, "-", len(label))
    if "--" in label:
        yield LabelFault(LabelFaultKind.CONSECUTIVE_HYPHENS, "--", label.index("--") + 1)


def _length_faults(label: str) -> Iterator[LabelFault]:
    measure = measure_label(label)
    if measure.han > MOST_HAN:
        yield _over(LabelFaultKind.TOO_MANY_HAN, measure.han, MOST_HAN)
    if measure.a_label_length > MOST_A_LABEL:
        yield _over(LabelFaultKind.A_LABEL_TOO_LONG, measure.a_label_length, MOST_A_LABEL)


def _over(kind: LabelFaultKind, measured: int, limit: int) -> LabelFault:
    return LabelFault(kind, measured=measured, limit=limit)
