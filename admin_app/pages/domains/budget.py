"""预算测算 (budget): next year's fees by unit or office, and a comparison of terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_lookup import is_code
from admin_app.forms.request_errors import BadParameterError
from admin_app.grid.spec import EVERYONE
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Linked, Report, ReportTable
from admin_app.values import MONEY, NUMBER, TEXT
from admin_app.web.report_page import MakeReport, ReportPage
from models.core.base import db
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
from models.values.money import format_yuan, yuan_in_words
from models.values.tld import Tld

#: Units on a page; a file has them all.
MAXIMUM_BUDGET_UNITS = 500
#: How many years ahead may be requested.
_YEARS_AHEAD = 5
_MONTHS = frozenset(map(str, range(1, 13)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The year, month and office of the address."""

    year: int
    month: int | None
    office: str | None

    @property
    def period(self) -> str:
        """As `2027` or `2027-03`."""
        return f"{self.year}-{self.month:02}" if self.month else f"{self.year}"

    @property
    def days(self) -> Days:
        """The first and the last day."""
        return month_of(self.year, self.month) if self.month else year_of(self.year)


def _budget(most: int) -> Report:
    """The fees of a period by term, by office where there are several, and by unit."""
    session, asked = db.session(), _asked()
    tariff = prices_of(session, asked.year)
    units = dues_by_unit(session, asked.days, tariff, limit=most, office=asked.office)
    is_by_office = asked.office is None and _sees_offices(session)
    lines = _offices(session, asked.days, tariff) if is_by_office else []
    total = total_due(due for _code, due in lines) if is_by_office else total_due(units)
    by_office = [
        _table(asked, _("各编办"), _("编办"), [_office_row(asked, *line) for line in lines], total)
    ]
    by_unit = _table(
        asked, _("注册单位"), _("注册单位"), [_unit_row(asked, due) for due in units], total
    )
    return Report(
        model=Domain,
        title=_("域名续费预算"),
        about=asked.period,
        about_label=_("年度"),
        office=_office_name(session, asked.office) or current_user.office_name,
        on=the_clock().today(),
        tables=[by_unit, *(by_office if is_by_office else ()), _terms_table(total)],
        notes=[_("这一年还没有收费标准，金额按 0 计算。")] if not tariff else (),
    )


class BudgetPage(ReportPage):
    """The fees of a year, in a table and as a file."""

    endpoint = "budget"
    readers = EVERYONE
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _budget}

    @expose("/")
    def index(self) -> str:
        session, asked = db.session(), _asked()
        # Its totals are of all units, also of those that the page does not list.
        report = _budget(MAXIMUM_REPORT_ROWS)
        by_unit, *by_office, terms = report.tables
        count, fen = _sums((by_office or [by_unit])[0])
        first, last = asked.days
        return self.render_report(
            "pages/domains/budget.html",
            report,
            shown="index",
            page_title=_("预算测算"),
            year=asked.year,
            month=asked.month,
            years=range(_this_year(), _this_year() + _YEARS_AHEAD + 1),
            office=asked.office,
            office_name=_office_name(session, asked.office),
            terms=terms,
            table=by_office[0] if by_office else by_unit.first_rows(MAXIMUM_BUDGET_UNITS),
            is_cut=not by_office and len(by_unit.rows) > MAXIMUM_BUDGET_UNITS,
            maximum=MAXIMUM_BUDGET_UNITS,
            count=count,
            total=format_yuan(fen),
            words=yuan_in_words(fen) if fen else None,
            rows_url=url_for(
                "domain.index_view", list="registered", due_on_from=first, due_on_to=last
            ),
        )


def _asked() -> _Asked:
    return _Asked(_year(), _month(), _office())


def _table(
    asked: _Asked, caption: str, name: str, rows: list[list[object]], total: Due
) -> ReportTable:
    return ReportTable(
        caption,
        [
            (_("年度"), TEXT),
            (name, TEXT),
            (_("到期域名数"), NUMBER),
            (_("每续费 1 年"), MONEY),
        ],
        rows,
        [asked.period, _("合计"), total.count, total.fen_per_year],
    )


def _terms_table(total: Due) -> ReportTable:
    """年限对照: what terms of one to several years cost."""
    return ReportTable(
        _("年限对照"),
        [
            (_("续费年限"), TEXT),
            (_("当年应缴"), MONEY),
            (_("平均每年"), MONEY),
            (_("%(n)s 年内办理续费笔数", n=HORIZON_YEARS), NUMBER),
        ],
        [
            [_("%(n)s 年", n=one.years), one.fen, one.fen_per_year, one.renewals]
            for one in compare(total.count, total.fen_per_year)
        ],
    )


def _office_row(asked: _Asked, code: str, due: Due) -> list[object]:
    url = url_for("budget.index", year=asked.year, month=asked.month, office=code)
    return [
        asked.period,
        Linked(due.name, url),
        _names(asked, due, office_code=code),
        due.fen_per_year,
    ]


def _unit_row(asked: _Asked, due: Due) -> list[object]:
    url = url_for("unit.details_view", id=due.unit_id)
    return [
        asked.period,
        Linked(due.name, url),
        _names(asked, due, unit_id=due.unit_id),
        due.fen_per_year,
    ]


def _names(asked: _Asked, due: Due, **whose: object) -> Linked:
    """How many names are due, with the way to them."""
    days = dict(zip(("due_on_from", "due_on_to"), asked.days, strict=True))
    url = url_for("domain.index_view", list="registered", **whose, **days)
    return Linked(due.count, url, label=f"{due.name} {due.count}")


def _sums(table: ReportTable) -> tuple[int, int]:
    """The number of names and the fees of a table, as its totals say."""
    assert table.total is not None, "a budget has totals"
    _period, _word, count, fen = table.total
    assert isinstance(count, int)
    assert isinstance(fen, int)
    return count, fen


def _this_year() -> int:
    return the_clock().today().year


def _year() -> int:
    """The requested year, by default next year."""
    raw = request.values.get("year", "")
    if not raw:
        return _this_year() + 1
    is_year = raw.isascii() and raw.isdecimal() and len(raw) == len("2026")
    if not is_year or not _this_year() <= int(raw) <= _this_year() + _YEARS_AHEAD:
        raise BadParameterError(_("没有“%(year)s”这一年度的测算。", year=raw[:10]), "year")
    return int(raw)


def _month() -> int | None:
    """The requested month; None: the whole year."""
    raw = request.values.get("month", "")
    if raw and raw not in _MONTHS:
        raise BadParameterError(_("没有“%(month)s”这个月份。", month=raw[:10]), "month")
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
