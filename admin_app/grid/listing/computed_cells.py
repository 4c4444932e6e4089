"""Cells that say what time makes of a value: how long a row has waited.

Nothing of it is stored; the day and the settings of the page decide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from admin_app.grid.spec import Column, Derived
from admin_app.labels import word
from models.core.setting import Settings, known_settings
from models.domains.review import ReviewStage
from models.registration.review_decision import ReviewClock, review_clock, workday_limit
from models.values.calendar import business_day

Writer = Callable[[Any], str | Markup]

_STAGES = {
    Derived.OFFICE_CLOCK: ReviewStage.OFFICE,
    Derived.REGISTRY_CLOCK: ReviewStage.REGISTRY,
}


def derived_writers(
    session: Session, columns: Iterable[Column], today: dt.date
) -> Mapping[Derived, Writer]:
    """The writers the columns need, with the settings read once; none are read if none need."""
    wanted = {column.derived for column in columns if column.derived is not None}
    settings = known_settings(session) if wanted - {Derived.WAIT} else Settings()
    return {derived: _writer(derived, settings, today) for derived in wanted}


def _writer(derived: Derived, settings: Settings, today: dt.date) -> Writer:
    if derived is Derived.WAIT:
        return lambda wait: word(wait) if wait else _("待汇款")
    limit = workday_limit(_STAGES[derived], settings)
    return lambda since: _clock(since, review_clock(since, today, limit)) if since else ""


def _clock(since: dt.datetime, clock: ReviewClock) -> Markup:
    """Since when a name waits, and for which work day of how many."""
    facts = {"waited": clock.waited, "limit": clock.limit, "overdue": clock.overdue}
    if clock.overdue:
        tone, said = "danger", _("逾期 %(overdue)s 个工作日（限 %(limit)s 个）", **facts)
    else:
        tone = "warning" if clock.waited == clock.limit else "muted"
        said = _("已等 %(waited)s 个工作日（限 %(limit)s 个）", **facts)
    guessed = "" if clock.is_exact else _("，节假日安排尚未公布，按周末推算")
    return Markup("{}\u2002<span class=tone-{}>{}{}</span>").format(
        business_day(since), tone, said, guessed
    )
