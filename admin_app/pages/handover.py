"""发票交接单: which numbers a unit got for a payment, to print and sign (guide 新-005, Q4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from admin_app.grid.cells import written
from admin_app.grid.spec import MONEY_EVERYONE
from admin_app.labels import word
from admin_app.pages.page import Page, key_of
from models.base import db
from models.invoice import Invoice, InvoiceState
from models.money import format_yuan, yuan_in_words
from models.number_range import runs
from models.payment import Payment


class HandoverPage(Page):
    """The sheets of one payment; a registrant sees those of his own."""

    readers = MONEY_EVERYONE

    @expose("/")
    def index(self) -> str:
        session = db.session()
        payment = session.scalar(
            select(Payment)
            .where(Payment.id == key_of(request.args.get("id", "")))
            .options(joinedload(Payment.unit))
        )
        if payment is None:
            abort(404)
        sheets = _sheets(session, payment)
        given = [row for row in sheets if row.state is InvoiceState.ISSUED and not row.is_red]
        covered = sum(row.amount_fen for row in given)
        return self.render(
            "pages/handover.html",
            payment=payment,
            payment_url=url_for("payment.details_view", id=payment.id),
            confirmed_at=written(payment.confirmed_at),
            amount=format_yuan(payment.amount_fen),
            amount_words=yuan_in_words(payment.amount_fen),
            given=_runs(given),
            count=len(given),
            covered=format_yuan(covered),
            owed=format_yuan(payment.amount_fen - covered) if covered < payment.amount_fen else "",
            others=[_row(row) for row in sheets if row not in given],
        )


def _sheets(session: Session, payment: Payment) -> Sequence[Invoice]:
    return session.scalars(
        select(Invoice).where(Invoice.payment_id == payment.id).order_by(Invoice.id)
    ).all()


def _runs(given: Sequence[Invoice]) -> list[dict[str, Any]]:
    """Consecutive numbers of one 发票代码 as one line; sheets without a number as one more."""
    lines = []
    for code in dict.fromkeys(row.invoice_code for row in given):
        rows = {row.number: row for row in given if row.invoice_code == code and row.number}
        for run in runs(rows):
            fen = sum(rows[number].amount_fen for number in run)
            lines.append(_line(code, str(run), len(run), fen))
    counted = [row for row in given if not row.number]
    if counted:
        fen = sum(row.amount_fen for row in counted)
        lines.append(_line("", _("不编号"), len(counted), fen))
    return lines


def _line(code: str, numbers: str, sheets: int, fen: int) -> dict[str, Any]:
    return {"code": code, "numbers": numbers, "sheets": sheets, "amount": format_yuan(fen)}


def _row(row: Invoice) -> dict[str, Any]:
    state = _("红字发票") if row.is_red else word(row.state)
    return {
        "url": url_for("invoice.details_view", id=row.id),
        "no": str(row),
        "state": state,
        "amount": format_yuan(row.amount_fen),
        "reason": row.reason or "",
    }
