"""The kinds of values, by which lists, files and workbooks write them."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """How a value is written and aligned."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    WORD = "word"
    TRUTH = "truth"
    JSON = "json"
