"""The only place that knows which labels are variants of one another (RFC 4713).

All variants of a label belong to one registrant: nobody else may register 政務 beside 政务.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from opencc import OpenCC

from models.label import normalise_label

_OPENCC: Final = OpenCC("t2s")


def variant_key(text: str) -> str:
    """Returns what a label and all its variants share: each character's simplified form.

    Characters are folded one by one, as the registry's variant table does; folding by phrases
    would keep 乾坤 apart from 干坤.
    """
    return "".join(map(_folded, normalise_label(text)))


def reserved_keys(names: Iterable[str]) -> frozenset[str]:
    """Returns a list of reserved names, such as all divisions, ready for ``is_reserved``."""
    return _reserved(tuple(names))


@lru_cache(maxsize=4)
def _reserved(names: tuple[str, ...]) -> frozenset[str]:
    # Thousands of names are folded once, not with every filing.
    return frozenset(map(variant_key, names))


def is_reserved(label: str, reserved: AbstractSet[str]) -> bool:
    """Tells whether the label is a reserved name or a variant of one."""
    return variant_key(label) in reserved


@lru_cache(maxsize=32768)
def _folded(char: str) -> str:
    # Twice, because one entry of the table (薴 → 苧 → 苎) takes two steps.
    return str(_OPENCC.convert(_OPENCC.convert(char)))
