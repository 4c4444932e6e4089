"""The payer of a bank line, in one form however a bank writes it."""

from __future__ import annotations

import unicodedata

#: The length of its column; NFKC may make a name longer.
MAXIMUM_PAYER_LENGTH = 120


def payer_key(payer: str | None) -> str | None:
    """A payer's name in one form: NFKC, upper case, letters and digits alone; None: no name."""
    text = unicodedata.normalize("NFKC", payer or "").upper()
    return "".join(each for each in text if each.isalnum())[:MAXIMUM_PAYER_LENGTH] or None
