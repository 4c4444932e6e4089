"""待办事项 (to-do list): the actor's pending work, counted and linked, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from actions.core.action import Reach
from actions.core.actor import Actor
from actions.permissions import grants_of
from admin_app.auth.current_actor import the_clock
from admin_app.auth.user_lookup import Presence
from admin_app.forms.office_choices import OWN
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import counting, of_first
from admin_app.views import GRIDS
from admin_app.workbench.combined_query import Figures, Wanted
from admin_app.workbench.count_links import capped, list_url
from admin_app.workbench.reconciliation_gaps import differences
from admin_app.workbench.register_work import any_register, register_work
from admin_app.workbench.work_queues import WAITING, Waiting
from models.core.setting import Settings
from models.registration.review_decision import overdue_before, workday_limit
from models.reports.exposure import MONTH_DAYS, WEEK_DAYS
from models.users.user import Role
from models.values.calendar import business_day


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of pending work."""

    label: Any
    count: str
    url: str
    #: Whether the actor may do it, and not only see it.
    is_to_do: bool = False
    #: Days since its oldest row started waiting.
    days: int | None = None
    #: 'danger' or 'warning', with the word for it.
    tone: str | None = None
    said: Any = None
    #: What the guide says of it.
    advice: Any = None


def todo(session: Session, presence: Presence, settings: Settings, figures: Figures) -> list[Line]:
    """The pending work: overdue first, then long waits, else in the order of the guide."""
    lines = [*_waiting(presence, settings, figures), *_differing(session, presence)]
    if figures["registers"]:
        lines += [
            Line(label, count, url, is_to_do=True)
            for label, count, url in register_work(session, presence.actor)
        ]
    return sorted(lines, key=lambda line: _RANKS[line.tone])


def wanted(session: Session, presence: Presence, settings: Settings) -> Wanted:
    """Subqueries: the count of each list, and since when its oldest row waits."""
    found: Wanted = {"registers": any_register()}
    for n, state in _offered(presence, settings):
        grid, since = GRIDS[WAITING[n].entity], WAITING[n].since
        found[n, "count"] = counting(ListRequest(session, grid, state))
        if since is not None:
            found[n, "since"] = of_first(ListRequest(session, grid, state), since)
    return found


_RANKS = {"danger": 0, "warning": 1, None: 2}


def first_step(lines: list[Line]) -> Line | None:
    """The most urgent work that the actor may do."""
    return next((line for line in lines if line.is_to_do), None)


def _offered(presence: Presence, settings: Settings) -> Iterator[tuple[int, ListState]]:
    """(index in WAITING, list) of the work that concerns the actor."""
    role = presence.actor.role
    for n, waiting in enumerate(WAITING):
        reach = _reach(waiting, role)
        if reach is not None and role in GRIDS[waiting.entity].readers:
            is_own = waiting.is_pooled and not presence.is_pool
            reach = Reach.OWN if is_own else reach
            yield n, _state(settings, waiting, presence.actor, reach)


def _waiting(presence: Presence, settings: Settings, figures: Figures) -> Iterator[Line]:
    for n, state in _offered(presence, settings):
        waiting = WAITING[n]
        if count := figures[n, "count"]:
            days = _days_since(figures.get((n, "since")))
            yield Line(
                waiting.label,
                capped(count),
                _url(waiting, state),
                waiting.action is not None,
                days,
                *_age(waiting, days),
                waiting.advice,
            )


def _differing(session: Session, presence: Presence) -> Iterator[Line]:
    count, url = differences(session, presence.actor, the_clock().today())
    if count:
        yield Line(_l("本编办对账差异"), capped(count), url)


def _reach(waiting: Waiting, role: Role) -> Reach | None:
    return Reach.SCOPE if waiting.action is None else grants_of(waiting.action).get(role)


def _age(waiting: Waiting, days: int | None) -> tuple[str | None, str | None]:
    """(tone, label) of a wait: overdue by work days, or longer than the weekly cycle of
    remittances.
    """
    if waiting.overdue_at is not None:
        return "danger", _l("已超期")
    if days is not None and days > MONTH_DAYS:
        return "danger", _l("超过一个月")
    if days is not None and days > WEEK_DAYS:
        return "warning", _l("超过一周")
    return None, None


def _days_since(since: datetime | None) -> int | None:
    return None if since is None else (the_clock().today() - business_day(since)).days


def _url(waiting: Waiting, state: ListState) -> str:
    """The page where it is done, or the list of what waits."""
    if waiting.page is not None:
        return url_for(f"{waiting.page}.index")
    return list_url(waiting.entity, state)


def _state(settings: Settings, waiting: Waiting, actor: Actor, reach: Reach) -> ListState:
    filters = dict(waiting.filters)
    if waiting.is_desk:
        filters["desk_code"] = actor.office_code
    elif waiting.person is not None:
        filters[waiting.person] = actor.user_id
    elif reach is Reach.OWN:
        filters["office_code"] = f"{actor.office_code}{OWN}"
    today = the_clock().today()
    if waiting.overdue_at is not None:
        limit = workday_limit(waiting.overdue_at, settings)
        filters["waits_since"] = (None, overdue_before(today, limit))
    if waiting.is_due:
        until = today + timedelta(days=settings.renewal_window_days)
        filters["due_on"] = (today, until)
    grid = GRIDS[waiting.entity]
    return ListState(named=waiting.named, filters=filters, sort=grid.column_default_sort)
