"""Detects identifiers that lost digits when a spreadsheet read them as numbers.

A sheet keeps fifteen digits and shows fewer. What it saved as `6.22848E+18` is no number of
anything any more: two numbers may be written alike, so none is read from it.
"""

from __future__ import annotations

import re
from typing import Final

from models.values.typed_text import folded, unguarded, with_plain_dashes, without_blanks

#: A mantissa and a power of ten as sheets, programs and people write them.
_EXPONENT: Final = re.compile(
    # A bare 6E18 is one, 12E456 is not: codes of trackers look like that.
    r"(?=\d(?:E|[X×✕*·]10)|.*[-+.,^]|.*10)"
    r"[-+]?(?P<whole>\d{1,3})(?:[.,](?P<decimals>\d*))?"
    r"(?:E|[X×✕*·]10\^?)(?P<sign>[-+]?)(?P<power>\d{1,3})",
    re.IGNORECASE,
)
#: Digits with the place-holders of those that a workbook had lost
#: (admin_app/files/workbook_reader.py).
_PLACE_HOLDERS: Final = re.compile(r"\d+\?+")
#: Digits a sheet keeps of a number.
KEPT_DIGITS: Final = 15
#: So many digits are never shown by chance: the figure was written whole, without end zeros.
_WHOLE_DIGITS: Final = 12
#: Longer powers are no number of anything; they are said as they stand.
_LARGEST_POWER: Final = 30


def has_lost_digits(text: str) -> bool:
    """Whether the text is a figure written with an exponent, or digits with some unknown."""
    bare = _bare(text)
    return _EXPONENT.fullmatch(bare) is not None or _PLACE_HOLDERS.fullmatch(bare) is not None


def with_place_holders(text: str) -> str:
    """A figure with an exponent as its digits, `?` for each that is not known; others as is."""
    match = _EXPONENT.fullmatch(_bare(text))
    if match is None or match["sign"] == "-" or int(match["power"]) > _LARGEST_POWER:
        return text
    digits = match["whole"] + (match["decimals"] or "")
    if len(digits) >= _WHOLE_DIGITS:
        digits = digits.ljust(KEPT_DIGITS, "0")
    length = len(match["whole"]) + int(match["power"])
    known = digits[: min(length, KEPT_DIGITS)]
    return known.ljust(length, "?")


def _bare(text: str) -> str:
    # No figure is longer; long text is not worth folding.
    return without_blanks(with_plain_dashes(folded(unguarded(text[:_LONGEST]))))


_LONGEST: Final = 64
