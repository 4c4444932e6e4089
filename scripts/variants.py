"""Writes models/data/variants.txt: the classes of Han characters that make labels the same name.

Run it as `python -m scripts.variants FOLDER`, where the folder holds `Unihan_Variants.txt.bz2` and
`Unihan_OtherMappings.txt.bz2` (Debian's package unicode-data, /usr/share/unicode). It reads the
dictionaries of the installed OpenCC besides, and scripts/variant_pairs.txt.

Sources are taken in the order of `_sources`, and each pair joins two classes unless that would
make one of two characters in common use which OpenCC's t2s keeps apart.
"""

from __future__ import annotations

import bz2
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import opencc

Pair = tuple[str, str]

_HERE = Path(__file__).parent
_TARGET = _HERE.parent / "models" / "data" / "variants.txt"
_DICTIONARIES = Path(opencc.__file__).parent / "dictionary"

#: 通用规范汉字表 numbers its characters; levels one and two, in common use, end here.
_LAST_COMMON = 6500
#: What lies outside the plane of labels is read, since it links others, and not written.
_WRITTEN = re.compile(r"[〇\u3400-\u4dbf\u4e00-\u9fff]")

_HEAD = """\
# Characters that are variants of one another, a class a line; its first stands for all of it.
#
# Written by scripts/variants.py; do not edit. From, in this order:
#   OpenCC (Apache License 2.0): t2s, then TSCharacters, HKVariants, TWVariants, JPVariants
#   scripts/variant_pairs.txt: pairs of the first list of variants (1955) that the others leave out
#   Unicode Han Database {version} (Unicode License v3, (c) Unicode, Inc.): kSimplifiedVariant,
#     kTraditionalVariant, kZVariant, kSemanticVariant of Unihan_Variants.txt
# Never joined: two characters of the first 6,500 of kTGH (2013) or of GB 2312 level one that
# OpenCC keeps apart.
"""


def main(folder: Path) -> None:
    """Write the table anew."""
    variants = _unihan(folder / "Unihan_Variants.txt.bz2")
    ranks = {
        char: int(value.partition(":")[2])
        for char, field, value in _unihan(folder / "Unihan_OtherMappings.txt.bz2")
        if field == "kTGH"
    }
    classes = _Classes(ranks)
    t2s = opencc.OpenCC("t2s")
    for char in sorted({char for pair in _sources(variants) for char in pair}):
        # Twice, because one entry of the table (薴 → 苧 → 苎) takes two steps.
        classes.simplify(char, t2s.convert(t2s.convert(char)))
    for one, other in _sources(variants):
        classes.join(one, other)
    lines = sorted(filter(None, map(classes.line, classes.all())))
    version = _version(folder / "Unihan_Variants.txt.bz2")
    _TARGET.write_text(_HEAD.format(version=version) + "\n".join(lines) + "\n", encoding="utf-8")
    long = [line for line in lines if len(line) > 6]  # noqa: PLR2004  worth a look
    sys.stdout.write(f"{len(lines)} classes; above six members: {' '.join(long)}\n")


def _sources(variants: list[tuple[str, str, str]]) -> Iterator[Pair]:
    for name in ("TSCharacters", "HKVariants", "TWVariants", "JPVariants"):
        yield from _opencc(name)
    for line in (_HERE / "variant_pairs.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield from ((line[0], other) for other in line[1:])
    for field in ("kSimplifiedVariant", "kTraditionalVariant", "kZVariant", "kSemanticVariant"):
        for char, found, value in variants:
            if found == field:
                yield from ((char, other) for other in _chars(value))


def _opencc(name: str) -> Iterator[Pair]:
    """Each character of a dictionary with the first it is turned into."""
    for line in (_DICTIONARIES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        one, _, others = line.partition("\t")
        if len(one) == 1 and len(other := others.split(" ")[0]) == 1:
            yield one, other


def _unihan(path: Path) -> list[tuple[str, str, str]]:
    """(character, field, value) of every line of a file of Unihan."""
    lines = bz2.decompress(path.read_bytes()).decode().splitlines()
    cells = (line.split("\t") for line in lines if line.startswith("U+"))
    return [(_char(code), field, value) for code, field, value in cells]


def _version(path: Path) -> str:
    found = re.search(r"Unicode version: (\S+)", bz2.decompress(path.read_bytes()).decode())
    return found.group(1) if found else "unknown"


def _chars(value: str) -> list[str]:
    return [_char(part.partition("<")[0]) for part in value.split()]


def _char(code: str) -> str:
    return chr(int(code.removeprefix("U+"), 16))


class _Classes:
    """Disjoint sets of characters that never join two in common use."""

    def __init__(self, ranks: dict[str, int]) -> None:
        self._ranks = ranks
        self._of: dict[str, set[str]] = {}
        #: Characters that OpenCC leaves as they are: the simplified ones.
        self._simplified: set[str] = set()

    def simplify(self, char: str, simplified: str) -> None:
        """Join two characters that OpenCC holds for one, whatever they are."""
        self._simplified.add(simplified)
        self._unite(self._class(char), self._class(simplified))

    def join(self, one: str, other: str) -> None:
        """Join two characters and their classes, unless both are in common use."""
        mine, yours = self._class(one), self._class(other)
        if not (self._is_common(mine) and self._is_common(yours)):
            self._unite(mine, yours)

    def _unite(self, mine: set[str], yours: set[str]) -> None:
        if mine is not yours:
            mine |= yours
            self._of.update(dict.fromkeys(yours, mine))

    def all(self) -> Iterable[set[str]]:
        return {id(found): found for found in self._of.values()}.values()

    def line(self, found: set[str]) -> str:
        """The class as it is written, what stands for it first; empty for one character."""
        kept = [char for char in found if _WRITTEN.fullmatch(char)]
        if len(kept) < 2:  # noqa: PLR2004  one is no class
            return ""
        return "".join(sorted(kept, key=self._order))

    def _order(self, char: str) -> tuple[bool, int, str]:
        return char not in self._simplified, self._ranks.get(char, 9_999), char

    def _class(self, char: str) -> set[str]:
        return self._of.setdefault(char, {char})

    def _is_common(self, chars: set[str]) -> bool:
        return any(self._ranks.get(c, 9_999) <= _LAST_COMMON or _is_level_one(c) for c in chars)


def _is_level_one(char: str) -> bool:
    """Whether GB 2312 has the character among its most common, in rows 16 to 55."""
    try:
        return 16 <= char.encode("gb2312")[0] - 0xA0 <= 55  # noqa: PLR2004
    except UnicodeEncodeError:
        return False


if __name__ == "__main__":
    main(Path(sys.argv[1]))
