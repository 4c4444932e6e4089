"""The figures that pages show of an office, each with its words, its one query and its rows.

A page that shows one of them takes the number from the query named here, and links it to the rows
by `url`: the list or page that a reader opens has the same number under the same scope.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from models.invoices.stock_balance import stock_sums
from models.remittances.in_transit import open_bank_lines, sent_remittances
from models.reports.exposure import MONTH_DAYS, WEEK_DAYS, exposures
from models.reports.statement import account_statement
from models.reports.weekly_totals import due_figures


class FigureKey(StrEnum):
    """The figures there are."""

    BALANCE = "balance"
    SHEETS = "sheets"
    EXPOSURE = "exposure"
    EXPOSED_WEEK = "exposed_week"
    EXPOSED_MONTH = "exposed_month"
    EXPOSED_OLDER = "exposed_older"
    TO_REMIT = "to_remit"
    OPEN_BANK_LINES = "open_bank_lines"
    SENT_REMITTANCES = "sent_remittances"


Conditions = Callable[[dt.date], Mapping[str, object]]


def _none(_today: dt.date) -> dict[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is called, where it is computed and where its rows stand."""

    label: Any
    #: The one function that computes it, or the expression that statements of several use.
    query: Callable[..., object]
    #: The endpoint of its rows: a list, or the page that lists them.
    endpoint: str
    #: The parameters of that address on a day, besides the office.
    conditions: Conditions = field(default=_none)
    #: What the address calls the office; None: it is always of the whole scope.
    office: str | None = "office_code"

    def url(self, today: dt.date, office_code: str | None = None) -> str:
        """The address of the rows; of one office or those of the whole scope."""
        where = {self.office: office_code} if self.office and office_code else {}
        return url_for(self.endpoint, **self.conditions(today), **where)


def _charged(first_days: int | None, last_days: int | None) -> Conditions:
    """Orders charged from `first_days` to `last_days` ago, whose payments have sheets."""

    def _conditions(today: dt.date) -> dict[str, object]:
        ends = {"charged_at_from": first_days, "charged_at_to": last_days}
        days = {name: today - dt.timedelta(days=n) for name, n in ends.items() if n is not None}
        return {"list": "awaiting_remittance", "invoice_count": "yes", **days}

    return _conditions


def _listed(name: str) -> Conditions:
    return lambda _today: {"list": name}


_ORDERS, _EXPOSED = "order.index_view", exposures

FIGURES: Mapping[FigureKey, Figure] = {
    FigureKey.BALANCE: Figure(
        _l("账户余额"), account_statement, "statement.index", office="office"
    ),
    FigureKey.SHEETS: Figure(_l("发票余额"), stock_sums, "lot.index_view", _listed("signed")),
    FigureKey.EXPOSURE: Figure(_l("已领发票未汇款金额"), _EXPOSED, "exposure.index", office=None),
    FigureKey.EXPOSED_WEEK: Figure(_l("7 天内"), _EXPOSED, _ORDERS, _charged(WEEK_DAYS - 1, None)),
    FigureKey.EXPOSED_MONTH: Figure(
        _l("8 至 30 天"), _EXPOSED, _ORDERS, _charged(MONTH_DAYS - 1, WEEK_DAYS)
    ),
    FigureKey.EXPOSED_OLDER: Figure(_l("30 天以上"), _EXPOSED, _ORDERS, _charged(None, MONTH_DAYS)),
    FigureKey.TO_REMIT: Figure(
        _l("本周待汇款"), due_figures, "weekly_remittance.index", office=None
    ),
    FigureKey.OPEN_BANK_LINES: Figure(
        _l("待认款的银行流水"), open_bank_lines, "bank_line.index_view", _listed("open"), None
    ),
    FigureKey.SENT_REMITTANCES: Figure(
        _l("待确认到账的汇款单"),
        sent_remittances,
        "remittance.index_view",
        _listed("submitted"),
        None,
    ),
}
