"""Why what was typed into the field of an office is no office yet."""

from __future__ import annotations

from enum import StrEnum


class OfficeFault(StrEnum):
    """Each with the offices to choose from, or with what to type."""

    SEVERAL = "office_several"
    TOO_MANY = "office_too_many"
    NONE = "office_none"
