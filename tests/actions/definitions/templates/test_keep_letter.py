"""A Word template is checked, kept in versions, and refused in words."""

from __future__ import annotations

import base64

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.definitions.templates.keep_letter import (
    KEEP_LETTER,
    KeepLetterInput,
    KeepLetterRefusal,
)
from actions.definitions.templates.restore_template import RESTORE_TEMPLATE
from models.definitions.template import Template
from models.definitions.template_subject import LetterSubject
from models.values.wording.letter_file import LetterFault
from tests.support.definitions.templates import act
from tests.support.definitions.word_files import word_file
from tests.support.world.cast import World


def letter(content: bytes, name: str = "催缴函") -> KeepLetterInput:
    return KeepLetterInput(LetterSubject.UNIT, name, "函.docx", base64.b64encode(content).decode())


class TestKeeping:
    def test_each_upload_of_a_name_is_a_version(self, world: World) -> None:
        files = [word_file("致 {{ unit_name }}"), word_file("致 {{ unit_name }}：")]
        first = act(world, KEEP_LETTER, "gansu", [], letter(files[0]))
        act(world, KEEP_LETTER, "gansu", [], letter(files[1]), days=1)
        act(world, RESTORE_TEMPLATE, "gansu", [first], Nothing(), days=2)
        with world.session("zhuoni") as session:
            wanted = select(Template).order_by(Template.id).options(undefer(Template.content))
            rows = session.scalars(wanted).all()
            assert [row.number for row in rows] == [1, 2, 3]
            assert [row.is_active for row in rows] == [False, False, True]
            assert rows[2].content == files[0]
        with world.session("shaanxi") as session:
            assert session.scalars(select(Template)).all() == []

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("{{ ''.__class__ }}", LetterFault.NOT_ALLOWED),
            ("{{ password }}", LetterFault.UNKNOWN_NAME),
        ],
    )
    def test_a_faulty_file_is_refused_by_name(
        self, text: str, fault: LetterFault, sqlite_world: World
    ) -> None:
        with pytest.raises(Refused) as caught:
            sqlite_world.perform(KEEP_LETTER, "gansu", [], letter(word_file(text)))
        assert caught.value.first.code is fault

    def test_the_same_file_and_other_offices_are_refused(self, sqlite_world: World) -> None:
        given = letter(word_file("甲"))
        sqlite_world.perform(KEEP_LETTER, "gansu", [], given)
        for by, code in (
            ("gansu", KeepLetterRefusal.UNCHANGED),
            ("zhuoni", Common.FORBIDDEN),
            ("unit-a", Common.FORBIDDEN),
        ):
            with pytest.raises(Refused) as caught:
                sqlite_world.perform(KEEP_LETTER, by, [], given)
            assert caught.value.first.code is code
