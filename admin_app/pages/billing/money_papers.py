"""收费收据 and 汇款单 as papers: reached from the payment and from the 汇款单."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy import select

from admin_app.grid.spec import MONEY_EVERYONE, MONEY_STAFF
from admin_app.pages.billing.invoice_handover_sheet import paid
from admin_app.papers.money import payment_paper, remittance_paper
from admin_app.papers.paper import Paper
from admin_app.web.page import key_of
from admin_app.web.paper_page import PaperPage
from models.billing.payment import Payment
from models.core.base import db
from models.remittances.remittance import Remittance


class PaymentPaperPage(PaperPage[Payment]):
    """The receipt of one payment; a registrant sees its own."""

    endpoint = "payment_paper"
    readers = MONEY_EVERYONE
    entity = "payment"

    def record(self) -> Payment:
        return paid(db.session())

    def paper(self, record: Payment) -> Paper:
        return payment_paper(db.session(), record)


class RemittancePaperPage(PaperPage[Remittance]):
    """The slip of one 汇款单."""

    endpoint = "remittance_paper"
    readers = MONEY_STAFF
    entity = "remittance"

    def record(self) -> Remittance:
        wanted = select(Remittance).where(Remittance.id == key_of(request.args.get("id", "")))
        found = db.session().scalar(wanted)
        return found if found is not None else abort(404)

    def paper(self, record: Remittance) -> Paper:
        return remittance_paper(db.session(), record)
