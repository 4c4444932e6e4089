"""Parses a row id from a URL or a form."""

from __future__ import annotations

#: Numbers with so many digits always fit a bigint.
_MAXIMUM_DIGITS = 18


def row_id(raw: str) -> int | None:
    """The id; None for signs, spaces, non-ASCII digits, and too many digits."""
    is_key = raw.isascii() and raw.isdecimal() and len(raw) <= _MAXIMUM_DIGITS
    return int(raw) if is_key else None
