"""对账单 (statements) as reports: of an office's account and of a unit, for a period (Q4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from admin_app.labels import word
from admin_app.papers.report import Linked, Report, ReportTable
from admin_app.values import DAY, INSTANT, MONEY, TEXT, WORD
from models.billing.order import Order
from models.ledger.ledger import Transfer
from models.offices.office import Office
from models.reports.statement import AccountLine, AccountStatement, UnitEntry, UnitLine
from models.units.unit import Unit
from models.values.money import format_yuan

#: The list of the record of a line.
_ENTITIES = {
    UnitEntry.OWED: "order",
    UnitEntry.PAID: "payment",
    UnitEntry.REVERSED: "payment",
    UnitEntry.INVOICED: "invoice",
}


def account_report(
    office: Office, days: tuple[dt.date, dt.date], statement: AccountStatement
) -> Report:
    """账户对账单: opening balance, each transfer, closing balance."""
    opening, closing = statement.opening_fen, statement.closing_fen
    moved_fen = [statement.in_fen, statement.out_fen]
    return Report(
        model=Transfer,
        title=_("账户对账单"),
        office=office.name_on(days[1]),
        on=days[1],
        facts=[
            *_facts(days),
            (_("期初余额"), format_yuan(opening)),
            (_("收入合计"), format_yuan(statement.in_fen)),
            (_("支出合计"), format_yuan(statement.out_fen)),
            (_("期末余额"), format_yuan(closing)),
        ],
        tables=[
            ReportTable(
                _("账户对账单"),
                [
                    (_("时间"), INSTANT),
                    (_("类别"), TEXT),
                    (_("缴费单号"), TEXT),
                    (_("收入"), MONEY),
                    (_("支出"), MONEY),
                    (_("余额"), MONEY),
                ],
                [
                    [None, _("期初余额"), None, None, None, opening],
                    *map(_account_row, statement.lines),
                ],
                [None, _("期末余额"), None, *moved_fen, closing],
            )
        ],
        signs=(_("经办人（签字）"), _("复核人（签字）")),
        is_cut=statement.is_cut,
    )


def unit_report(
    unit: Unit,
    office: str,
    days: tuple[dt.date, dt.date],
    lines: Sequence[UnitLine],
    *,
    is_cut: bool,
) -> Report:
    """单位对账单: what it owed, what was taken, what was invoiced."""
    return Report(
        model=Order,
        title=_("单位对账单"),
        about=unit.uscc or "",
        about_label=_("统一社会信用代码"),
        office=office,
        on=days[1],
        facts=[
            (_("单位名称"), unit.name),
            (_("发票抬头"), unit.invoice_title or "—"),
            *_facts(days),
        ],
        tables=[
            ReportTable(
                _("单位对账单"),
                [
                    (_("单号"), TEXT),
                    (_("日期"), DAY),
                    (_("类别"), WORD),
                    (_("应缴"), MONEY),
                    (_("收费"), MONEY),
                    (_("开票"), MONEY),
                ],
                list(map(_unit_row, lines)),
                [_("合计"), None, None, *map(sum, zip(*map(_amounts, lines), strict=True))]
                if lines
                else None,
                _("这段时间没有应缴、收费或开票。"),
            )
        ],
        signs=(_("经办人（签字）"), _("复核人（签字）"), _("单位签收（盖章）")),
        is_cut=is_cut,
    )


def _account_row(line: AccountLine) -> list[object]:
    return [
        Linked(line.at, url_for("transfer.details_view", id=line.transfer_id)),
        word(line.kind),
        line.order_no,
        max(line.amount_fen, 0) or None,
        max(-line.amount_fen, 0) or None,
        line.balance_fen,
    ]


def _unit_row(line: UnitLine) -> list[object]:
    url = url_for(f"{_ENTITIES[line.entry]}.details_view", id=line.row_id)
    amounts = (amount or None for amount in _amounts(line))
    return [Linked(line.number, url), line.on, line.entry, *amounts]


def _amounts(line: UnitLine) -> tuple[int, int, int]:
    """应缴, 收费, 开票 of a line, in 分."""
    return line.owed_fen, line.paid_fen, line.invoiced_fen


def _facts(days: tuple[dt.date, dt.date]) -> list[tuple[str, str]]:
    return [(_("起止日期"), _("%(first)s 至 %(last)s", first=days[0], last=days[1]))]
