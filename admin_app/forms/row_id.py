"""The key of a row as an address or a form gives it: the one place that reads it."""

from __future__ import annotations

#: Every number of so many digits fits the database's bigint; a longer one is no key of ours.
_MAXIMUM_DIGITS = 18


def row_id(raw: str) -> int | None:
    """The key; None for signs, blanks, digits that are not ASCII, and too many digits."""
    is_key = raw.isascii() and raw.isdecimal() and len(raw) <= _MAXIMUM_DIGITS
    return int(raw) if is_key else None
