"""A saved view is renamed, shared or made the default by its owner."""

from __future__ import annotations

from actions.workspace.change_view import CHANGE_VIEW, ChangeViewInput, ChangeViewRefusal
from tests.support.pages.saved_views import defaults, refusal, save, seen
from tests.support.world.cast import World


class TestChanging:
    def test_changing_renames_and_shares(self, world: World) -> None:
        save(world, "zhuoni", "旧名")
        given = ChangeViewInput("domain", "旧名", "新名", is_shared=True)
        world.perform(CHANGE_VIEW, "zhuoni", [], given)
        assert seen(world, "zhuoni-cashier") == {"新名"}

    def test_changing_moves_the_default(self, world: World) -> None:
        save(world, "zhuoni", "甲", is_default=True)
        save(world, "zhuoni", "乙")
        given = ChangeViewInput("domain", "乙", "乙", is_default=True)
        world.perform(CHANGE_VIEW, "zhuoni", [], given)
        assert defaults(world, "zhuoni") == {"乙"}

    def test_changing_refuses_a_name_in_use(self, world: World) -> None:
        save(world, "zhuoni", "甲")
        save(world, "zhuoni", "乙")
        given = ChangeViewInput("domain", "乙", "甲")
        assert refusal(world, CHANGE_VIEW, "zhuoni", given) is ChangeViewRefusal.NAME_TAKEN

    def test_changing_knows_no_view_of_another(self, world: World) -> None:
        save(world, "zhuoni", "共享的", is_shared=True)
        given = ChangeViewInput("domain", "共享的", "我的")
        found = refusal(world, CHANGE_VIEW, "zhuoni-cashier", given)
        assert found is ChangeViewRefusal.UNKNOWN
