"""冻结 and 解冻: a held name is not renewed until it is released."""

from __future__ import annotations

from actions.core.refusal import Common
from actions.domains.hold import HOLD, HoldInput, HoldRefusal
from actions.domains.release import RELEASE, ReleaseInput, ReleaseRefusal
from actions.domains.renew import RENEW, RenewInput, RenewRefusal
from tests.support.world.cast import World
from tests.support.world.domain_ends import domain, refused, run

STOP = HoldInput("主管部门要求", "甘编办函〔2026〕4号")


GO = ReleaseInput("已核实", "甘编办函〔2026〕5号")


class TestHold:
    def test_hold_stops_renewals_until_released(self, world: World) -> None:
        run(world, HOLD, "conac", "a-due", STOP)
        assert domain(world, "a-due").hold_reason == "主管部门要求（甘编办函〔2026〕4号）"
        found = refused(world, RENEW, "zhuoni", "a-due", RenewInput(2))
        assert found.code == RenewRefusal.HELD
        run(world, RELEASE, "conac", "a-due", GO)
        assert run(world, RENEW, "zhuoni", "a-due", RenewInput(2)).rows

    def test_a_held_name_is_not_held_again(self, world: World) -> None:
        assert refused(world, HOLD, "conac", "a-held", STOP).code == HoldRefusal.ALREADY

    def test_a_name_that_is_not_held_is_not_released(self, world: World) -> None:
        assert refused(world, RELEASE, "conac", "a-due", GO).code == ReleaseRefusal.NOT_HELD

    def test_only_the_registry_holds_a_name(self, world: World) -> None:
        assert refused(world, HOLD, "gansu", "a-due", STOP).code == Common.FORBIDDEN
