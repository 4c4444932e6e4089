"""预算测算 (budget): next year's fees by unit or office, a comparison of terms, and a CSV file."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Mapping

from flask import Response, abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Reach
from actions.core.export import export_action
from actions.perform import perform
from admin_app.auth.current_actor import caller, the_clock
from admin_app.files.csv_writer import disposition
from admin_app.forms.office_lookup import is_code
from admin_app.grid.spec import EVERYONE
from admin_app.values.formula_guard import guarded
from admin_app.web.page import Page
from models.core.base import db
from models.core.journal import Door
from models.core.scope import ScopeLevel, scope_of
from models.domains.domain import Domain
from models.offices.office import Office
from models.reports.budget_forecast import (
    HORIZON_YEARS,
    Days,
    Due,
    compare,
    dues_by_office,
    dues_by_unit,
    month_of,
    prices_of,
    total_due,
    year_of,
)
from models.values.money import format_yuan, plain_yuan, yuan_in_words
from models.values.tld import Tld

#: Units on a page, and in a file.
MAXIMUM_BUDGET_UNITS, MAXIMUM_FILE = 500, 10_000
#: How many years ahead may be requested.
_YEARS_AHEAD = 5
_MONTHS = frozenset(map(str, range(1, 13)))


class BudgetPage(Page):
    """The fees of a year, in a table and as a file."""

    endpoint = "budget"
    readers = EVERYONE

    @expose("/")
    def index(self) -> str:
        session, year, month, office = db.session(), _year(), _month(), _office()
        days = month_of(year, month) if month else year_of(year)
        tariff = prices_of(session, year)
        lines = _offices(session, days, tariff) if office is None else []
        units = dues_by_unit(session, days, tariff, limit=MAXIMUM_BUDGET_UNITS + 1, office=office)
        is_by_office = office is None and _sees_offices(session)
        total = total_due(due for _code, due in lines) if is_by_office else total_due(units)
        first, last = days
        return self.render(
            "pages/domains/budget.html",
            title=_("预算测算"),
            year=year,
            month=month,
            years=range(_this_year(), _this_year() + _YEARS_AHEAD + 1),
            office=office,
            office_name=_office_name(session, office),
            offices=[(code, due, format_yuan(due.fen_per_year)) for code, due in lines]
            if is_by_office
            else None,
            units=[(due, format_yuan(due.fen_per_year)) for due in units[:MAXIMUM_BUDGET_UNITS]]
            if not is_by_office
            else None,
            is_cut=not is_by_office and len(units) > MAXIMUM_BUDGET_UNITS,
            maximum=MAXIMUM_BUDGET_UNITS,
            count=total.count,
            total=format_yuan(total.fen_per_year),
            words=yuan_in_words(total.fen_per_year) if total.fen_per_year else None,
            choices=[
                (one, format_yuan(one.fen), format_yuan(one.fen_per_year))
                for one in compare(total.count, total.fen_per_year)
            ],
            horizon=HORIZON_YEARS,
            unpriced=not tariff,
            rows_url=url_for(
                "domain.index_view", list="registered", due_on_from=first, due_on_to=last
            ),
            span={"due_on_from": first.isoformat(), "due_on_to": last.isoformat()},
        )

    @expose("/export/", methods=("POST",))
    def export(self) -> Response:
        """CSV, a line per unit; the export is recorded first."""
        session, year, month, office = db.session(), _year(), _month(), _office()
        period = f"{year}-{month:02}" if month else f"{year}"
        name = _("域名续费预算%(year)s.csv", year=period)
        action = export_action(Domain, dict.fromkeys(self.readers, Reach.SCOPE))
        given = action.input(
            file_name=name,
            selection=f"budget?year={period}&office={office or ''}",
            columns="budget",
        )
        key = secrets.token_urlsafe(16)
        perform(session, action, (), given, caller(Door.GRID), key=key)
        days = month_of(year, month) if month else year_of(year)
        dues = dues_by_unit(
            session, days, prices_of(session, year), limit=MAXIMUM_FILE, office=office
        )
        answer = Response(_csv(period, dues), mimetype="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = disposition(name)
        return answer


def _csv(period: str, dues: list[Due]) -> str:
    sheet = io.StringIO()
    write = csv.writer(sheet).writerow
    write([_("年度"), _("注册单位"), _("到期域名数"), _("每续费 1 年金额（元）")])
    for due in dues:
        write([period, guarded(due.name), due.count, plain_yuan(due.fen_per_year)])
    total = total_due(dues)
    write([period, _("合计"), total.count, plain_yuan(total.fen_per_year)])
    return "\ufeff" + sheet.getvalue()


def _this_year() -> int:
    return the_clock().today().year


def _year() -> int:
    """The requested year, by default next year."""
    raw = request.values.get("year", "")
    if not raw:
        return _this_year() + 1
    if not (raw.isascii() and raw.isdecimal() and len(raw) == len("2026")):
        abort(404)
    year = int(raw)
    if not _this_year() <= year <= _this_year() + _YEARS_AHEAD:
        abort(404)
    return year


def _month() -> int | None:
    """The requested month; None: the whole year."""
    raw = request.values.get("month", "")
    if raw and raw not in _MONTHS:
        abort(404)
    return int(raw) if raw else None


def _office() -> str | None:
    code = request.values.get("office", "")
    if code and not is_code(code):
        abort(404)
    return code or None


def _sees_offices(session: Session) -> bool:
    return scope_of(session).level not in {ScopeLevel.OFFICE, ScopeLevel.REGISTRANT}


def _offices(session: Session, days: Days, tariff: Mapping[Tld, int]) -> list[tuple[str, Due]]:
    found = dues_by_office(session, days, tariff)
    names = dict(
        session.execute(select(Office.code, Office.name).where(Office.code.in_(found))).all()
    )
    return [
        (code, Due(None, names.get(code, code), due.count, due.fen_per_year))
        for code, due in found.items()
    ]


def _office_name(session: Session, office: str | None) -> str | None:
    if office is None:
        return None
    name = session.scalar(select(Office.name).where(Office.code == office))
    if name is None and not current_user.actor.unit_id:
        abort(404)
    return name
