"""审核队列: a reviewer's queue by the work days its names have waited, the longest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from actions.approve_office import APPROVE_OFFICE
from actions.approve_registry import APPROVE_REGISTRY
from actions.catalog import grants_of
from admin_app.actor import the_clock
from admin_app.desk.counting import capped, list_url
from admin_app.grid.query import count_rows
from admin_app.grid.state import ListState
from admin_app.presence import Presence
from admin_app.views import GRIDS
from models.review import ReviewStage
from models.reviewing import overdue_before, workday_limit
from models.setting import settings_of

#: Whose queue is which named list.
_QUEUES = (
    (APPROVE_REGISTRY, "office_approved", ReviewStage.REGISTRY),
    (APPROVE_OFFICE, "to_review", ReviewStage.OFFICE),
)
#: The last so many work days within the limit are the time to hurry.
_LAST_DAYS = 2


@dataclass(frozen=True, slots=True)
class Age:
    """The names that have waited between two numbers of work days."""

    label: str
    count: str
    url: str
    tone: str | None
    said: Any


def queue_ages(session: Session, presence: Presence) -> list[Age]:
    """The actor's queue, if he reviews; nothing while nothing waits."""
    found = next((q for q in _QUEUES if presence.actor.role in grants_of(q[0])), None)
    if found is None:
        return []
    _action, named, stage = found
    limit = workday_limit(stage, settings_of(session))
    ages = list(_ages(session, named, limit, presence.actor.office_code))
    return ages if any(age.count != "0" for age in ages) else []


def _ages(session: Session, named: str, limit: int, desk: str) -> Iterator[Age]:
    today = the_clock().today()
    overdue = overdue_before(today, limit)
    soon = overdue_before(today, max(limit - _LAST_DAYS, 0))
    day = dt.timedelta(days=1)
    for label, ends, tone, said in (
        (_("超过 %(n)s 个工作日", n=limit), (None, overdue), "danger", _l("已超期")),
        (
            _("剩余不足 %(n)s 个工作日", n=_LAST_DAYS),
            (overdue + day, soon),
            "warning",
            _l("即将超期"),
        ),
        (_("其余"), (soon + day, None), None, None),
    ):
        state = ListState(
            named=named, filters={"desk_code": desk, "waits_since": ends}, sort="due_on"
        )
        count = count_rows(session, GRIDS["domain"], state)
        shown = tone if count else None
        yield Age(label, capped(count), list_url("domain", state), shown, said)
