"""到期与费用预测 (forecast), as a page and as a fragment that the workbench loads later.

For a county the workbench includes it; a province may have hundreds of thousands of names. The
calculation is that of the budget (`models.reports.budget_forecast`); each figure links to its names
or its budget.
"""

from __future__ import annotations

from flask import url_for
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.auth.current_actor import the_clock
from admin_app.grid.spec import STAFF
from admin_app.web.page import Page
from models.core.base import db
from models.reports.budget_forecast import MonthDue, dues_by_month, months_from
from models.values.money import format_yuan


class ForecastPage(Page):
    """Twelve months of the session's scope."""

    endpoint = "forecast"
    readers = STAFF

    @expose("/")
    def index(self) -> str:
        return self.render(
            "pages/domains/forecast.html",
            title=_("到期与费用预测"),
            **forecast_context(db.session()),
        )

    @expose("/piece")
    def piece(self) -> str:
        """The table and chart as a fragment."""
        return self.render("pages/domains/_forecast.html", **forecast_context(db.session()))


def forecast_context(session: Session) -> dict[str, object]:
    """The context of the template."""
    months = dues_by_month(session, months_from(the_clock().today()))
    first, last = months[0].first, months[-1].last
    return {
        "months": [_month_row(month) for month in months],
        "total_count": f"{sum(month.count for month in months):,}",
        "total": format_yuan(sum(month.fen_per_year for month in months)),
        "total_url": url_for(
            "domain.index_view", list="registered", due_on_from=first, due_on_to=last
        ),
    }


def _month_row(month: MonthDue) -> dict[str, object]:
    first = month.first
    return {
        "name": f"{first.year}-{first.month:02}",
        "count": f"{month.count:,}",
        "count_value": month.count,
        "names_url": url_for(
            "domain.index_view", list="registered", due_on_from=first, due_on_to=month.last
        ),
        "fee": format_yuan(month.fen_per_year),
        "fee_value": month.fen_per_year,
        "budget_url": url_for("budget.index", year=first.year, month=first.month),
    }
