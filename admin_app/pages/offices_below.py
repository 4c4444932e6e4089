"""辖区一览: the places below an office beside each other, the worst of a chosen column first.

A province compares its cities and counties, CONAC the provinces; a name leads down, a number to
its rows. What the reader may not see in lists he does not see here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.actor import the_clock
from admin_app.grid.offices import place_of
from admin_app.grid.spec import STAFF
from admin_app.grid.state import OWN
from admin_app.pages.page import Page, office_of
from admin_app.views import GRIDS
from models.base import db
from models.business_day import day_bounds, week_key
from models.money import format_yuan
from models.office import Office, OfficeLevel
from models.reconciliation import weeks_until
from models.review import ReviewStage
from models.reviewing import overdue_before, workday_limit
from models.setting import settings_of
from models.side_by_side import DUE_DAYS, Day, Place, side_by_side, total_of

#: Weeks of the 两代一统体检, the present one last.
_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A column: what it is called, whose rows it counts, and which end of it is the worse."""

    key: str
    label: Any
    #: The list behind it, or None: the page 三方对账.
    entity: str | None
    query: Callable[[Day], dict[str, Any]] = lambda _day: {}
    is_low_worse: bool = False
    write: Callable[[int], str] = lambda n: f"{n:,}"


def _percent(bp: int) -> str:
    return f"{bp // 100}.{bp % 100:02}%"


def _due(day: Day) -> dict[str, Any]:
    until = day.today + dt.timedelta(days=DUE_DAYS)
    return {"list": "registered", "due_on_from": day.today, "due_on_to": until}


def _late(day: Day) -> dict[str, Any]:
    return {"list": "to_review", "waits_since_to": day.last_overdue}


FIGURES = (
    Figure("overdue", _l("逾期未审"), "domain", _late),
    Figure("in_service", _l("在用域名"), "domain", lambda _day: {"list": "registered"}),
    Figure("due", _l("九十天内到期"), "domain", _due),
    Figure("payable", _l("待收费"), "order", lambda _day: {"list": "payable"}),
    Figure("charged", _l("待汇款"), "order", lambda _day: {"list": "awaiting_remittance"}),
    Figure("lag_days", _l("最久未汇（天）"), "order", lambda _day: {"list": "awaiting_remittance"}),
    Figure("coverage_bp", _l("覆盖率"), "unit", is_low_worse=True, write=_percent),
    Figure("sheets", _l("发票余额"), "lot", lambda _day: {"list": "signed"}, is_low_worse=True),
    Figure("balance_fen", _l("账户余额"), "transfer", is_low_worse=True, write=format_yuan),
    Figure("collected_fen", _l("四周收费"), None, write=format_yuan),
    Figure("remitted_fen", _l("四周汇款"), None, write=format_yuan),
    Figure("invoiced_fen", _l("四周开票"), None, write=format_yuan),
    Figure("award_fen", _l("奖励经费"), "award_accrual", write=format_yuan),
)


class OfficesBelowPage(Page):
    """The table, its chart of coverage, and the way down and up."""

    readers = STAFF

    @expose("/")
    def index(self) -> str:
        session = db.session()
        under = office_of(session, request.args.get("under", current_user.actor.office_code))
        figures = [each for each in FIGURES if _may_see(each)]
        chosen = _chosen(figures)
        day = _day(session)
        places = side_by_side(session, under, day)
        offices = _offices(session, [place.code for place in places])
        places.sort(key=lambda place: _rank(place, chosen))
        return self.render(
            "pages/offices_below.html",
            title=_("辖区一览"),
            under=under,
            up=_up(session, under),
            headings=[_heading(each, under, chosen) for each in figures],
            rows=[_row(place, under, offices, figures, day) for place in places],
            total=[each.write(getattr(total_of(places), each.key)) for each in figures],
            weeks=_WEEKS,
        )


def _may_see(figure: Figure) -> bool:
    entity = figure.entity or "payment"
    return current_user.actor.role in GRIDS[entity].readers


def _chosen(figures: Sequence[Figure]) -> Figure:
    asked = request.args.get("sort", figures[0].key)
    return next((each for each in figures if each.key == asked), None) or abort(404)


def _rank(place: Place, figure: Figure) -> tuple[int, str]:
    value = getattr(place, figure.key)
    return (value if figure.is_low_worse else -value), place.code


def _day(session: Session) -> Day:
    today = the_clock().today()
    limit = workday_limit(ReviewStage.OFFICE, settings_of(session))
    last = overdue_before(today, limit)
    return Day(today, last, day_bounds(last)[1], weeks_until(week_key(today), _WEEKS))


def _offices(session: Session, codes: Sequence[str]) -> dict[str, Office]:
    found = session.scalars(select(Office).where(Office.code.in_(codes)))
    return {office.code: office for office in found}


def _up(session: Session, under: Office) -> tuple[str, str] | None:
    """The office above, if the actor sees it."""
    if under.code == current_user.actor.office_code or under.parent_id is None:
        return None
    above = session.scalars(select(Office).where(Office.id == under.parent_id)).one_or_none()
    if above is None:
        return None
    return place_of(above.name), url_for("offices_below.index", under=above.code)


def _heading(figure: Figure, under: Office, chosen: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "label": figure.label,
        "url": url_for("offices_below.index", under=under.code, sort=figure.key),
        "sort": ("ascending" if figure.is_low_worse else "descending")
        if figure is chosen
        else None,
    }


def _row(
    place: Place, under: Office, offices: dict[str, Office], figures: Sequence[Figure], day: Day
) -> dict[str, Any]:
    office = offices.get(place.code)
    name = place_of(office.name) if office else place.code
    is_own = place.code == under.code and under.level is not OfficeLevel.COUNTY
    leads_down = not is_own and office is not None and office.level is not OfficeLevel.COUNTY
    code = f"{place.code}{OWN}" if is_own else place.code
    return {
        "name": _("%(office)s（本级）", office=name) if is_own else name,
        "url": url_for("offices_below.index", under=place.code) if leads_down else None,
        "cells": [
            (
                each.key,
                getattr(place, each.key),
                each.write(getattr(place, each.key)),
                _rows_url(each, code, place, day),
            )
            for each in figures
        ],
    }


def _rows_url(figure: Figure, code: str, place: Place, day: Day) -> str:
    if figure.entity is None:
        return url_for("reconciliation.index", under=place.code, until=day.weeks[-1])
    return url_for(f"{figure.entity}.index_view", office_code=code, **figure.query(day))
