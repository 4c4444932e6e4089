"""三方对账: 收费 = 汇款 = 开票 (charged, remitted, invoiced) by office and week, linked to payments
(Q4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_choices import place_of
from admin_app.grid.spec import MONEY_STAFF
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.offices.office import Office, OfficeLevel
from models.reports.reconciliation import (
    SIZE,
    Cell,
    Leg,
    Span,
    compare,
    offices_beside,
    payments_of,
    remittances_of,
    weeks_until,
)
from models.values.calendar import week_bounds, week_key

_CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office with one cell per week; None: no charges."""

    name: str
    below_url: str | None
    cells: Sequence[Cell | None]


class ReconciliationPage(Page):
    """The grid of weeks and offices, and the payments behind each number."""

    endpoint = "reconciliation"
    readers = MONEY_STAFF

    @expose("/")
    def index(self) -> str:
        session = db.session()
        under, weeks, this_week = _office("under"), _weeks(), _this_week()
        offices = offices_beside(session, under, request.args.get("after", ""))
        shown = offices[:SIZE]
        cells = compare(session, Span(under, weeks, [office.code for office in shown]))
        return self.render(
            "pages/remittances/reconciliation.html",
            title=_("三方对账"),
            under=under,
            up_url=_up(session, under, weeks[-1]),
            weeks=weeks,
            lines=_lines(shown, under, weeks, cells),
            totals=_totals(weeks, cells),
            earlier_url=_at(under, weeks_until(weeks[0], 2)[0]),
            later_url=_at(under, _later(weeks[-1])) if weeks[-1] < _this_week() else None,
            next_url=_at(under, weeks[-1], after=shown[-1].code) if len(offices) > SIZE else None,
            differing=sum(c.uninvoiced_count + c.late_count(this_week) for c in cells),
            this_week=this_week,
        )

    @expose("/payments/")
    def payments(self) -> str:
        session = db.session()
        under, week, group = _office("under"), _week("week"), request.args.get("group", "")
        leg = _leg()
        after = key_of(request.args.get("after", "0"))
        span = Span(under, [week], [group] if group else None)
        found = payments_of(session, span, leg, after)
        shown = found[:SIZE]
        return self.render(
            "pages/remittances/reconciliation_payments.html",
            title=_("三方对账"),
            week=week,
            days=week_bounds(week),
            leg=leg,
            back_url=_at(under, week),
            tabs=_tabs(under, week, group, leg),
            rows=shown,
            remittances=remittances_of(session, [row.payment_id for row in shown]),
            next_url=_rows(under, week, group, leg, after=shown[-1].payment_id)
            if len(found) > SIZE
            else None,
        )


def _office(name: str) -> Office:
    """The office of the URL, or the actor's own; 404 if out of scope."""
    code = request.args.get(name) or current_user.actor.office_code
    if len(code) > _CODE_LENGTH:
        abort(404)
    found = db.session().scalars(select(Office).where(Office.code == code)).one_or_none()
    return found if found is not None else abort(404)


def _this_week() -> str:
    return week_key(the_clock().today())


def _week(name: str) -> str:
    week = request.args.get(name) or _this_week()
    try:
        week_bounds(week)
    except ValueError:
        abort(404)
    return week


def _weeks() -> list[str]:
    try:
        return weeks_until(_week("until"))
    except (ValueError, OverflowError):
        return abort(404)


def _leg() -> Leg | None:
    raw = request.args.get("differing") or None
    if raw is not None and raw not in set(Leg):
        abort(404)
    return Leg(raw) if raw else None


def _later(week: str) -> str:
    """Twelve weeks later, at most the present one."""
    monday = week_bounds(week)[0]
    on = monday.toordinal() + 7 * (len(weeks_until(week)) - 1)
    return min(week_key(type(monday).fromordinal(on)), _this_week())


def _lines(
    offices: Sequence[Office], under: Office, weeks: Sequence[str], cells: Sequence[Cell]
) -> list[OfficeLine]:
    found = {(cell.group, cell.week): cell for cell in cells}
    return [
        OfficeLine(
            place_of(office.name),
            _at(office, weeks[-1])
            if office.id != under.id and office.level is not OfficeLevel.COUNTY
            else None,
            [found.get((office.code, week)) for week in weeks],
        )
        for office in offices
        # The registry itself charges nothing.
        if office.level is not OfficeLevel.REGISTRY
    ]


def _totals(weeks: Sequence[str], cells: Sequence[Cell]) -> list[tuple[int, int, int]]:
    return [
        (
            sum(cell.charged_fen for cell in cells if cell.week == week),
            sum(cell.remitted_fen for cell in cells if cell.week == week),
            sum(cell.invoiced_fen for cell in cells if cell.week == week),
        )
        for week in weeks
    ]


def _up(session: Session, under: Office, week: str) -> tuple[str, str] | None:
    """The office above, if the actor sees it."""
    if under.code == current_user.actor.office_code or under.parent_id is None:
        return None
    above = session.scalars(select(Office).where(Office.id == under.parent_id)).one_or_none()
    return None if above is None else (above.name, _at(above, week))


def _at(under: Office, week: str, **more: str) -> str:
    return url_for("reconciliation.index", under=under.code, until=week, **more)


def _rows(under: Office, week: str, group: str, leg: Leg | None, **more: Any) -> str:
    where = {"under": under.code, "week": week, "group": group or None}
    return url_for("reconciliation.payments", **where, differing=leg, **more)


def _tabs(
    under: Office, week: str, group: str, leg: Leg | None
) -> list[tuple[str, str, bool, int | None]]:
    words = ((None, _("全部收费")), (Leg.REMITTED, _("未汇款")), (Leg.INVOICED, _("未开票")))
    return [(label, _rows(under, week, group, each), each == leg, None) for each, label in words]
