"""发票交接单: the invoice numbers a unit received for a payment, to print and sign (新-005, Q4)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from admin_app.grid.spec import MONEY_EVERYONE
from admin_app.labels import word
from admin_app.papers.money import office_name, reversal_of
from admin_app.papers.paper import Paper, Table
from admin_app.web.page import key_of
from admin_app.web.paper_page import PaperPage
from models.billing.payment import Payment
from models.core.base import db
from models.definitions.template_subject import PaperSubject
from models.invoices.electronic import is_electronic
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.owed_sheets import missing_fen
from models.values.calendar import business_day, instant
from models.values.money import format_yuan
from models.values.number_range import runs


class HandoverPage(PaperPage[Payment]):
    """The handover sheet of one payment; a registrant sees their own."""

    endpoint = "handover"
    readers = MONEY_EVERYONE
    entity = "payment"

    def record(self) -> Payment:
        return paid(db.session())

    def paper(self, record: Payment) -> Paper:
        return _paper(db.session(), record)


def paid(session: Session) -> Payment:
    """The payment of the URL, with its unit and office; 404 if it is out of scope."""
    payment = session.scalar(
        select(Payment)
        .where(Payment.id == key_of(request.args.get("id", "")))
        .options(joinedload(Payment.unit))
    )
    return payment if payment is not None else abort(404)


def _paper(session: Session, payment: Payment) -> Paper:
    sheets = _sheets(session, payment)
    given = [row for row in sheets if row.state is InvoiceState.ISSUED and not row.is_red]
    others = [row for row in sheets if row not in given]
    covered = sum(row.amount_fen for row in given)
    short = missing_fen(session, [payment.id])[payment.id]
    owed = [_("还有 %(amount)s 待补开发票。", amount=format_yuan(short))] if short > 0 else []
    return Paper(
        model=Payment,
        subject=PaperSubject.HANDOVER,
        office_code=payment.office_code,
        made_at=payment.confirmed_at,
        title=_("发票交接单"),
        number=payment.payment_no,
        number_label=_("收费单号"),
        office=office_name(session, payment.office_code, business_day(payment.confirmed_at)),
        on=business_day(payment.confirmed_at),
        warnings=[*reversal_of(payment), *owed],
        facts=[
            (_("缴费单位"), payment.unit.name),
            (_("发票抬头"), payment.unit.invoice_title),
            (_("收费时间"), instant(payment.confirmed_at)),
            (_("收费金额"), format_yuan(payment.amount_fen)),
            (_("收费员"), payment.cashier),
        ],
        tables=[_invoice_table(given), *([_others(others)] if others else ())],
        totals=[(_("发票数量"), f"{len(given):,}"), (_("开票金额"), format_yuan(covered))],
        amount_fen=covered or None,
        signs=(_("经办人（签字）"), _("领取人（签字）"), _("单位签收（盖章）")),
    )


def _invoice_table(given: Sequence[Invoice]) -> Table:
    return Table(
        _("交接的发票"),
        [(_("发票号码"), False), (_("发票代码"), False), (_("张数"), True), (_("金额"), True)],
        _runs(given),
        empty=_("还没有开具发票。"),
    )


def _others(rows: Sequence[Invoice]) -> Table:
    return Table(
        _("作废和红冲"),
        [(_("发票号码"), False), (_("状态"), False), (_("金额"), True), (_("原因"), False)],
        [
            [
                str(row),
                _("红字发票") if row.is_red else word(row.state),
                format_yuan(row.amount_fen),
                row.reason or "",
            ]
            for row in rows
        ],
    )


def _sheets(session: Session, payment: Payment) -> Sequence[Invoice]:
    return session.scalars(
        select(Invoice).where(Invoice.payment_id == payment.id).order_by(Invoice.id)
    ).all()


def _runs(given: Sequence[Invoice]) -> list[list[str]]:
    """One line per run of consecutive numbers of one 发票代码, and one for invoices without number.

    A 数电票 is a line of its own: its number follows no other.
    """
    lines = [
        _table_row(row.number, None, 1, row.amount_fen)
        for row in given
        if row.number and is_electronic(row.number)
    ]
    given = [row for row in given if not (row.number and is_electronic(row.number))]
    for code in dict.fromkeys(row.invoice_code for row in given):
        rows = {row.number: row for row in given if row.invoice_code == code and row.number}
        for run in runs(rows):
            fen = sum(rows[number].amount_fen for number in run)
            lines.append(_table_row(str(run), code, len(run), fen))
    counted = [row for row in given if not row.number]
    if counted:
        fen = sum(row.amount_fen for row in counted)
        lines.append(_table_row(_("不编号"), None, len(counted), fen))
    return lines


def _table_row(numbers: str, code: str | None, sheets: int, fen: int) -> list[str]:
    return [numbers, code or "", f"{sheets:,}", format_yuan(fen)]
