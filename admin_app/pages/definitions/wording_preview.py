"""预览 (preview): a wording on a record of the reader's own scope, before or after it is saved.

Nothing is saved by looking at it, and the sheet says that it is no document.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Response, abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, joinedload
from sqlalchemy.sql.base import ExecutableOption

from actions.core.action import AnyAction
from actions.core.refusal import Refused
from actions.core.templates.versions import TemplateFacts, default_wording
from actions.definitions.templates.change_paper import CHANGE_PAPER
from actions.definitions.templates.change_template import CHANGE_TEMPLATE
from admin_app.auth.current_actor import the_clock
from admin_app.forms.action_form import form_for, read_form
from admin_app.grid.page_text import pages_in_use
from admin_app.grid.planning.receipt_records import Reader
from admin_app.grid.planning.receipts import load_receipt, receipt_paper
from admin_app.grid.planning.unfinished_form import typed_without_rows
from admin_app.labels import sentence
from admin_app.labels.lookup import spoken_facts
from admin_app.pages.definitions.named_values import examples_of
from admin_app.pages.definitions.wording import EDITORS, asked_language
from admin_app.papers.paper import Paper, draw_pdf, pdf_offer, template_context
from admin_app.papers.wording import worded_as
from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from models.billing.payment import Payment
from models.core.base import db
from models.core.journal import JournalReceipt
from models.definitions.own_words import known_language
from models.definitions.template import Template, Wording, wording_of
from models.definitions.template_subject import (
    SUBJECTS,
    PaperSubject,
    TemplateKind,
    TemplateSubject,
)
from models.offices.handover_record import HandoverRecord
from models.remittances.remittance import Remittance
from models.values.wording.named_text import fill_in
from models.workspace.notification import Notification

_DRAFTS: Mapping[str, AnyAction] = {each.key: each for each in (CHANGE_PAPER, CHANGE_TEMPLATE)}
#: Longest document number in the address.
_LONGEST_NUMBER = 40


class _Source(NamedTuple):
    """The records of a paper: the page that draws them, their model, and the number of one."""

    page: str
    model: Any
    number: InstrumentedAttribute[str] | None
    #: What the page reads of a record besides.
    loads: tuple[ExecutableOption, ...] = ()


_UNIT = (joinedload(Payment.unit),)
_SOURCES: Mapping[PaperSubject, _Source] = {
    PaperSubject.PAYMENT: _Source("payment_paper", Payment, Payment.payment_no, _UNIT),
    PaperSubject.HANDOVER: _Source("handover", Payment, Payment.payment_no, _UNIT),
    PaperSubject.REMITTANCE: _Source("remittance_paper", Remittance, Remittance.remittance_no),
    PaperSubject.DESK_HANDOVER: _Source("handover_paper", HandoverRecord, None),
}


class _Seen(NamedTuple):
    """What is previewed; `fault`: why what was typed cannot be shown."""

    subject: TemplateSubject
    wording: Wording
    fault: str | None = None


class WordingPreviewPage(Page):
    """A wording on a record."""

    endpoint = "wording_preview"
    readers = EDITORS

    @expose("/")
    def index(self) -> str:
        seen = _asked()
        paper = _paper(seen) if seen.subject.kind is TemplateKind.PAPER else None
        title, lines = ("", []) if paper else _notice(seen)
        return self.render(
            "pages/definitions/wording_preview.html",
            title=_("预览：%(name)s", name=seen.subject.title(known_language(db.session()))),
            fault=seen.fault,
            is_paper=seen.subject.kind is TemplateKind.PAPER,
            has_number=seen.subject.key != PaperSubject.DESK_HANDOVER,
            asked={name: value for name, value in request.args.items() if name != "number"},
            number=request.args.get("number", "")[:_LONGEST_NUMBER],
            said_title=title,
            said_lines=lines,
            back_url=url_for("wording.index", subject=seen.subject.key)
            if seen.subject.kind is not TemplateKind.LETTER
            else url_for("template.index_view"),
            **(
                {**pdf_offer(paper, url_for(".pdf")), **template_context(paper)}
                if paper is not None
                else {"paper": None}
            ),
        )

    @expose("/pdf/")
    def pdf(self) -> Response:
        """The same as PDF. It is no document, so no export is recorded."""
        seen = _asked()
        paper = _paper(seen) if seen.subject.kind is TemplateKind.PAPER else None
        if paper is None:
            abort(404)
        return Response(draw_pdf(paper), mimetype="application/pdf")


def _asked() -> _Seen:
    """The version, the form begun today, or what holds by default, as the address says."""
    session, args = db.session(), request.args
    if (action := _DRAFTS.get(args.get("draft", ""))) is not None:
        return _draft(action)
    if "id" in args:
        found = session.get(Template, key_of(args["id"]))
        subject = SUBJECTS.get(found.subject) if found else None
        if found is None or subject is None or subject.kind is TemplateKind.LETTER:
            abort(404)
        return _Seen(subject, wording_of(found))
    subject = SUBJECTS.get(args.get("subject", ""))
    if subject is None or subject.kind is TemplateKind.LETTER:
        abort(404)
    language = asked_language()
    own = session.scalar(
        select(Template).where(
            Template.subject == subject.key,
            Template.language == language,
            Template.office_code == current_user.actor.office_code,
            Template.is_active,
        )
    )
    return _Seen(subject, wording_of(own) if own else default_wording(subject, language))


def _draft(action: AnyAction) -> _Seen:
    session, user_id = db.session(), current_user.actor.user_id
    typed = typed_without_rows(session, action, user_id, the_clock().today())
    subject = SUBJECTS.get(typed.get("subject", ""))
    if subject is None:
        abort(404)
    try:
        given = read_form(action.input, form_for(action)(formdata=typed))
    except Refused as refused:
        return _Seen(subject, Wording(), sentence(refused.first.code, refused.first.facts))
    refusal = action.check_batch((), given, TemplateFacts(subject, None, 0, 0))
    fault = None if refusal is None else sentence(refusal.code, refusal.facts)
    return _Seen(subject, Wording() if fault else given.words, fault)


def _paper(seen: _Seen) -> Paper | None:
    """The paper of the asked record, or of the newest; None where there is none in scope."""
    subject = PaperSubject(seen.subject.key)
    asked = request.args.get("number", "").strip()[:_LONGEST_NUMBER]
    drawn = _receipt(asked) if subject is PaperSubject.RECEIPT else _drawn(subject, asked)
    if drawn is None:
        return None
    notice = _("预览，不是正式单据，不能作为凭证。")
    return dataclasses.replace(worded_as(drawn, seen.wording), warnings=[notice, *drawn.warnings])


def _drawn(subject: PaperSubject, asked: str) -> Paper | None:
    source = _SOURCES[subject]
    page = pages_in_use()[source.page]
    if current_user.actor.role not in page.readers:
        return None
    wanted = select(source.model).options(*source.loads).order_by(source.model.id.desc()).limit(1)
    if asked and source.number is not None:
        wanted = wanted.where(source.number == asked)
    record = db.session().scalar(wanted)
    paper: Paper | None = None if record is None else page.paper(record)
    return paper


def _receipt(asked: str) -> Paper | None:
    session = db.session()
    wanted = select(JournalReceipt.id).order_by(JournalReceipt.id.desc()).limit(1)
    if asked:
        wanted = wanted.where(JournalReceipt.receipt_no == asked)
    key = session.scalar(wanted)
    found = load_receipt(session, key) if key is not None else None
    if found is None:
        return None
    return receipt_paper(Reader(session, current_user.actor, GRIDS), found)


def _notice(seen: _Seen) -> tuple[str, list[str]]:
    """The heading and the lines, with the facts of the newest notice in scope, or examples."""
    values: dict[str, Any] = dict(examples_of(seen.subject.names))
    wanted = select(Notification).where(Notification.kind == seen.subject.key)
    found = db.session().scalar(wanted.order_by(Notification.id.desc()).limit(1))
    if found is not None:
        page = pages_in_use()["notice"]
        values |= spoken_facts(page.facts_said(found))
    wording, default = seen.wording, default_wording(seen.subject, asked_language())
    title = fill_in(wording.title or default.title or "", values)
    return title, fill_in(wording.body or default.body or "", values).splitlines()
