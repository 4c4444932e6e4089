"""What offices may word by themselves: each subject with its parts and the values it may name.

The subjects are told by the layer that has their default words (`know_subjects`), so that a new
notice can be worded as soon as it has a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.values.language import Language


class TemplateKind(StrEnum):
    """The kinds of what is worded."""

    NOTICE = "notice"
    MAIL = "mail"
    HELP = "help"
    PAPER = "paper"
    LETTER = "letter"


class PaperSubject(StrEnum):
    """The papers whose words and order an office may set."""

    PAYMENT = "paper_payment"
    HANDOVER = "paper_handover"
    REMITTANCE = "paper_remittance"
    RECEIPT = "paper_receipt"
    DESK_HANDOVER = "paper_desk_handover"


class LetterSubject(StrEnum):
    """Whom letters in Word are drawn for."""

    UNIT = "letter_unit"
    DOMAIN = "letter_domain"


class PaperBlock(StrEnum):
    """The blocks of a paper below its heading, in the default order."""

    OPENING = "opening"
    FACTS = "facts"
    TABLES = "tables"
    TOTALS = "totals"
    AMOUNT_WORDS = "amount_words"
    NOTES = "notes"
    CLOSING = "closing"
    SIGNS = "signs"


#: Blocks that may be left out; money law and the guide ask for the others (新-005, Q4).
OPTIONAL_BLOCKS = frozenset({PaperBlock.OPENING, PaperBlock.CLOSING})
DEFAULT_BLOCKS = tuple(PaperBlock)


class TemplatePart(StrEnum):
    """The parts of a wording, which are columns of `Template`."""

    TITLE = "title"
    BODY = "body"
    CLOSING = "closing"
    FOOTER = "footer"


PARTS = tuple(TemplatePart)


@dataclass(frozen=True, slots=True)
class TemplateSubject:
    """One notice, mail, topic of the help, paper or kind of letter."""

    key: str
    kind: TemplateKind
    #: What it is called in a language.
    title: Callable[[Language], str]
    #: The parts that may be worded, each with its default words in a language; some have none.
    parts: Mapping[TemplatePart, Callable[[Language], str]]
    #: The values that its texts may name.
    names: tuple[str, ...] = ()
    #: The list that a letter may go through.
    listed: str | None = None


#: By key.
SUBJECTS: dict[str, TemplateSubject] = {}


def know_subjects(subjects: Iterable[TemplateSubject]) -> None:
    """Register subjects; one told again replaces itself."""
    SUBJECTS.update((subject.key, subject) for subject in subjects)


def subjects_of(*kinds: TemplateKind) -> list[TemplateSubject]:
    """The subjects of some kinds, in the order they were told."""
    return [subject for subject in SUBJECTS.values() if subject.kind in kinds]
