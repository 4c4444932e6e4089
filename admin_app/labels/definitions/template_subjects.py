"""What offices may word: every notice, mail, topic of the help, paper and letter.

Nothing is listed twice: a notice can be worded because it has a sentence, a topic of the help
because it stands in the help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

# Their tables under other names would be found twice.
from admin_app.labels import jobs, notices
from admin_app.labels.help.beyond_the_guide import MORE
from admin_app.labels.help.guide import NEW, QUESTIONS, RENEWAL
from models.definitions.template import LONGEST_TEMPLATE_NAME
from models.definitions.template_subject import (
    LetterSubject,
    PaperSubject,
    TemplateKind,
    TemplatePart,
    TemplateSubject,
    know_subjects,
)
from models.jobs.outbox import MailTopic
from models.values.language import Language
from models.values.wording.named_text import as_named, fill_in, names_in

#: Paper → its title.
PAPER_TITLES: dict[PaperSubject, object] = {
    PaperSubject.PAYMENT: _l("收费收据"),
    PaperSubject.HANDOVER: _l("发票交接单"),
    PaperSubject.REMITTANCE: _l("汇款单"),
    PaperSubject.RECEIPT: _l("业务单"),
    PaperSubject.DESK_HANDOVER: _l("岗位交接单"),
}
LETTER_TITLES: dict[LetterSubject, object] = {
    LetterSubject.UNIT: _l("致单位的函"),
    LetterSubject.DOMAIN: _l("域名通知书"),
}
#: What every paper may name.
PAPER_NAMES = ("office_name", "paper_title", "paper_number", "paper_day", "amount", "amount_words")
MAIL_NAMES = ("to", "count")
#: What a letter may name, and the one list it may go through.
LETTER_NAMES: dict[LetterSubject, tuple[str, ...]] = {
    LetterSubject.UNIT: (
        "unit_name",
        "uscc",
        "invoice_title",
        "office_name",
        "today",
        "domain_count",
    ),
    LetterSubject.DOMAIN: (
        "domain_name",
        "registered_on",
        "expires_on",
        "state",
        "unit_name",
        "uscc",
        "office_name",
        "today",
    ),
}
#: The list of a letter: a line for each of a unit's domain names.
LETTER_LISTS: dict[LetterSubject, str | None] = {
    LetterSubject.UNIT: "domains",
    LetterSubject.DOMAIN: None,
}
_PAPER_PARTS = tuple(TemplatePart)


def _in(words: object) -> Callable[[Language], str]:
    """A text in a language."""

    def said(language: Language) -> str:
        with force_locale(language.value):
            return as_named(str(words))

    return said


def _nothing(_language: Language) -> str:
    return ""


def _titled(kind: object, words: object) -> Callable[[Language], str]:
    """What a subject is called: its kind, and its own default words without their values."""

    def said(language: Language) -> str:
        with force_locale(language.value):
            plain = fill_in(as_named(str(words)), _ELLIPSES)
            return f"{kind}{plain}"[:LONGEST_TEMPLATE_NAME].strip()

    return said


class _Ellipses(dict[str, object]):
    """Stands for any value where only the words around it are shown."""

    def get(self, _name: str, _default: object = None) -> object:
        return "…"


_ELLIPSES = _Ellipses()


def _notices() -> Iterator[TemplateSubject]:
    for topic, sentence in notices.SENTENCES.items():
        with force_locale(Language.CHINESE.value):
            names = tuple(dict.fromkeys(names_in(as_named(str(sentence)))))
        yield TemplateSubject(
            topic.value,
            TemplateKind.NOTICE,
            _titled(_l("通知："), sentence),
            {TemplatePart.TITLE: _nothing, TemplatePart.BODY: _in(sentence)},
            names,
        )


def _mails() -> Iterator[TemplateSubject]:
    for topic in MailTopic:
        called = jobs.WORDS[MailTopic][topic]
        yield TemplateSubject(
            f"mail_{topic.value}",
            TemplateKind.MAIL,
            _titled(_l("邮件："), called),
            {TemplatePart.TITLE: _in(called), TemplatePart.BODY: _in(jobs.MAIL_OPENINGS[topic])},
            MAIL_NAMES,
        )


def _help() -> Iterator[TemplateSubject]:
    for topic in chain(QUESTIONS, NEW, RENEWAL, MORE):
        yield TemplateSubject(
            f"help_{topic.key}",
            TemplateKind.HELP,
            _titled(_l("帮助："), topic.title),
            {TemplatePart.BODY: _nothing},
            ("office_name",),
        )


def _papers() -> Iterator[TemplateSubject]:
    for paper, title in PAPER_TITLES.items():
        yield TemplateSubject(
            paper.value,
            TemplateKind.PAPER,
            _in(title),
            {**dict.fromkeys(_PAPER_PARTS, _nothing), TemplatePart.TITLE: _office},
            PAPER_NAMES,
        )


def _office(_language: Language) -> str:
    """The default letterhead: the office that issues the paper."""
    return "{office_name}"


def _letters() -> Iterator[TemplateSubject]:
    for letter, title in LETTER_TITLES.items():
        yield TemplateSubject(
            letter.value,
            TemplateKind.LETTER,
            _in(title),
            {},
            LETTER_NAMES[letter],
            LETTER_LISTS[letter],
        )


know_subjects(chain(_papers(), _notices(), _mails(), _help(), _letters()))
