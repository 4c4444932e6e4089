"""A saved view is deleted by its owner alone."""

from __future__ import annotations

from actions.workspace.delete_view import DELETE_VIEW, DeleteViewInput, DeleteViewRefusal
from tests.support.pages.saved_views import refusal, save, seen
from tests.support.world.cast import World


class TestDeleting:
    def test_deleting_lets_go_of_one_s_own(self, world: World) -> None:
        save(world, "zhuoni", "甲")
        world.perform(DELETE_VIEW, "zhuoni", [], DeleteViewInput("domain", "甲"))
        assert seen(world, "zhuoni") == set()

    def test_deleting_knows_no_view_of_another(self, world: World) -> None:
        save(world, "zhuoni", "共享的", is_shared=True)
        given = DeleteViewInput("domain", "共享的")
        assert refusal(world, DELETE_VIEW, "zhuoni-cashier", given) is DeleteViewRefusal.UNKNOWN
        assert seen(world, "zhuoni") == {"共享的"}
