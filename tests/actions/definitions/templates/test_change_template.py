"""A wording is changed: a new version each time, by the registry and provinces alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.core.templates.versions import TemplateRefusal
from actions.definitions.templates.change_template import CHANGE_TEMPLATE, ChangeTemplateInput
from models.definitions.template import Template
from models.definitions.template_subject import TemplateKind
from tests.support.definitions.templates import word_notice
from tests.support.world.cast import World


def versions(world: World, who: str = "system") -> list[tuple[int, str | None, bool]]:
    with world.session(who) as session:
        rows = session.scalars(select(Template).order_by(Template.id))
        return [(row.number, row.body, row.is_active) for row in rows]


class TestChanging:
    def test_each_change_is_a_version_and_ends_the_one_before(self, world: World) -> None:
        word_notice(world, "gansu", "{names}已缴费。")
        word_notice(world, "gansu", "{names}缴费已办妥。", days=1)
        assert versions(world) == [(1, "{names}已缴费。", False), (2, "{names}缴费已办妥。", True)]

    def test_the_same_again_is_refused(self, sqlite_world: World) -> None:
        word_notice(sqlite_world, "gansu", "甲")
        with pytest.raises(Refused) as caught:
            word_notice(sqlite_world, "gansu", "甲")
        assert caught.value.first.code is TemplateRefusal.UNCHANGED

    def test_a_version_says_what_it_words_and_whose_it_is(self, sqlite_world: World) -> None:
        key = word_notice(sqlite_world, "gansu", "甲")
        with sqlite_world.session() as session:
            row = session.get_one(Template, key)
            assert (row.kind, row.office_code, row.by) == (
                TemplateKind.NOTICE,
                "620000",
                sqlite_world.actor("gansu").name,
            )
            assert row.name.startswith("通知：")

    @pytest.mark.parametrize("by", ["gannan", "zhuoni", "conac-finance", "unit-a"])
    def test_nobody_else_words(self, by: str, sqlite_world: World) -> None:
        given = ChangeTemplateInput("notice_charged", body="甲")
        with pytest.raises(Refused) as caught:
            sqlite_world.perform(CHANGE_TEMPLATE, by, [], given)
        assert caught.value.first.code is Common.FORBIDDEN


def test_provinces_beside_see_nothing_of_it_and_those_below_do(world: World) -> None:
    word_notice(world, "gansu", "甲")
    seen = {who: len(versions(world, who)) for who in ("conac", "gansu", "zhuoni", "shaanxi")}
    assert seen == {"conac": 1, "gansu": 1, "zhuoni": 1, "shaanxi": 0}
