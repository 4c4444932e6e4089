"""What is wrong with an address that asks for a list: a code with its facts, answered with 400."""

from __future__ import annotations

from actions.core.refusal import Refusal
from admin_app.labels.list_fault import ListFault

#: So much of what cannot be read is said back.
LONGEST_VALUE = 64


class BadListError(ValueError):
    """The URL asks for what no list can show: 400."""

    def __init__(self, fault: ListFault, **facts: str | int) -> None:
        super().__init__(fault)
        self.refusal = Refusal(fault, facts)
