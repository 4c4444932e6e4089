"""What stands for a value of which only the end may be read."""

from __future__ import annotations

from typing import Final

#: What stands for the characters that are not shown, whatever their number, and how many are.
_MASK: Final = "****"
_SHOWN: Final = 4


def masked_text(value: str) -> str:
    """The last four characters of a value behind a mask; nothing of one that has few more."""
    return _MASK + (value[-_SHOWN:] if len(value) >= 2 * _SHOWN else "")
