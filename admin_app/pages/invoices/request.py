"""预开发票申请: the form 发票信息, 提示信息 (hints) below, and earlier requests beside it.

Guide 新-003, Q2. The form posts to the plan of `request_invoices`, like any other.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import url_for
from flask_admin import expose
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from actions.invoices.request import REQUEST_INVOICES, RequestInvoicesInput
from actions.permissions import grants_of
from actions.plan import plan
from admin_app.auth.current_actor import caller
from admin_app.forms.action_form import form_for
from admin_app.grid.planning.selection import Selection, digest_of
from admin_app.labels import sentence, word
from admin_app.values.figures import stock_in_words
from admin_app.web.page import Page
from models.core.base import db
from models.core.journal import Door
from models.core.setting import settings_of
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock_balance import NO_STOCK
from models.offices.office import Office
from models.values.money import format_yuan
from models.values.tone import tone_of

#: Earlier requests shown beside the form; the link shows the rest.
MAXIMUM_EARLIER = 20


class InvoiceApplicationPage(Page):
    """The request page of an office that applies for itself."""

    endpoint = "invoice_application"
    readers = frozenset(grants_of(REQUEST_INVOICES))

    @expose("/")
    def index(self) -> str:
        session, actor = db.session(), current_user.actor
        office = session.get_one(Office, actor.office_id)
        kinds = session.scalars(
            select(InvoiceType).where(InvoiceType.is_active).order_by(InvoiceType.id)
        ).all()
        chosen = Selection("office", actor.key, ids=(office.id,), digest=digest_of([office]))
        cap_fen = settings_of(session).invoice_request_cap_fen
        hints, warnings = _hints(session, office, kinds)
        return self.render(
            "pages/invoices/request.html",
            form=form_for(REQUEST_INVOICES)(formdata=None),
            form_action=url_for("office.action_view", action=REQUEST_INVOICES.key),
            key=secrets.token_urlsafe(16),
            selection=chosen.sign(),
            #: 发票类型 → 分 per sheet, for the running total.
            faces={kind.code: kind.face_value_fen for kind in kinds if kind.face_value_fen},
            cap_fen=cap_fen,
            cap=format_yuan(cap_fen),
            balance=stock_in_words(current_user.stock or NO_STOCK),
            hints=hints,
            warnings=warnings,
            earlier=[_row(row) for row in _earlier(session, office)],
            earlier_url=url_for("request.index_view", office_code=office.code),
        )


def _hints(
    session: Session, office: Office, kinds: Sequence[InvoiceType]
) -> tuple[list[str], list[str]]:
    """Notes and refusals of a plan for the smallest request."""
    kind = kinds[0] if kinds else None
    each = None if kind is None or kind.face_value_fen else 1
    least = RequestInvoicesInput(kind.code if kind else "", 1, unit_amount_fen=each)
    seen = plan(session, REQUEST_INVOICES, [office.id], least, caller(Door.GRID))
    refused = [v.refusal for v in seen.verdicts if v.refusal is not None]
    hints = [sentence(note.code, note.facts) for note in seen.preview.warnings]
    return hints, [sentence(each.code, each.facts) for each in refused]


def _earlier(session: Session, office: Office) -> Sequence[InvoiceRequest]:
    return session.scalars(
        select(InvoiceRequest)
        .where(InvoiceRequest.office_code == office.code)
        .options(joinedload(InvoiceRequest.type))
        .order_by(InvoiceRequest.submitted_at.desc(), InvoiceRequest.id.desc())
        .limit(MAXIMUM_EARLIER)
    ).all()


def _row(row: InvoiceRequest) -> dict[str, object]:
    return {
        "url": url_for("request.details_view", id=row.id),
        "no": row.request_no,
        "type": row.type.name,
        "quantity": f"{row.quantity:,}",
        "total": format_yuan(row.total_fen),
        "state": (word(row.state), tone_of(row.state)),
        "parcel": " ".join(filter(None, (row.courier, row.tracking_no))),
    }
