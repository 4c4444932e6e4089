"""Detects identifiers that lost digits when a spreadsheet read them as numbers.

A spreadsheet stores fifteen digits and shows fewer. `6.22848E+18` no longer identifies anything:
two numbers may look like that, so no number is read from it.
"""

from __future__ import annotations

import re
from typing import Final

from models.values.typed_text import folded, unguarded, with_plain_dashes, without_blanks

#: Scientific notation as spreadsheets, programs and people write it.
_EXPONENT: Final = re.compile(
    # 6E18 is one; 12E456 is not, since parcel numbers look like that.
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
#: A mantissa with so many digits was written in full, without trailing zeros.
_WHOLE_DIGITS: Final = 12
#: Larger exponents identify nothing; they are shown as typed.
_LARGEST_POWER: Final = 30


def has_lost_digits(text: str) -> bool:
    """Whether the text is in scientific notation, or has placeholders for lost digits."""
    bare = _bare(text)
    return _EXPONENT.fullmatch(bare) is not None or _PLACE_HOLDERS.fullmatch(bare) is not None


def with_place_holders(text: str) -> str:
    """A number in scientific notation as digits, `?` for each lost one; other text unchanged."""
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
    # No number is longer; skip normalising long text.
    return without_blanks(with_plain_dashes(folded(unguarded(text[:_LONGEST]))))


_LONGEST: Final = 64
