"""对账单 (statements) as papers: of an office's account and of a unit, for a period (Q4).

A truncated statement is longer than a PDF may be, so papers are never truncated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _

from admin_app.labels import word
from admin_app.papers.paper import Paper, Table
from models.billing.order import Order
from models.ledger.ledger import Transfer
from models.offices.office import Office
from models.reports.statement import AccountStatement, UnitLine
from models.units.unit import Unit
from models.values.calendar import instant
from models.values.money import format_yuan


def account_paper(
    office: Office, days: tuple[dt.date, dt.date], statement: AccountStatement
) -> Paper:
    """账户对账单: opening balance, each transfer, closing balance."""
    columns = [
        (_("时间"), False),
        (_("类别"), False),
        (_("缴费单号"), False),
        (_("收入"), True),
        (_("支出"), True),
        (_("余额"), True),
    ]
    opening = (str(days[0]), _("期初余额"), "", "", "", format_yuan(statement.opening_fen))
    moves = [
        (
            instant(line.at),
            word(line.kind),
            line.order_no or "—",
            _fen(max(line.amount_fen, 0)),
            _fen(max(-line.amount_fen, 0)),
            format_yuan(line.balance_fen),
        )
        for line in statement.lines
    ]
    sums = (format_yuan(statement.in_fen), format_yuan(statement.out_fen))
    closing = (str(days[1]), _("期末余额"), "", *sums, format_yuan(statement.closing_fen))
    return Paper(
        model=Transfer,
        title=_("账户对账单"),
        office=office.name_on(days[1]),
        on=days[1],
        facts=_facts(days),
        tables=[Table(_("账户对账单"), columns, [opening, *moves], closing)],
        signs=(_("经办人（签字）"), _("复核人（签字）")),
    )


def unit_paper(
    unit: Unit, office: str, days: tuple[dt.date, dt.date], lines: Sequence[UnitLine]
) -> Paper:
    """单位对账单: what it owed, what was taken, what was invoiced."""
    columns = [
        (_("单号"), False),
        (_("日期"), False),
        (_("类别"), False),
        (_("应缴"), True),
        (_("收费"), True),
        (_("开票"), True),
    ]
    rows = [
        (line.number, str(line.on), word(line.entry), *map(_fen, amounts(line))) for line in lines
    ]
    sums = [sum(column) for column in zip(*map(amounts, lines), strict=True)] or [0, 0, 0]
    return Paper(
        model=Order,
        title=_("单位对账单"),
        number=unit.uscc or "",
        number_label=_("统一社会信用代码"),
        office=office,
        on=days[1],
        facts=[
            (_("单位名称"), unit.name),
            (_("发票抬头"), unit.invoice_title or "—"),
            *_facts(days),
        ],
        tables=[
            Table(
                _("单位对账单"),
                columns,
                rows,
                (_("合计"), "", "", *map(format_yuan, sums)),
                empty=_("这段时间没有应缴、收费或开票。"),
            )
        ],
        signs=(_("经办人（签字）"), _("复核人（签字）"), _("单位签收（盖章）")),
    )


def amounts(line: UnitLine) -> tuple[int, int, int]:
    """应缴, 收费, 开票 of a line, in 分."""
    return line.owed_fen, line.paid_fen, line.invoiced_fen


def _fen(amount_fen: int) -> str:
    return format_yuan(amount_fen) if amount_fen else ""


def _facts(days: tuple[dt.date, dt.date]) -> list[tuple[str, str]]:
    return [(_("起止日期"), _("%(first)s 至 %(last)s", first=days[0], last=days[1]))]
