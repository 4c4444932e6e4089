"""The only place that knows which labels are variants of one another (RFC 4713).

All variants of a label belong to one registrant: nobody else may register 政務 beside 政务.
"""

from functools import cache
from pathlib import Path
from typing import Final

from models.values.label import normalise_label

#: A class of variants a line, the simplified character first; the file names its sources.
_TABLE: Final = Path(__file__).parents[1] / "data" / "variants.txt"


def variant_key(text: str) -> str:
    """Returns what a label and all its variants share: what stands for each character's class.

    Characters are folded one by one, as the registry's variant table does; folding by phrases
    would keep 乾坤 apart from 干坤. A character belongs to one class, so sharing a key is an
    equivalence.
    """
    return normalise_label(text).translate(_folds())


@cache
def _folds() -> dict[int, str]:
    """What stands for each character that is not its own class's first."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    classes = [line for line in lines if not line.startswith("#")]
    return {ord(char): line[0] for line in classes for char in line[1:]}
