"""What ended a row that is kept: its state, or a yes or no of its own. Pages strike it through.

A lifecycle names the states of which nothing counts any more; a column of yes and no says here
which of the two ends its row.
"""

from __future__ import annotations

from enum import StrEnum

from models.values.tone import ended_states

_INFO = "ended_when"


def ended_when(*, value: bool) -> dict[str, object]:
    """`info=` of a column of yes and no: the value with which a row counts for nothing."""
    return {_INFO: value}


def is_ended(info: dict[str, object], value: object) -> bool:
    """Whether a row that has this value in a column with this `info` has ended."""
    if isinstance(value, StrEnum):
        return value in ended_states(type(value))
    return isinstance(value, bool) and info.get(_INFO) is value
