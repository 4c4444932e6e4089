"""到期与费用预测 (forecast), as a page and as a fragment that the workbench loads later.

For a county the workbench includes it; a province may have hundreds of thousands of names. The
calculation is that of the budget (`models.reports.budget_forecast`); each figure links to its names
or its budget.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask import url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from admin_app.auth.current_actor import the_clock
from admin_app.grid.spec import STAFF
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Linked, Report, ReportTable
from admin_app.values import MONEY, NUMBER, TEXT
from admin_app.web.report_page import MakeReport, ReportPage
from models.core.base import db
from models.domains.domain import Domain
from models.reports.budget_forecast import MonthDue, dues_by_month, months_from
from models.values.money import format_yuan


def _months(_most: int) -> Report:
    """Twelve months of the session's scope."""
    return _report(dues_by_month(db.session(), months_from(the_clock().today())))


def _report(months: Sequence[MonthDue]) -> Report:
    return Report(
        model=Domain,
        title=_("到期与费用预测"),
        office=current_user.office_name,
        on=the_clock().today(),
        tables=[
            ReportTable(
                _("到期与费用预测"),
                [(_("月份"), TEXT), (_("到期域名"), NUMBER), (_("费用（元）"), MONEY)],
                [_month_row(month) for month in months],
                [
                    _("合计"),
                    sum(month.count for month in months),
                    sum(month.fen_per_year for month in months),
                ],
            )
        ],
    )


class ForecastPage(ReportPage):
    """Twelve months of the session's scope."""

    endpoint = "forecast"
    readers = STAFF
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _months}

    @expose("/")
    def index(self) -> str:
        return self.render_report(
            "pages/domains/forecast.html",
            _months(MAXIMUM_REPORT_ROWS),
            shown="index",
            total_url=_total_url(),
        )

    @expose("/piece")
    def piece(self) -> str:
        """The table and chart as a fragment."""
        return self.render("pages/domains/_forecast.html", **forecast_context(db.session()))


def forecast_context(session: Session) -> dict[str, object]:
    """The context of the template."""
    months = dues_by_month(session, months_from(the_clock().today()))
    return {"report": _report(months), "total_url": _total_url()}


def _total_url() -> str:
    """The names that are due in the twelve months."""
    months = months_from(the_clock().today())
    first, last = months[0][0], months[-1][1]
    return url_for("domain.index_view", list="registered", due_on_from=first, due_on_to=last)


def _month_row(month: MonthDue) -> list[object]:
    first = month.first
    name = f"{first.year}-{first.month:02}"
    names_url = url_for(
        "domain.index_view", list="registered", due_on_from=first, due_on_to=month.last
    )
    budget_url = url_for("budget.index", year=first.year, month=first.month)
    return [
        name,
        Linked(month.count, names_url, label=f"{name} {_('到期域名')} {month.count:,}"),
        Linked(
            month.fen_per_year,
            budget_url,
            label=f"{name} {_('费用（元）')} {format_yuan(month.fen_per_year)}",
        ),
    ]
