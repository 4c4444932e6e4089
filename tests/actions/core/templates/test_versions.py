"""What a wording may hold, and what its plan says of it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.action import Action
from actions.core.refusal import Refused
from actions.core.templates.versions import TemplateNote, TemplateRefusal, default_wording
from actions.definitions.templates.change_paper import (
    CHANGE_PAPER,
    ChangePaperInput,
    PaperBlockLine,
)
from actions.definitions.templates.change_template import CHANGE_TEMPLATE, ChangeTemplateInput
from actions.plan import plan
from models.definitions.template_subject import (
    DEFAULT_BLOCKS,
    OPTIONAL_BLOCKS,
    SUBJECTS,
    PaperBlock,
    PaperSubject,
)
from models.values.language import Language
from tests.support.definitions.templates import word_paper
from tests.support.world.cast import World

REQUIRED = [block for block in DEFAULT_BLOCKS if block not in OPTIONAL_BLOCKS]


def refusal(world: World, action: Action[Any, Any, Any], given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, "gansu", [], given)
    return caught.value.first


def notice(**given: Any) -> ChangeTemplateInput:
    return ChangeTemplateInput(**{"subject": "notice_charged", **given})


def paper(*blocks: PaperBlock, **given: Any) -> ChangePaperInput:
    lines = tuple(PaperBlockLine(block) for block in blocks)
    return ChangePaperInput(**{"subject": PaperSubject.PAYMENT, "blocks": lines, **given})


class TestTexts:
    @pytest.mark.parametrize(
        ("body", "code", "said"),
        [
            ("{names}{password}", TemplateRefusal.UNKNOWN_NAME, "{password}"),
            ("{{ ''.__class__ }}", TemplateRefusal.MALFORMED_NAME, "{{ ''.__class__ }}"),
            ("{names.__class__}", TemplateRefusal.MALFORMED_NAME, "{names.__class__}"),
        ],
    )
    def test_a_fault_is_refused_by_its_own_name(
        self, body: str, code: TemplateRefusal, said: str, sqlite_world: World
    ) -> None:
        found = refusal(sqlite_world, CHANGE_TEMPLATE, notice(body=body))
        assert (found.code, found.facts["named"], found.at) == (code, said, "body")

    def test_an_unknown_subject_and_an_empty_wording_are_refused(self, sqlite_world: World) -> None:
        given = notice(subject="paper_payment", body="甲")
        assert refusal(sqlite_world, CHANGE_TEMPLATE, given).code is TemplateRefusal.UNKNOWN_SUBJECT
        assert refusal(sqlite_world, CHANGE_TEMPLATE, notice()).code is TemplateRefusal.EMPTY

    def test_the_help_has_no_title(self, sqlite_world: World) -> None:
        given = notice(subject="help_q1", title="甲", body="乙")
        assert refusal(sqlite_world, CHANGE_TEMPLATE, given).code is TemplateRefusal.NOT_A_PART


class TestBlocks:
    @pytest.mark.parametrize("missing", REQUIRED)
    def test_no_required_block_can_be_left_out(
        self, missing: PaperBlock, sqlite_world: World
    ) -> None:
        given = paper(*(block for block in DEFAULT_BLOCKS if block is not missing))
        found = refusal(sqlite_world, CHANGE_PAPER, given)
        assert (found.code, found.facts["block"]) == (TemplateRefusal.BLOCK_MISSING, missing)

    def test_a_block_stands_once_and_a_text_has_its_block(self, sqlite_world: World) -> None:
        twice = paper(*DEFAULT_BLOCKS, PaperBlock.FACTS)
        assert refusal(sqlite_world, CHANGE_PAPER, twice).code is TemplateRefusal.BLOCK_TWICE
        undrawn = paper(*REQUIRED, opening="甲")
        assert refusal(sqlite_world, CHANGE_PAPER, undrawn).code is TemplateRefusal.BLOCK_NOT_DRAWN


class TestPlan:
    def test_it_says_old_and_new_and_whom_it_reaches(self, sqlite_world: World) -> None:
        word_paper(sqlite_world, "gansu", "旧")
        given = paper(*reversed(DEFAULT_BLOCKS), opening="新")
        with sqlite_world.session("gansu") as session:
            seen = plan(session, CHANGE_PAPER, [], given, sqlite_world.caller("gansu"))
        notes = {note.code: note.facts for note in seen.preview.side_effects}
        assert notes[TemplateNote.NEXT] == {"number": 2, "ended": 1}
        assert notes[TemplateNote.PART] == {"part": "body", "was": "旧", "becomes": "新"}
        assert notes[TemplateNote.BLOCK]["block"] is PaperBlock.OPENING
        assert notes[TemplateNote.TOUCHES]["count"] >= 3
        assert TemplateNote.PAST_STAYS in notes


def test_the_default_letterhead_is_the_office() -> None:
    assert default_wording(SUBJECTS["paper_payment"], Language.CHINESE).title == "{office_name}"
