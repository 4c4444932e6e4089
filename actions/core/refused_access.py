"""Records denied access, in a transaction apart from the refused run.

The rows are `models.users.access_refusal`. Every plan and run passes here, so none is missed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions.core.actor import Caller
from actions.core.refusal import Common, Refused, Verdict
from models.users.access_refusal import AccessRefusalKind, Refusal, note_refusal

_LOG = logging.getLogger(__name__)

#: Refusals because of the actor's permissions and not the state of the data.
KINDS: dict[StrEnum, AccessRefusalKind] = {
    Common.FORBIDDEN: AccessRefusalKind.FORBIDDEN,
    Common.NOT_FOUND: AccessRefusalKind.NOT_FOUND,
    Common.NOT_OWN_OFFICE: AccessRefusalKind.NOT_OWN_OFFICE,
    Common.NOT_BELOW: AccessRefusalKind.NOT_OWN_OFFICE,
}


def note_refused(session: Session, caller: Caller, action: str, refused: Refused) -> None:
    """Record a refusal if it denies access; ignore others."""
    whole = refused.refusal.code if refused.refusal else None
    _note(session, caller, action, [whole, *_codes(refused.verdicts)])
    refused.is_noted = True


def note_verdicts(
    session: Session, caller: Caller, action: str, verdicts: Iterable[Verdict]
) -> None:
    """The same for a plan, which is not refused as a whole."""
    _note(session, caller, action, _codes(verdicts))


def _codes(verdicts: Iterable[Verdict]) -> list[StrEnum | None]:
    return [verdict.refusal.code for verdict in verdicts if verdict.refusal]


def _note(session: Session, caller: Caller, action: str, codes: Iterable[StrEnum | None]) -> None:
    engine, actor = session.get_bind(), caller.actor
    kinds = {KINDS[code] for code in codes if code in KINDS}
    if not isinstance(engine, Engine):
        return
    for kind in sorted(kinds):
        refusal = Refusal(kind, actor.key, actor.name, caller.door, action, caller.address or "")
        try:
            note_refusal(engine, refusal, actor, caller.clock.now())
        except OperationalError:
            # The database is busy; access is denied anyway, only the record is missing.
            _LOG.warning("refusal of %s to %s not written", action, actor.key)
