"""审核队列: a reviewer's queue by the work days its names have waited, the longest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from actions.core.action import Action
from actions.domains.approve_office import APPROVE_OFFICE
from actions.domains.approve_registry import APPROVE_REGISTRY
from actions.permissions import may_run
from admin_app.auth.current_actor import the_clock
from admin_app.auth.user_lookup import Presence
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import counting
from admin_app.views import GRIDS
from admin_app.workbench.combined_query import Figures, Wanted
from admin_app.workbench.count_links import capped, list_url
from models.core.setting import Settings
from models.domains.review import ReviewStage
from models.registration.review_decision import overdue_before, workday_limit

#: Role → the named list of its queue.
_QUEUES: tuple[tuple[Action[Any, Any, Any], str, ReviewStage], ...] = (
    (APPROVE_REGISTRY, "office_approved", ReviewStage.REGISTRY),
    (APPROVE_OFFICE, "to_review", ReviewStage.OFFICE),
)
#: The last work days before the limit are marked as urgent.
_LAST_DAYS = 2


@dataclass(frozen=True, slots=True)
class Age:
    """The names that have waited between two numbers of work days."""

    label: str
    count: str
    url: str
    tone: str | None
    said: Any


@dataclass(frozen=True, slots=True)
class Span:
    """The list of names of an age range, and its colour."""

    label: str
    state: ListState
    tone: str | None
    said: Any


def queue_ages(presence: Presence, settings: Settings, figures: Figures) -> list[Age]:
    """The actor's queue, if they review; empty when nothing waits."""
    spans = _spans(presence, settings)
    ages = [_age(span, figures[span.state.filters["waits_since"], "queue"]) for span in spans]
    return ages if any(age.count != "0" for age in ages) else []


def _age(span: Span, count: int) -> Age:
    tone = span.tone if count else None
    return Age(span.label, capped(count), list_url("domain", span.state), tone, span.said)


def wanted(session: Session, presence: Presence, settings: Settings) -> Wanted:
    """How many names have waited how long."""
    grid = GRIDS["domain"]
    return {
        (span.state.filters["waits_since"], "queue"): counting(
            ListRequest(session, grid, span.state)
        )
        for span in _spans(presence, settings)
    }


def _spans(presence: Presence, settings: Settings) -> Iterator[Span]:
    found = next((q for q in _QUEUES if may_run(presence.actor, q[0])), None)
    if found is None:
        return
    _action, named, stage = found
    limit = workday_limit(stage, settings)
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
        filters = {"desk_code": presence.actor.office_code, "waits_since": ends}
        yield Span(label, ListState(named=named, filters=filters, sort="due_on"), tone, said)
