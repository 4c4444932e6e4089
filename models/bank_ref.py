"""The bank's own number of a transfer, in one form however it was typed, so that a line seen
twice is seen as the same.
"""

from __future__ import annotations

import unicodedata

#: As the columns that keep one.
MAXIMUM_LENGTH = 60


def bank_ref_of(typed: str) -> str:
    """NFKC, upper case, without any white space; empty when nothing was typed."""
    return "".join(unicodedata.normalize("NFKC", typed).upper().split())[:MAXIMUM_LENGTH]
