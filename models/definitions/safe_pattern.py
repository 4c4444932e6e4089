"""Patterns that people type, matched by RE2: in a time linear in the text, whatever the pattern.

RE2 knows no back-references and no look-around, and bounds the size of what a pattern becomes.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Protocol

import re2


class _Pattern(Protocol):
    def fullmatch(self, text: str) -> object | None: ...


class PatternFault(StrEnum):
    """Why a pattern is refused."""

    MALFORMED = "pattern_malformed"


def pattern_fault(pattern: str) -> PatternFault | None:
    """Why a pattern may not be used; None where it may."""
    try:
        _compiled(pattern)
    except re2.error:
        return PatternFault.MALFORMED
    return None


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern describes the whole text.

    Raises re2.error for a pattern that may not be used.
    """
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> _Pattern:
    options = re2.Options()
    options.log_errors = False
    compiled: _Pattern = re2.compile(pattern, options)
    return compiled
