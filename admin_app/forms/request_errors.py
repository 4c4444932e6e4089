"""Malformed requests, and the HTTP status of a refusal."""

from __future__ import annotations

from enum import StrEnum

from actions.core.refusal import Common, Refused

#: The field of a form that only asks for the outcome.
ASKS_AGAIN = "asks_again"
#: The status of a refusal; any other is 422.
_STATUS: dict[StrEnum, int] = {
    Common.FORBIDDEN: 403,
    Common.KEY_REUSED: 409,
    Common.STALE: 409,
    Common.BUSY: 503,
}


class BadRequestError(ValueError):
    """A malformed request; the message is shown."""


class BadParameterError(BadRequestError):
    """A parameter of a page's address cannot be followed; the page is shown without it."""

    def __init__(self, said: str, *names: str) -> None:
        super().__init__(said)
        self.names = names


def status_of(refused: Refused) -> int:
    """The HTTP status for a refusal."""
    return _STATUS.get(refused.first.code, 422)
