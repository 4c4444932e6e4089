"""待办事项: what waits for the actor, counted, each with the list it leads to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.catalog import grants_of
from actions.contract import Reach
from admin_app.actor import the_clock
from admin_app.desk.differences import differences
from admin_app.desk.waiting import WAITING, Waiting
from admin_app.grid.lookup import COUNT_CAP
from admin_app.grid.query import count_rows, matching_ids
from admin_app.grid.state import ListState, to_pairs
from admin_app.presence import Presence
from admin_app.views import GRIDS
from models.business_day import business_day
from models.reviewing import overdue_before, workday_limit
from models.setting import settings_of
from models.user import Role

#: A line of the list: label, count, url, days since the oldest row waits.
Line = tuple[Any, str, str, int | None]


def _reach(waiting: Waiting, role: Role) -> Reach | None:
    return Reach.SCOPE if waiting.action is None else grants_of(waiting.action).get(role)


def todo(session: Session, presence: Presence) -> list[tuple[Line, Any]]:
    """The lines of the list, each with the guide's advice."""
    lines: list[tuple[Line, Any]] = []
    for waiting in WAITING:
        reach = _reach(waiting, presence.actor.role)
        if reach is None or presence.actor.role not in GRIDS[waiting.entity].readers:
            continue
        state = _state(session, waiting, presence.actor.office_code if reach is Reach.OWN else None)
        if count := count_rows(session, GRIDS[waiting.entity], state):
            url = _url(waiting, state)
            days = _oldest_days(session, waiting, state)
            lines.append(((waiting.label, _capped(count), url, days), waiting.advice))
    count, url = differences(session, presence.actor, the_clock().today())
    if count:
        lines.append(((_l("对账差异"), _capped(count), url, None), None))
    return lines


def _oldest_days(session: Session, waiting: Waiting, state: ListState) -> int | None:
    """Days since the first row of the list came to wait; keys are drawn in the order of birth."""
    if waiting.since is None:
        return None
    grid = GRIDS[waiting.entity]
    model: Any = grid.model
    first = matching_ids(session, grid, state, limit=1)
    since = session.scalar(select(getattr(model, waiting.since)).where(model.id.in_(first)))
    return None if since is None else (the_clock().today() - business_day(since)).days


def _url(waiting: Waiting, state: ListState) -> str:
    """The page where it is done, or the list of what waits."""
    if waiting.page is not None:
        return url_for(f"{waiting.page}.index")
    return f"{url_for(f'{waiting.entity}.index_view')}?{urlencode(to_pairs(state))}"


def _state(session: Session, waiting: Waiting, office_code: str | None) -> ListState:
    filters = dict(waiting.filters)
    if office_code:
        filters["office_code"] = office_code
    today = the_clock().today()
    if waiting.overdue_at is not None:
        limit = workday_limit(waiting.overdue_at, settings_of(session))
        filters["waits_since"] = (None, overdue_before(today, limit))
    if waiting.is_due:
        until = today + timedelta(days=settings_of(session).renewal_window_days)
        filters["due_on"] = (today, until)
    grid = GRIDS[waiting.entity]
    return ListState(named=waiting.named, filters=filters, sort=grid.default_sort)


def _capped(count: int) -> str:
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"
