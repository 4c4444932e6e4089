"""The addresses of 三方对账: the office, weeks and difference they ask for, and their links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from admin_app.auth.current_actor import the_clock
from admin_app.forms.request_errors import BadParameterError
from admin_app.web.page import key_of
from models.core.base import db
from models.offices.office import Office
from models.reports.reconciliation import WEEKS, Leg, weeks_until
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
class AskedWeeks:
    """The weeks of a list of payments, and whether the URL names one or the last of several."""

    keys: Sequence[str]
    is_one: bool


def asked_office(name: str) -> Office:
    """The office of the URL, or the actor's own; 404 if out of scope."""
    code = request.args.get(name) or current_user.actor.office_code
    if len(code) > _CODE_LENGTH:
        abort(404)
    found = db.session().scalars(select(Office).where(Office.code == code)).one_or_none()
    return found if found is not None else abort(404)


def today() -> dt.date:
    """The day of the books."""
    return the_clock().today()


def this_week() -> str:
    """The week that is under way."""
    return week_key(today())


def _week(name: str) -> str:
    week = request.args.get(name) or this_week()
    try:
        week_bounds(week)
    except ValueError as error:
        raise BadParameterError(_("没有“%(week)s”这一周。", week=week), name) from error
    return week


def grid_weeks() -> list[str]:
    """The weeks of the grid, the newest last. Raises BadParameterError."""
    try:
        return weeks_until(_week("until"))
    except (ValueError, OverflowError) as error:
        week = request.args["until"]
        raise BadParameterError(_("没有“%(week)s”这一周。", week=week), "until") from error


def asked_weeks() -> AskedWeeks:
    """One week, or the weeks of the grid that ends with `until`."""
    if "until" in request.args:
        count = key_of(request.args.get("weeks", str(WEEKS)))
        return AskedWeeks(grid_weeks()[-min(max(count, 1), WEEKS) :], is_one=False)
    return AskedWeeks([_week("week")], is_one=True)


def asked_difference() -> str:
    """The legs that are to differ, a key of LEGS. Raises BadParameterError."""
    asked = request.args.get("differing", "")
    if asked not in LEGS:
        raise BadParameterError(_("没有“%(value)s”这种差异。", value=asked), "differing")
    return asked


def later_week(week: str) -> str:
    """Twelve weeks later, at most the present one."""
    monday = week_bounds(week)[0]
    on = monday.toordinal() + 7 * (len(weeks_until(week)) - 1)
    return min(week_key(type(monday).fromordinal(on)), this_week())


def grid_url(under: Office, week: str, **more: str) -> str:
    """The grid of an office that ends with a week."""
    return url_for("reconciliation.index", under=under.code, until=week, **more)


def payments_url(under: Office, weeks: AskedWeeks, group: str, differing: str, **more: Any) -> str:
    """The payments of a group of offices, or those that differ."""
    when = {"week" if weeks.is_one else "until": weeks.keys[-1]}
    where = {"under": under.code, "group": group or None, "differing": differing or None}
    if not weeks.is_one and len(weeks.keys) != WEEKS:
        more = {"weeks": len(weeks.keys), **more}
    return url_for("reconciliation.payments", **where, **when, **more)


def differing_url(under: Office, group: str, until: str) -> str:
    """The payments of a group of offices that differ, in the weeks of the grid."""
    return payments_url(under, AskedWeeks(weeks_until(until), is_one=False), group, ANY)
