"""Faults of a list's URL: a code with its facts, answered with 400."""

from __future__ import annotations

from enum import StrEnum

from actions.core.refusal import Refusal

#: Most characters of an invalid value to repeat in the message.
LONGEST_VALUE = 64


class BadListError(ValueError):
    """The list's URL is invalid: 400."""

    def __init__(self, fault: StrEnum, **facts: str | int) -> None:
        super().__init__(fault)
        self.refusal = Refusal(fault, facts)
