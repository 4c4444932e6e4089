"""How wide a table of texts is, to tell whether it fits the page or the paper it stands on.

Widths are counted in half squares: a Chinese character has two, a letter or a digit one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from models.values.tld import Tld

#: What a table has beside the menu at 1280 pixels, and between the margins of A4, upright and
#: across.
PAGE_WIDTH, PAPER_WIDTH, PAPER_ACROSS_WIDTH = 148, 107, 158
_PADDING = 2
#: A column is never pressed below this, so that no text becomes a column of single characters.
_NARROWEST = 12
#: Of a text that stays on one line, in characters.
_LONGEST_KEPT = 16
_SUFFIXES = tuple(f".{tld}" for tld in Tld)
#: A browser breaks before these, never inside a number or a word.
_BREAKS = re.compile(r"[\s\-–—]+")


def text_width(text: str) -> int:
    """The width of a text on one line."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def is_kept_whole(text: str) -> bool:
    """Whether a text is never broken: a day, a short number, a domain name, a few characters."""
    if text_width(text) <= _NARROWEST:
        return True
    return len(text) <= _LONGEST_KEPT and (text.isascii() or text.endswith(_SUFFIXES))


def pressed_width(text: str) -> int:
    """The least width that a text may be given: two lines of it, and no broken word."""
    whole = text_width(text)
    if is_kept_whole(text):
        return whole
    if text.isascii():
        return max(map(text_width, _BREAKS.split(text)))
    return max(min(whole, _NARROWEST), (whole + 1) // 2)


def table_width(headings: Sequence[str], columns: Iterable[Iterable[int]]) -> int:
    """The width of a table whose headings stand on one line, by the widths of its cells."""
    return sum(
        max(text_width(heading), *widths, 0) + _PADDING
        for heading, widths in zip(headings, columns, strict=True)
    )
