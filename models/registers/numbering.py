"""The pattern by which the rows of a register are numbered, such as `PX-{year}-{n:4}`.

`{n}` is the count, padded with noughts to the digits behind the colon; `{year}` the year of entry.
With the year in the pattern the count begins again each year, else it goes on.
"""

from __future__ import annotations

import re
from typing import Final

#: Longest pattern, and longest number that one may give.
LONGEST_PATTERN: Final = 40
LONGEST_NUMBER: Final = 60
DEFAULT_PATTERN: Final = "{year}-{n:4}"

_COUNT = re.compile(r"\{n(?::([1-9]))?\}")
_YEAR: Final = "{year}"
_PLAIN = re.compile(r"[\w\-./()（）〔〕\[\]号第]*")


class NumberPatternError(ValueError):
    """A text that is no pattern of numbers."""


def check_pattern(pattern: str) -> None:
    """Raises NumberPatternError for a pattern without exactly one count, or with anything odd."""
    counts = _COUNT.findall(pattern)
    rest = _COUNT.sub("", pattern)
    if len(counts) != 1 or rest.count(_YEAR) > 1 or not _PLAIN.fullmatch(rest.replace(_YEAR, "")):
        raise NumberPatternError(pattern)


def counts_by_year(pattern: str) -> bool:
    """Whether the count begins again each year."""
    return _YEAR in pattern


def number_of(pattern: str, year: int, count: int) -> str:
    """The number of the `count`-th row of a year."""
    found = _COUNT.search(pattern)
    assert found is not None, "the pattern was checked when it was stored"
    written = f"{count:0{int(found[1] or 1)}d}"
    return _COUNT.sub(written, pattern).replace(_YEAR, str(year))
