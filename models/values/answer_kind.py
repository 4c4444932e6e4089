"""What a warning of a plan asks of the person who confirms it."""

from __future__ import annotations

from enum import StrEnum


class AnswerKind(StrEnum):
    """From the weakest to the strongest."""

    #: It is only shown.
    NOTHING = "nothing"
    #: They tick that they have checked it.
    TICK = "tick"
    #: They also give a reason.
    REASON = "reason"
