"""截至日期 (as of): the past day of a list, from its URL."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.labels.list_fault import ListFault
from models.core.journal import JournalEntry
from models.jobs.job_run import JobRun
from models.jobs.outbox import Mail
from models.reports.daily_books import first_day
from models.values.calendar import parse_day

#: Tables whose writes are not journaled: the journal itself, and the machinery's own progress.
_UNKEPT = frozenset({JournalEntry.__tablename__, JobRun.__tablename__, Mail.__tablename__})


@dataclass(frozen=True, slots=True)
class DayField:
    """The field 截至日期 of the query bar: the day shown, if any, and the last allowed."""

    value: str
    maximum: str


def day_field(table: str, day: dt.date | None, today: dt.date) -> DayField | None:
    """The field; None for lists whose rows are not journaled."""
    if table in _UNKEPT:
        return None
    return DayField(day.isoformat() if day else "", today.isoformat())


def check_day(session: Session, table: str, day: dt.date, today: dt.date) -> None:
    """Raises BadListError for a day without data."""
    if table in _UNKEPT:
        raise BadListError(ListFault.PAST_UNKEPT)
    if day > today:
        raise BadListError(ListFault.PAST_TO_COME, day=day.isoformat())
    first = first_day(session)
    if first is None or day < first:
        begun = (first or today).isoformat()
        raise BadListError(ListFault.PAST_BEFORE_BOOKS, day=day.isoformat(), first=begun)


def read_day(raw: str, *, may_be_past: bool) -> dt.date | None:
    """The requested day; None: the present. Raises BadListError.

    Callers that cannot show a past day refuse it, so that present rows are never mistaken for past
    ones.
    """
    if not (given := raw.strip()):
        return None
    if not may_be_past:
        raise BadListError(ListFault.PAST_ELSEWHERE)
    try:
        return parse_day(given)
    except ValueError as error:
        value = given[:LONGEST_VALUE]
        raise BadListError(ListFault.BAD_VALUE, name="as_of", value=value) from error
