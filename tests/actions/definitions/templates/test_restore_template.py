"""A former version becomes the newest; it is itself not changed."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.core.templates.versions import TemplateRefusal
from actions.definitions.templates.restore_template import RESTORE_TEMPLATE
from models.definitions.template import Template
from tests.support.definitions.templates import act, word_notice
from tests.support.world.cast import World


def test_a_former_version_becomes_the_newest(world: World) -> None:
    first = word_notice(world, "gansu", "一", title="标题")
    second = word_notice(world, "gansu", "二", days=1)
    third = act(world, RESTORE_TEMPLATE, "gansu", [first], Nothing(), days=2)
    with world.session() as session:
        rows = [session.get_one(Template, key) for key in (first, second, third)]
        assert [row.is_active for row in rows] == [False, False, True]
        assert (rows[2].number, rows[2].title, rows[2].body) == (3, "标题", "一")
        assert rows[0].ended_at == rows[1].started_at
        assert rows[1].ended_at == rows[2].started_at


def test_a_version_between_others_is_restored_in_the_order_of_locks(world: World) -> None:
    word_notice(world, "gansu", "一")
    second = word_notice(world, "gansu", "二", days=1)
    word_notice(world, "gansu", "三", days=2)
    made = act(world, RESTORE_TEMPLATE, "gansu", [second], Nothing(), days=3)
    with world.session() as session:
        assert session.get_one(Template, made).body == "二"


def test_one_in_use_and_one_of_another_office_are_not_restored(sqlite_world: World) -> None:
    key = word_notice(sqlite_world, "gansu", "一")
    for by, code in (
        ("gansu", TemplateRefusal.IN_USE),
        ("conac", Common.NOT_OWN_OFFICE),
        ("shaanxi", Common.NOT_FOUND),
    ):
        with pytest.raises(Refused) as caught:
            sqlite_world.perform(RESTORE_TEMPLATE, by, [key], Nothing())
        assert caught.value.first.code is code
