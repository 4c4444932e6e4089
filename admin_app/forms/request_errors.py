"""What may be wrong with a request, and the HTTP status that answers a refusal."""

from __future__ import annotations

from enum import StrEnum

from actions.core.refusal import Common, Refused

#: The mark of a form that asks what became of it.
ASKS_AGAIN = "asks_again"
#: The status of a refusal; any other is 422.
_STATUS: dict[StrEnum, int] = {
    Common.FORBIDDEN: 403,
    Common.KEY_REUSED: 409,
    Common.STALE: 409,
    Common.BUSY: 503,
}


class BadRequestError(ValueError):
    """A request that no form or program of good will sends; the message is shown."""


def status_of(refused: Refused) -> int:
    """The HTTP status that says what kind of refusal it is."""
    return _STATUS.get(refused.first.code, 422)
