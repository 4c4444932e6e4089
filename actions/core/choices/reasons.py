"""Reasons that a form offers: choice lists of the registry, to which provinces add.

What is typed stays free: a list saves typing and makes words comparable, it forbids none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.core.scope import scope_of
from models.core.setting import known_day, knows_day
from models.definitions.choice_list import Choice, ChoiceList, ChoiceListKind
from models.definitions.own_words import known_language


class ReasonList(StrEnum):
    """The lists, by their codes."""

    WITHDRAWING = "reasons_withdrawing"
    CANCELLING = "reasons_cancelling"
    REFUSING = "reasons_refusing"
    RETURNING = "reasons_returning"
    LOSING = "reasons_losing"
    VOIDING = "reasons_voiding"
    REVERSING = "reasons_reversing"
    REFUNDING = "reasons_refunding"
    ADJUSTING = "reasons_adjusting"
    INVOICING_LATER = "reasons_invoicing_later"
    RENEWING_LATE = "reasons_renewing_late"
    CHANGING_NAMES = "reasons_changing_names"
    SUSPENDING = "reasons_suspending"
    MATCHING = "reasons_matching"
    LOGINS = "reasons_logins"


@cache
def reasons(of: ReasonList) -> Callable[[Session], Sequence[tuple[str, str]]]:
    """What a form offers for a field: the words of a list, in the reader's language."""

    def offered(session: Session) -> list[tuple[str, str]]:
        if not knows_day(session):
            # A form that is only read again, as for a file of what was typed, offers nothing.
            return []
        today, language = known_day(session), known_language(session)
        wanted = (
            select(Choice)
            .join(ChoiceList, Choice.list_id == ChoiceList.id)
            .where(
                ChoiceList.code == of,
                ChoiceList.kind == ChoiceListKind.SYSTEM,
                Choice.is_active,
                Choice.office_code.in_(scope_of(session).chain),
                or_(Choice.valid_from.is_(None), Choice.valid_from <= today),
                or_(Choice.valid_until.is_(None), Choice.valid_until >= today),
            )
            .order_by(Choice.place, Choice.id)
        )
        words = (choice.name_in(language) for choice in session.scalars(wanted))
        return [(word, word) for word in words]

    return offered
