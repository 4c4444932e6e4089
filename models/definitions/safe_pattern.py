"""Patterns that people type, limited to those that cannot take long.

A backtracking matcher tries every way in which the variable parts of a pattern share a text. The
ways of a pattern are counted beforehand, and a pattern with too many is refused: repeated groups,
look-around and back-references altogether.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

#: Longest text that is matched.
LONGEST_MATCHED: Final = 200
#: Most ways in which a pattern may be tried on one text.
MAXIMUM_WAYS: Final = 100_000

_ATOM = re.compile(
    r"\\[dDwWsS.\\\-+*?()\[\]{}|^$/]"  # an escape
    r"|\[\^?(?:\\.|[^\]\\\[])+\]"  # a class
    r"|[^\\\[\](){}*+?|^$]"  # any other character
)
_TIMES = re.compile(r"[*+?]|\{(\d{1,3})(?:(,)(\d{0,3}))?\}")


class PatternFault(StrEnum):
    """Why a pattern is refused."""

    MALFORMED = "pattern_malformed"
    TOO_MANY_WAYS = "pattern_too_many_ways"


def pattern_fault(pattern: str) -> PatternFault | None:
    """Why a pattern may not be used; None where it may."""
    ways = _Ways(pattern)
    try:
        found = ways.alternatives()
        re.compile(pattern)
    except (ValueError, re.error, OverflowError, RecursionError):
        return PatternFault.MALFORMED
    if ways.at < len(pattern):
        return PatternFault.MALFORMED
    return PatternFault.TOO_MANY_WAYS if found > MAXIMUM_WAYS else None


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern describes the whole text.

    Raises ValueError for a pattern that may not be used.
    """
    compiled = _compiled(pattern)
    return len(text) <= LONGEST_MATCHED and compiled.fullmatch(text) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    if (fault := pattern_fault(pattern)) is not None:
        raise ValueError(fault)
    return re.compile(pattern)


class _Ways:
    """Counts the ways of a pattern by reading it once."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def alternatives(self, depth: int = 0) -> int:
        """Of parts separated by bars: their sum."""
        total = self._sequence(depth)
        while self._next("|"):
            total += self._sequence(depth)
        return total

    def _sequence(self, depth: int) -> int:
        """Of parts one after the other: their product, cut off above the limit."""
        ways = 1
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            ways = min(ways * self._part(depth), MAXIMUM_WAYS + 1)
        return ways

    def _part(self, depth: int) -> int:
        if self._next("^") or self._next("$"):
            return 1
        if self._next("("):
            if depth > 5 or (self._next("?") and not self._next(":")):  # noqa: PLR2004
                raise ValueError(self.pattern)
            inside = self.alternatives(depth + 1)
            if not self._next(")"):
                raise ValueError(self.pattern)
            # Only "once or not at all": a repeated group is what explodes.
            if self._next("?"):
                return inside + 1
            if _TIMES.match(self.pattern, self.at):
                raise ValueError(self.pattern)
            return inside
        atom = _ATOM.match(self.pattern, self.at)
        if atom is None:
            raise ValueError(self.pattern)
        self.at = atom.end()
        return self._repeated()

    def _repeated(self) -> int:
        times = _TIMES.match(self.pattern, self.at)
        if times is None:
            return 1
        self.at = times.end()
        if self._next("?") or self._next("+"):
            raise ValueError(self.pattern)
        if times[0] in {"*", "+"}:
            return LONGEST_MATCHED
        if times[0] == "?":
            return 2
        least = int(times[1])
        most = least if times[2] is None else int(times[3] or LONGEST_MATCHED)
        if most < least or most > LONGEST_MATCHED:
            raise ValueError(self.pattern)
        return most - least + 1

    def _next(self, char: str) -> bool:
        if self.pattern.startswith(char, self.at):
            self.at += 1
            return True
        return False
