"""收费收据 and 汇款单 as papers: reached from the payment and from the 汇款单."""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask_admin import expose
from sqlalchemy import select

from admin_app.grid.spec import MONEY_EVERYONE, MONEY_STAFF
from admin_app.pages.handover import paid
from admin_app.pages.page import Page, key_of
from admin_app.papers.money import payment_paper, remittance_paper
from admin_app.papers.paper import Paper, paper_context, send_pdf
from models.base import db
from models.remittance import Remittance


class PaymentPaperPage(Page):
    """The receipt of one payment; a registrant sees its own."""

    readers = MONEY_EVERYONE

    @expose("/")
    def index(self) -> str:
        payment = paid(db.session())
        return self.render(
            "admin/paper.html",
            back_url=url_for("payment.details_view", id=payment.id),
            back_label=payment.payment_no,
            **paper_context(payment_paper(db.session(), payment), url_for(".pdf")),
        )

    @expose("/pdf/", methods=("POST",))
    def pdf(self) -> Response:
        session = db.session()
        return send_pdf(payment_paper(session, paid(session)), self.readers)


class RemittancePaperPage(Page):
    """The slip of one 汇款单."""

    readers = MONEY_STAFF

    @expose("/")
    def index(self) -> str:
        remittance = _remittance()
        return self.render(
            "admin/paper.html",
            back_url=url_for("remittance.details_view", id=remittance.id),
            back_label=remittance.remittance_no,
            **paper_context(_slip(remittance), url_for(".pdf")),
        )

    @expose("/pdf/", methods=("POST",))
    def pdf(self) -> Response:
        return send_pdf(_slip(_remittance()), self.readers)


def _remittance() -> Remittance:
    wanted = select(Remittance).where(Remittance.id == key_of(request.args.get("id", "")))
    found = db.session().scalar(wanted)
    return found if found is not None else abort(404)


def _slip(remittance: Remittance) -> Paper:
    return remittance_paper(db.session(), remittance)
