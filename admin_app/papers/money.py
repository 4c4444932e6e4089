"""Papers of money: 收费收据 of a payment, 汇款单 of a week's transfer (guide 新-005, Q8)."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.labels import week_in_words, word
from admin_app.papers.paper import Paper, Table
from admin_app.papers.pdf import MAXIMUM_PDF_ROWS
from models.billing.payment import Payment, PaymentState
from models.definitions.template_subject import PaperSubject
from models.offices.office_names import names_of
from models.offices.receiving_account import receiving_account
from models.remittances.remittance import Remittance, RemittanceState
from models.reports.payment_lines import order_lines, unit_sums
from models.values.calendar import business_day, instant
from models.values.money import format_yuan


def office_name(session: Session, code: str, on: dt.date | None) -> str:
    """An office's name on the day of a paper, regardless of scope: a unit may read its own
    office's name.
    """
    return names_of(session, [code], on).get(code, code)


def reversal_of(payment: Payment) -> list[str]:
    """The warning on a paper of a reversed payment."""
    if payment.state is not PaymentState.REVERSED or payment.reversed_at is None:
        return []
    said = _("本笔收费已于 %(at)s 冲正，本单无效。", at=instant(payment.reversed_at))
    return [said]


def payment_paper(session: Session, payment: Payment) -> Paper:
    """收费收据: what a unit paid for, name by name."""
    lines = order_lines(session, payment.id, MAXIMUM_PDF_ROWS + 1)
    amount = format_yuan(payment.amount_fen)
    return Paper(
        model=Payment,
        subject=PaperSubject.PAYMENT,
        office_code=payment.office_code,
        made_at=payment.confirmed_at,
        title=_("收费收据"),
        number=payment.payment_no,
        number_label=_("收费单号"),
        office=office_name(session, payment.office_code, business_day(payment.confirmed_at)),
        on=business_day(payment.confirmed_at),
        warnings=reversal_of(payment),
        facts=[
            (_("缴费单位"), payment.unit.name),
            (_("统一社会信用代码"), payment.unit.uscc or "—"),
            (_("收款日期"), payment.received_on.isoformat()),
            (_("收款方式"), word(payment.method)),
            (_("凭证号"), payment.voucher_no or "—"),
            (_("收费员"), payment.cashier),
        ],
        tables=[
            Table(
                _("缴费明细"),
                [
                    (_("缴费单号"), False),
                    (_("域名"), False),
                    (_("业务"), False),
                    (_("年限"), True),
                    (_("金额"), True),
                ],
                [
                    [
                        line.order_no,
                        line.name_u,
                        word(line.kind),
                        str(line.term_years),
                        format_yuan(line.amount_fen),
                    ]
                    for line in lines
                ],
                [_("合计"), "", "", "", amount],
            )
        ],
        totals=[(_("发票数量"), f"{payment.invoice_count:,}"), (_("收费金额"), amount)],
        amount_fen=payment.amount_fen,
        notes=[_("报销以所开发票为准。")],
        signs=(_("经办人（签字）"), _("复核人（签字）"), _("缴费单位（签字）")),
    )


def memo_of(office: str, remittance: Remittance) -> str:
    """The memo for the bank transfer, by which the registry matches it automatically."""
    return _(
        "域名注册费 %(office)s %(week)s %(number)s",
        office=office,
        week=remittance.period_week,
        number=remittance.remittance_no,
    )


def remittance_paper(session: Session, remittance: Remittance) -> Paper:
    """汇款单: the transfer, its memo for the bank, and what each unit paid of it."""
    on = remittance.remitted_on or business_day(remittance.created_at)
    office = office_name(session, remittance.office_code, on)
    units = unit_sums(session, remittance, MAXIMUM_PDF_ROWS + 1)
    amount = format_yuan(remittance.amount_fen)
    total = [_("合计"), "", f"{remittance.line_count:,}", amount]
    return Paper(
        model=Remittance,
        subject=PaperSubject.REMITTANCE,
        office_code=remittance.office_code,
        made_at=remittance.created_at,
        title=_("汇款单"),
        number=remittance.remittance_no,
        number_label=_("汇款单号"),
        office=office,
        on=on,
        warnings=_gone(remittance),
        facts=[
            *_receiver(session),
            (_("附言"), memo_of(office, remittance)),
            (_("汇款周"), week_in_words(remittance.period_week)),
            (_("状态"), word(remittance.state)),
            (_("汇款日期"), _day(remittance.remitted_on)),
            (_("银行流水号"), remittance.bank_ref or "—"),
        ],
        tables=[
            Table(
                _("缴费单位明细"),
                [
                    (_("缴费单位"), False),
                    (_("收费单号"), False),
                    (_("笔数"), True),
                    (_("金额"), True),
                ],
                [
                    [
                        unit.name,
                        unit.payment_nos,
                        f"{unit.line_count:,}",
                        format_yuan(unit.amount_fen),
                    ]
                    for unit in units
                ],
                total,
            )
        ],
        totals=[
            (_("单位数"), f"{len(units):,}"),
            (_("汇款金额"), amount),
        ],
        amount_fen=remittance.amount_fen,
        signs=(_("经办人（签字）"), _("复核人（签字）"), _("负责人（签字）")),
    )


def _receiver(session: Session) -> list[tuple[str, str]]:
    account = receiving_account(session)
    if account is None:
        return [(_("收款单位"), _("政务和公益机构域名注册管理中心 (CONAC)"))]
    return [
        (_("收款单位"), account.payee),
        (_("开户银行"), account.bank),
        (_("银行账号"), account.number),
    ]


def _gone(remittance: Remittance) -> list[str]:
    if remittance.state not in {RemittanceState.CANCELLED, RemittanceState.REJECTED}:
        return []
    state, reason = word(remittance.state), remittance.reason or ""
    return [_("本汇款单%(state)s，请勿汇款。%(reason)s", state=state, reason=reason)]


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else "—"
