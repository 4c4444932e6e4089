"""The only place that decides which labels are variants of each other (RFC 4713).

All variants of a label belong to one registrant: nobody else may register 政務 beside 政务.
"""

from functools import cache
from pathlib import Path
from typing import Final

from models.values.label import normalise_label

#: One class of variants per line, the simplified character first; the file names its sources.
_TABLE: Final = Path(__file__).parents[1] / "data" / "variants.txt"


def variant_key(text: str) -> str:
    """Returns a key that a label shares with all its variants: each character's representative.

    Characters are folded one by one, as the registry's variant table does; folding by phrases
    would keep 乾坤 apart from 干坤. A character belongs to one class, so sharing a key is an
    equivalence.
    """
    return normalise_label(text).translate(_folds())


@cache
def _folds() -> dict[int, str]:
    """Character → the first of its class, for those that are not the first."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    classes = [line for line in lines if not line.startswith("#")]
    return {ord(char): line[0] for line in classes for char in line[1:]}
