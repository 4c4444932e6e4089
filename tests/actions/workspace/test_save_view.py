"""视图: kept under a name, one default a list, shared with the office alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.workspace.save_view import SAVE_VIEW, SaveViewInput, SaveViewRefusal
from models.core.journal import JournalEntry
from models.workspace.saved_view import MAXIMUM_VIEWS, SavedView
from tests.support.pages.saved_views import SEEN, defaults, refusal, save, seen
from tests.support.world.cast import World


class TestSaving:
    def test_saving_keeps_the_list_under_the_name_and_in_the_journal(self, world: World) -> None:
        key = save(world, "zhuoni", "本月到期")
        with world.session("zhuoni") as session:
            view = session.get_one(SavedView, key)
            assert (view.name, view.query, view.row_version) == ("本月到期", SEEN, 1)
            entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
            assert entry is not None
            assert entry.action == "save_view"

    def test_saving_replaces_what_had_the_name(self, world: World) -> None:
        first = save(world, "zhuoni", "本月到期")
        assert save(world, "zhuoni", "本月到期", "state=returned") == first
        with world.session("zhuoni") as session:
            assert session.get_one(SavedView, first).query == "state=returned"

    def test_saving_leaves_another_s_view_of_that_name_alone(self, world: World) -> None:
        theirs = save(world, "zhuoni-cashier", "本月到期", is_shared=True)
        assert save(world, "zhuoni", "本月到期") != theirs

    def test_saving_stops_at_the_limit_but_replaces_still(self, world: World) -> None:
        for number in range(MAXIMUM_VIEWS):
            save(world, "zhuoni", f"第{number}个")
        given = SaveViewInput("domain", "再一个")
        assert refusal(world, SAVE_VIEW, "zhuoni", given) is SaveViewRefusal.TOO_MANY
        save(world, "zhuoni", "第3个", "state=returned")

    def test_saving_moves_the_default(self, world: World) -> None:
        save(world, "zhuoni", "甲", is_default=True)
        save(world, "zhuoni", "乙", is_default=True)
        assert defaults(world, "zhuoni") == {"乙"}
        with pytest.raises(Refused) as refused:
            save(world, "zhuoni", "乙", is_default=True)
        assert refused.value.first.code is Common.UNCHANGED
        assert defaults(world, "zhuoni") == {"乙"}

    def test_saving_makes_a_default_for_its_user_alone(self, world: World) -> None:
        save(world, "zhuoni", "甲", is_default=True)
        save(world, "zhuoni-cashier", "乙", is_default=True)
        assert defaults(world, "zhuoni") == {"甲"}


class TestSeeing:
    def test_seeing_is_for_the_user_unless_shared(self, world: World) -> None:
        save(world, "zhuoni", "自己的")
        save(world, "zhuoni", "共享的", is_shared=True)
        assert seen(world, "zhuoni") == {"自己的", "共享的"}
        assert seen(world, "zhuoni-cashier") == {"共享的"}

    @pytest.mark.parametrize("who", ["lintan", "gannan", "gansu", "conac", "unit-a", "lantian"])
    def test_seeing_reaches_no_other_office_and_no_unit(self, world: World, who: str) -> None:
        save(world, "zhuoni", "共享的", is_shared=True)
        assert seen(world, who) == set()

    def test_a_unit_sees_its_own_views_alone(self, world: World) -> None:
        save(world, "unit-a", "我的域名", is_shared=True)
        assert seen(world, "unit-a") == {"我的域名"}
        assert seen(world, "zhuoni") == set()
