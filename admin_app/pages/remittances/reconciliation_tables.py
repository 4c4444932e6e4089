"""The tables of 三方对账: by office and week, and the payments behind a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from admin_app.forms.office_choices import place_of
from admin_app.pages.remittances.reconciliation_address import (
    LEGS,
    asked_difference,
    asked_office,
    asked_weeks,
    grid_weeks,
    today,
)
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Linked, Report, ReportTable
from admin_app.values import DAY, MONEY, NUMBER, TEXT, WEEK
from admin_app.web.page import position_of
from models.billing.payment import Payment
from models.core.base import db
from models.offices.office import Office
from models.reports.reconciliation import (
    Cell,
    PaymentLegs,
    Span,
    compare,
    offices_beside,
    payments_of,
    remittances_of,
)


def weeks_report(_most: int) -> Report:
    """Each office and week with what was charged, remitted and invoiced, the newest week first."""
    session, under, weeks = db.session(), asked_office("under"), grid_weeks()
    cells = {
        (cell.group, cell.week): cell for cell in compare(session, Span(under, weeks, today()))
    }
    offices = offices_beside(session, under, limit=MAXIMUM_REPORT_ROWS)
    found = [
        (office, cell)
        for office in offices
        for week in reversed(weeks)
        if (cell := cells.get((office.code, week)))
    ]
    sums = zip(*(_amounts(cell) for asked_office, cell in found), strict=True)
    return Report(
        model=Payment,
        title=_("三方对账"),
        office=under.name,
        on=today(),
        about=f"{weeks[0]}–{weeks[-1]}",
        about_label=_("周"),
        tables=[
            ReportTable(
                _("三方对账"),
                [
                    (_("编办"), TEXT),
                    (_("周"), WEEK),
                    (_("收费"), MONEY),
                    (_("汇款"), MONEY),
                    (_("开票"), MONEY),
                    (_("对账差异（笔）"), NUMBER),
                ],
                [[place_of(office.name), cell.week, *_amounts(cell)] for office, cell in found],
                [_("合计"), None, *map(sum, sums)] if found else None,
            )
        ],
    )


def _amounts(cell: Cell) -> tuple[int, int, int, int]:
    """Charged, remitted and invoiced in 分, and how many payments differ."""
    return cell.charged_fen, cell.remitted_fen, cell.invoiced_fen, cell.differing_count


def payments_report(most: int) -> Report:
    """The payments behind a number."""
    return report_of(asked_payments(most))


def asked_payments(most: int) -> list[PaymentLegs]:
    """The payments of the address, or those of its next page."""
    under, weeks, group = asked_office("under"), asked_weeks(), request.args.get("group", "")
    # A page goes on after the one before it; a file has them all.
    after = (position_of("after") or 0) if request.method == "GET" else 0
    span = Span(under, weeks.keys, today(), [group] if group else None)
    return payments_of(db.session(), span, LEGS[asked_difference()], after, most)


def report_of(found: Sequence[PaymentLegs]) -> Report:
    """Payments with their remittances and invoices; what differs is marked."""
    session, weeks = db.session(), asked_weeks()
    numbers = remittances_of(session, [row.payment_id for row in found])
    group = select(Office).where(Office.code == request.args.get("group", ""))
    office = session.scalars(group).one_or_none() or asked_office("under")
    return Report(
        model=Payment,
        title=_("三方对账"),
        office=office.name,
        on=today(),
        about=weeks.keys[0] if weeks.is_one else f"{weeks.keys[0]}–{weeks.keys[-1]}",
        about_label=_("周"),
        tables=[
            ReportTable(
                _("三方对账"),
                [
                    (_("收费单号"), TEXT),
                    (_("注册单位"), TEXT),
                    (_("收费日期"), DAY),
                    (_("收费"), MONEY),
                    (_("汇款"), MONEY),
                    (_("开票"), MONEY),
                    (_("汇款单号"), TEXT),
                    (_("差异"), TEXT),
                ],
                [_payment_row(row, numbers.get(row.payment_id, ())) for row in found],
            )
        ],
    )


def _payment_row(row: PaymentLegs, numbers: Sequence[tuple[int, str]]) -> list[object]:
    return [
        Linked(row.payment_no, url_for("payment.details_view", id=row.payment_id)),
        Linked(row.unit, url_for("unit.details_view", id=row.unit_id)),
        row.received_on,
        row.charged_fen,
        Linked(row.remitted_fen, is_alarming=row.is_unremitted),
        Linked(
            row.invoiced_fen,
            url_for("invoice.index_view", payment_id=row.payment_id),
            is_alarming=row.is_uninvoiced,
        ),
        tuple(
            Linked(number, url_for("remittance.details_view", id=key)) for key, number in numbers
        ),
        Linked("、".join(_differences(row)), is_alarming=True),
    ]


def _differences(row: PaymentLegs) -> Iterator[str]:
    """What is missing of a payment, in words."""
    if row.is_unremitted:
        yield _("未汇款")
    if row.invoiced_fen > row.due_fen:
        yield _("已退款，发票须收回")
    elif row.invoiced_fen < row.due_fen and row.deferred_reason:
        yield _("待补开票：%(reason)s", reason=row.deferred_reason)
    elif row.invoiced_fen < row.due_fen:
        yield _("未开票")
