"""措辞和单据样式 (wordings): everything that an office may word, and each with its values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.core.templates.versions import default_wording
from actions.definitions.templates.change_paper import CHANGE_PAPER
from actions.definitions.templates.change_template import CHANGE_TEMPLATE
from admin_app.auth.current_actor import the_clock
from admin_app.grid.planning.unfinished_form import typed_without_rows
from admin_app.labels import word
from admin_app.pages.definitions.named_values import example_of, value_label
from admin_app.web.page import Page, office_names
from models.core.base import db
from models.definitions.own_words import known_language
from models.definitions.template import Template, Wording, wording_of
from models.definitions.template_subject import (
    PARTS,
    SUBJECTS,
    TemplateKind,
    TemplateSubject,
    subjects_of,
)
from models.users.user import Role
from models.values.language import Language

#: The kinds of this page; letters have files of their own.
_KINDS = (TemplateKind.PAPER, TemplateKind.NOTICE, TemplateKind.MAIL, TemplateKind.HELP)
#: Who may word something.
EDITORS = frozenset({Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN})


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject in the list: what it is called, where it is shown, and whose words hold."""

    title: str
    url: str
    #: None: the default.
    office: str | None


class WordingPage(Page):
    """The list of subjects, or one of them."""

    endpoint = "wording"
    readers = EDITORS

    @expose("/")
    def index(self) -> str:
        key = request.args.get("subject", "")
        if not key:
            return self._list()
        subject = SUBJECTS.get(key)
        if subject is None or subject.kind not in _KINDS:
            abort(404)
        return self._one(subject, asked_language())

    def _list(self) -> str:
        language = known_language(db.session())
        owners = _owners(language)
        parts = [
            (word(kind), [_line(each, language, owners) for each in subjects_of(kind)])
            for kind in _KINDS
        ]
        return self.render(
            "pages/definitions/wordings.html",
            title=_("措辞和单据样式"),
            parts=parts,
            drafts=_drafts(the_clock().today()),
            versions_url=url_for("template.index_view"),
        )

    def _one(self, subject: TemplateSubject, language: Language) -> str:
        own = _own(subject, language)
        action = CHANGE_PAPER if subject.kind is TemplateKind.PAPER else CHANGE_TEMPLATE
        shown = wording_of(own) if own is not None else default_wording(subject, language)
        here = {"subject": subject.key}
        return self.render(
            "pages/definitions/wording.html",
            title=subject.title(language),
            kind=word(subject.kind),
            own=own,
            languages=[
                (word(each), url_for(".index", **here, language=each), each is language)
                for each in Language
            ],
            texts=[(word(part), _text(shown, part)) for part in PARTS if part in subject.parts],
            blocks=[word(block) for block in shown.order]
            if subject.kind is TemplateKind.PAPER
            else [],
            values=[(f"{{{n}}}", value_label(n), example_of(n)) for n in subject.names],
            form_action=url_for("template.action_view", action=action.key),
            action=action.key,
            filled=_filled(subject, language, shown),
            preview_url=url_for("wording_preview.index", **here, language=language),
            versions_url=url_for(
                "template.index_view", subject=subject.key, language=language.value
            ),
            reset_url=own and url_for("template.action_view", action="reset_template", ids=own.id),
        )


def asked_language() -> Language:
    """The language in the address, or else the reader's."""
    asked = request.args.get("language", "")
    return Language(asked) if asked in set(Language) else known_language(db.session())


def _text(wording: Wording, part: str) -> Sequence[str]:
    return (getattr(wording, part) or "").splitlines()


def _own(subject: TemplateSubject, language: Language) -> Template | None:
    """The version in use of the reader's own office."""
    wanted = select(Template).where(
        Template.subject == subject.key,
        Template.language == language,
        Template.office_code == current_user.actor.office_code,
        Template.is_active,
    )
    return db.session().scalar(wanted)


def _filled(subject: TemplateSubject, language: Language, shown: Wording) -> list[tuple[str, str]]:
    """The fields with which the form begins."""
    fields = [("subject", subject.key), ("language", language.value)]
    if subject.kind is not TemplateKind.PAPER:
        return [*fields, ("title", shown.title or ""), ("body", shown.body or "")]
    texts = (
        ("letterhead", shown.title),
        ("opening", shown.body),
        ("closing", shown.closing),
        ("footer", shown.footer),
    )
    order = [(f"blocks-{n}-block", block.value) for n, block in enumerate(shown.order)]
    return [*fields, *((name, text or "") for name, text in texts), *order]


def _owners(language: Language) -> Mapping[str, str]:
    """Subject → the office whose words hold for the reader's, nearest last."""
    session, actor = db.session(), current_user.actor
    wanted = select(Template.subject, Template.office_code).where(
        Template.is_active,
        Template.language == language,
        Template.office_code.in_(actor.scope.chain),
    )
    found = session.execute(wanted).all()
    names = office_names(session, {code for _subject, code in found})
    nearest = sorted(found, key=lambda row: actor.scope.chain.index(row.office_code))
    return {subject: names.get(code, _("上级编办")) for subject, code in nearest}


def _line(subject: TemplateSubject, language: Language, owners: Mapping[str, str]) -> SubjectLine:
    url = url_for(".index", subject=subject.key)
    return SubjectLine(subject.title(language), url, owners.get(subject.key))


def _drafts(today: dt.date) -> list[tuple[str, str]]:
    """(label, address) of the preview of each form that was begun today and not confirmed."""
    session, user_id = db.session(), current_user.actor.user_id
    found = []
    for action in (CHANGE_PAPER, CHANGE_TEMPLATE):
        typed = typed_without_rows(session, action, user_id, today)
        subject = SUBJECTS.get(typed.get("subject", ""))
        if subject is not None:
            url = url_for("wording_preview.index", draft=action.key)
            found.append((subject.title(known_language(session)), url))
    return found
