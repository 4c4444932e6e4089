"""三方对账: 收费 = 汇款 = 开票 (charged, remitted, invoiced) by office and week, linked to payments
(Q4).
"""

from __future__ import annotations

import datetime as dt
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
from admin_app.forms.request_errors import BadParameterError
from admin_app.grid.spec import MONEY_STAFF
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.offices.office import Office, OfficeLevel
from models.reports.reconciliation import (
    SIZE,
    WEEKS,
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
#: The value of `differing` for a difference in any leg.
ANY = "any"
#: Value of `differing` → the legs of which one must differ.
LEGS: dict[str, tuple[Leg, ...]] = {
    "": (),
    ANY: tuple(Leg),
    **{leg.value: (leg,) for leg in Leg},
}


@dataclass(frozen=True, slots=True)
class _Weeks:
    """The weeks of a list of payments, and whether the URL names one or the last of several."""

    keys: Sequence[str]
    is_one: bool


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office with one cell per week; None: no charges."""

    name: str
    below_url: str | None
    cells: Sequence[Cell | None]
    differing: int
    differing_url: str


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
        cells = compare(session, Span(under, weeks, _today()))
        return self.render(
            "pages/remittances/reconciliation.html",
            title=_("三方对账"),
            under=under,
            up_url=_up(session, under, weeks[-1]),
            weeks=weeks,
            lines=_lines(shown, under, weeks, cells),
            differing=sum(cell.differing_count for cell in cells),
            differing_url=_rows(under, _Weeks(weeks, is_one=False), "", ANY),
            totals=_totals(weeks, cells),
            earlier_url=_at(under, weeks_until(weeks[0], 2)[0]),
            later_url=_at(under, _later(weeks[-1])) if weeks[-1] < _this_week() else None,
            next_url=_at(under, weeks[-1], after=shown[-1].code) if len(offices) > SIZE else None,
            this_week=this_week,
        )

    @expose("/payments/")
    def payments(self) -> str:
        session = db.session()
        under, weeks, group = _office("under"), _asked_weeks(), request.args.get("group", "")
        differing = _differing()
        after = key_of(request.args.get("after", "0"))
        span = Span(under, weeks.keys, _today(), [group] if group else None)
        found = payments_of(session, span, LEGS[differing], after)
        shown, cells = found[:SIZE], compare(session, span)
        groups = session.scalars(select(Office).where(Office.code == group)).one_or_none()
        return self.render(
            "pages/remittances/reconciliation_payments.html",
            title=_("三方对账"),
            weeks=weeks.keys,
            days=span.days,
            office=groups or under,
            back_url=_at(under, weeks.keys[-1]),
            tabs=_tabs(cells, under, weeks, group, differing),
            sums=_sums(cells),
            rows=shown,
            remittances=remittances_of(session, [row.payment_id for row in shown]),
            next_url=_rows(under, weeks, group, differing, after=shown[-1].payment_id)
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


def _today() -> dt.date:
    return the_clock().today()


def _this_week() -> str:
    return week_key(_today())


def _week(name: str) -> str:
    week = request.args.get(name) or _this_week()
    try:
        week_bounds(week)
    except ValueError as error:
        raise BadParameterError(_("没有“%(week)s”这一周。", week=week), name) from error
    return week


def _weeks() -> list[str]:
    try:
        return weeks_until(_week("until"))
    except (ValueError, OverflowError) as error:
        week = request.args["until"]
        raise BadParameterError(_("没有“%(week)s”这一周。", week=week), "until") from error


def _asked_weeks() -> _Weeks:
    """One week, or the weeks of the grid that ends with `until`."""
    if "until" in request.args:
        count = key_of(request.args.get("weeks", str(WEEKS)))
        return _Weeks(_weeks()[-min(max(count, 1), WEEKS) :], is_one=False)
    return _Weeks([_week("week")], is_one=True)


def _differing() -> str:
    asked = request.args.get("differing", "")
    if asked not in LEGS:
        raise BadParameterError(_("没有“%(value)s”这种差异。", value=asked), "differing")
    return asked


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
            sum(cell.differing_count for cell in cells if cell.group == office.code),
            _rows(under, _Weeks(weeks, is_one=False), office.code, ANY),
        )
        for office in offices
        # The registry itself charges nothing.
        if office.level is not OfficeLevel.REGISTRY
    ]


def _sums(cells: Sequence[Cell]) -> tuple[int, int, int]:
    """收费, 汇款 and 开票 of all cells, in 分."""
    return (
        sum(cell.charged_fen for cell in cells),
        sum(cell.remitted_fen for cell in cells),
        sum(cell.invoiced_fen for cell in cells),
    )


def _totals(weeks: Sequence[str], cells: Sequence[Cell]) -> list[tuple[int, int, int]]:
    return [_sums([cell for cell in cells if cell.week == week]) for week in weeks]


def _up(session: Session, under: Office, week: str) -> tuple[str, str] | None:
    """The office above, if the actor sees it."""
    if under.code == current_user.actor.office_code or under.parent_id is None:
        return None
    above = session.scalars(select(Office).where(Office.id == under.parent_id)).one_or_none()
    return None if above is None else (above.name, _at(above, week))


def _at(under: Office, week: str, **more: str) -> str:
    return url_for("reconciliation.index", under=under.code, until=week, **more)


def _rows(under: Office, weeks: _Weeks, group: str, differing: str, **more: Any) -> str:
    when = {"week" if weeks.is_one else "until": weeks.keys[-1]}
    where = {"under": under.code, "group": group or None, "differing": differing or None}
    if not weeks.is_one and len(weeks.keys) != WEEKS:
        more = {"weeks": len(weeks.keys), **more}
    return url_for("reconciliation.payments", **where, **when, **more)


def differing_url(under: Office, group: str, until: str) -> str:
    """The payments of a group of offices that differ, in the weeks of the grid."""
    return _rows(under, _Weeks(weeks_until(until), is_one=False), group, ANY)


def _tabs(
    cells: Sequence[Cell], under: Office, weeks: _Weeks, group: str, differing: str
) -> list[tuple[str, str, bool, str]]:
    words = (
        ("", _("全部收费"), "payment_count"),
        (ANY, _("对账差异"), "differing_count"),
        (Leg.REMITTED, _("未汇款"), "unremitted_count"),
        (Leg.INVOICED, _("未开票"), "uninvoiced_count"),
    )
    return [
        (
            label,
            _rows(under, weeks, group, each),
            each == differing,
            f"{sum(getattr(cell, count) for cell in cells):,}",
        )
        for each, label, count in words
    ]
