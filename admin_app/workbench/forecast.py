"""到期与费用预测: the names that end in each of the next twelve months, and what they will cost.

The rule is the budget's (`models.reports.budget_forecast`); each figure leads to its names or to
its budget.
"""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from admin_app.auth.current_actor import the_clock
from models.reports.budget_forecast import MonthDue, dues_by_month, months_from
from models.values.money import format_yuan


def forecast_context(session: Session) -> dict[str, Any]:
    """What `pages/_forecast.html` draws."""
    months = dues_by_month(session, months_from(the_clock().today()))
    first, last = months[0].first, months[-1].last
    return {
        "months": [_line(month) for month in months],
        "total_count": f"{sum(month.count for month in months):,}",
        "total": format_yuan(sum(month.fen_per_year for month in months)),
        "total_url": url_for(
            "domain.index_view", list="registered", due_on_from=first, due_on_to=last
        ),
    }


def _line(month: MonthDue) -> dict[str, Any]:
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
