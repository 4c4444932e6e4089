"""The remittance week of a charge: ISO weeks of Asia/Shanghai with a cut-off (guide 新-005, Q8).

Charges at or after the cut-off go to the next week's 汇款单.
"""

from __future__ import annotations

import datetime as dt

from models.core.setting import Settings
from models.values.calendar import day_bounds, week_bounds, week_key, week_of

_WEEK = dt.timedelta(days=7)


def remittance_week(at: dt.datetime, settings: Settings) -> str:
    """The week, such as '2026-W24', in whose 汇款单 a charge of this instant is remitted."""
    week = week_of(at)
    return week if at < week_ends_at(week, settings) else week_after(week)


def week_ends_at(week: str, settings: Settings) -> dt.datetime:
    """The week's cut-off, UTC. Raises ValueError for a week that does not exist."""
    monday, _sunday = week_bounds(week)
    midnight, _next = day_bounds(monday)
    days, hours = settings.remittance_cutoff_weekday - 1, settings.remittance_cutoff_hour
    return midnight + dt.timedelta(days=days, hours=hours)


def week_window(week: str, settings: Settings) -> tuple[dt.datetime, dt.datetime]:
    """From the cut-off of the week before to the week's own, UTC."""
    ends_at = week_ends_at(week, settings)
    return ends_at - _WEEK, ends_at


def week_after(week: str, weeks: int = 1) -> str:
    """The week some weeks later, or earlier."""
    return week_key(week_bounds(week)[0] + weeks * _WEEK)
