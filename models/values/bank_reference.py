"""The bank's own number of a transfer, in one form however it was typed, so that a line seen
twice is seen as the same.
"""

from __future__ import annotations

from models.values.typed_text import folded, settled, unguarded, with_plain_dashes, without_blanks

#: The length of the columns that store one.
MAXIMUM_REFERENCE_LENGTH = 60


def code_of(typed: str) -> str:
    """Any external number: NFKC, capitals, plain hyphens, no invisible characters, no spaces."""
    return without_blanks(with_plain_dashes(folded(folded(unguarded(typed)).upper())))


def bank_ref_of(typed: str) -> str:
    """The bank's number in canonical form; empty when nothing was typed."""
    return settled(code_of)(typed)[:MAXIMUM_REFERENCE_LENGTH]
