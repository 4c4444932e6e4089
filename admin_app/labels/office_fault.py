"""Why typed text does not identify an office."""

from __future__ import annotations

from enum import StrEnum


class OfficeFault(StrEnum):
    """The message says which offices to choose from, or what to type."""

    SEVERAL = "office_several"
    TOO_MANY = "office_too_many"
    NONE = "office_none"
