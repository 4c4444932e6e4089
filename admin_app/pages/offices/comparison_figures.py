"""The columns of 辖区一览: what each counts, and the rows behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from admin_app.values import MONEY, NUMBER, SHARE, ValueKind
from models.reports.office_comparison import DUE_DAYS, Day, Part


@dataclass(frozen=True, slots=True)
class Figure:
    """A column: its heading, its rows, and whether high or low is worse."""

    key: str
    #: A slash marks a possible line break in the heading.
    label: Any
    part: Part
    #: The list behind it, or None: the page 三方对账.
    entity: str | None
    query: Callable[[Day], dict[str, Any]] = lambda _day: {}
    is_low_worse: bool = False
    kind: ValueKind = NUMBER

    @property
    def heading(self) -> str:
        """The label on one line."""
        return str(self.label).replace("/", "")


def _due(day: Day) -> dict[str, object]:
    until = day.today + dt.timedelta(days=DUE_DAYS)
    return {"list": "registered", "due_on_from": day.today, "due_on_to": until}


def _late(day: Day) -> dict[str, object]:
    return {"list": "to_review", "waits_since_to": day.last_overdue}


def _standing(_day: Day) -> dict[str, object]:
    return {"reversed_at": "no"}


def _listed(name: str) -> Callable[[Day], dict[str, object]]:
    return lambda _day: {"list": name}


_REMITTANCE = _listed("awaiting_remittance")
_WORK, _NAMES, _COVERAGE, _MONEY = Part.WORK, Part.NAMES, Part.COVERAGE, Part.MONEY

FIGURES = (
    Figure("overdue", _l("逾期/未审"), _WORK, "domain", _late),
    Figure("in_service", _l("在用/域名"), _NAMES, "domain", _listed("registered")),
    Figure("due", _l("九十天内/到期"), _NAMES, "domain", _due),
    Figure("payable", _l("待收费"), _WORK, "order", _listed("payable")),
    Figure("charged", _l("待汇款"), _WORK, "order", _REMITTANCE),
    Figure("lag_days", _l("最久未汇/（天）"), _WORK, "order", _REMITTANCE),
    Figure("coverage_bp", _l("覆盖率"), _COVERAGE, "unit", is_low_worse=True, kind=SHARE),
    Figure("sheets", _l("发票/余额"), _WORK, "lot", _listed("signed"), is_low_worse=True),
    Figure("balance_fen", _l("账户余额"), _WORK, "transfer", is_low_worse=True, kind=MONEY),
    Figure("collected_fen", _l("四周收费"), _MONEY, None, kind=MONEY),
    Figure("remitted_fen", _l("四周汇款"), _MONEY, None, kind=MONEY),
    Figure("invoiced_fen", _l("四周开票"), _MONEY, None, kind=MONEY),
    Figure("award_fen", _l("奖励经费"), _MONEY, "award_accrual", _standing, kind=MONEY),
)
