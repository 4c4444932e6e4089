"""Whatever has default words can be worded by offices."""

from __future__ import annotations

from itertools import chain

import pytest

from admin_app.labels.help.beyond_the_guide import MORE
from admin_app.labels.help.guide import NEW, QUESTIONS, RENEWAL
from models.definitions.template_subject import (
    DEFAULT_BLOCKS,
    OPTIONAL_BLOCKS,
    SUBJECTS,
    PaperBlock,
    PaperSubject,
    TemplateKind,
    TemplatePart,
    subjects_of,
)
from models.jobs.outbox import MailTopic
from models.values.language import Language
from models.values.wording.named_text import check_text
from models.workspace.notify import Topic
from tests.support.definitions.templates import template_subjects


def test_every_notice_mail_topic_of_the_help_and_paper_is_a_subject() -> None:
    topics = chain(QUESTIONS, NEW, RENEWAL, MORE)
    wanted = {
        *(topic.value for topic in Topic),
        *(f"mail_{topic}" for topic in MailTopic),
        *(f"help_{topic.key}" for topic in topics),
        *PaperSubject,
    }
    assert wanted <= SUBJECTS.keys()
    assert {each.value for each in template_subjects.PAPER_TITLES} == {
        each.key for each in subjects_of(TemplateKind.PAPER)
    }


@pytest.mark.parametrize("language", Language)
def test_default_words_name_only_the_values_that_are_offered(language: Language) -> None:
    for subject in SUBJECTS.values():
        for part, default in subject.parts.items():
            check_text(default(language), subject.names)
            assert part in set(TemplatePart)
        assert subject.title(language)


def test_blocks_that_money_law_asks_for_cannot_be_left_out() -> None:
    assert set(DEFAULT_BLOCKS) == set(PaperBlock)
    assert {PaperBlock.OPENING, PaperBlock.CLOSING} == OPTIONAL_BLOCKS
