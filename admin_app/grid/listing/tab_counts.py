"""Counts of waiting rows on tabs, and how long they wait; loaded after the list.

Every count stops at a cap, and all of them come in one statement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Label, null, select
from sqlalchemy.orm import Session

from admin_app.grid.listing.capped_count import counted, written
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.where import Lookup, narrowed
from admin_app.grid.spec import Grid, NamedList
from models.values.calendar import business_day, work_days_between

#: Work days after which rows are late, and very late: one week, two.
_LATE, _VERY_LATE = 5, 10


@dataclass(frozen=True, slots=True)
class TabCount:
    """The count of a tab."""

    key: str
    count: str
    #: The same as text, for screen readers.
    said: str
    tone: str


def tab_counts(session: Session, grid: Grid, today: dt.date) -> list[TabCount]:
    """The counts of tabs with pending work, and the work days they have waited."""
    work = [named for named in grid.lists if named.is_work]
    if not work:
        return []
    asked = [part for named in work for part in _count_and_oldest(session, grid, named)]
    found: Sequence[Any] = session.execute(select(*asked)).one()
    pairs = zip(work, found[::2], found[1::2], strict=True)
    return [_tab(named, count, since, today) for named, count, since in pairs]


def _count_and_oldest(
    session: Session, grid: Grid, named: NamedList
) -> tuple[Label[int], Label[dt.datetime] | Label[None]]:
    """The number of rows, and since when the oldest waits; ids are in chronological order."""
    model: Any = grid.model
    rows = narrowed(ListRequest(session, grid, ListState(named=named.key)), Lookup())
    if named.since is None:
        return counted(rows), null().label(None)
    oldest = rows.with_only_columns(getattr(model, named.since)).order_by(model.id).limit(1)
    return counted(rows), oldest.scalar_subquery().label(None)


def _tab(named: NamedList, count: int, since: dt.datetime | None, today: dt.date) -> TabCount:
    shown = written(count)
    if not count or since is None:
        return TabCount(named.key, shown, _("%(n)s 条", n=shown), "")
    days = work_days_between(business_day(since), today)
    said = _("%(n)s 条，最久 %(days)s 个工作日", n=shown, days=days)
    return TabCount(named.key, shown, said, _tone(days))


def _tone(days: int) -> str:
    if days >= _VERY_LATE:
        return "tone-danger"
    return "tone-warning" if days >= _LATE else ""
