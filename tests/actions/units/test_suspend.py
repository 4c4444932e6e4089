"""停用 and 恢复: a suspended unit renews nothing."""

from __future__ import annotations

from actions.core.refusal import Common
from actions.domains.renew import RENEW, RenewInput, RenewRefusal
from actions.units.resume import RESUME_UNIT, ResumeUnitInput
from actions.units.suspend import SUSPEND_UNIT, SuspendUnitInput
from tests.support.world.cast import World
from tests.support.world.unit_reforms import refused


class TestSuspend:
    def test_suspend_stops_renewals_until_resumed(self, world: World) -> None:
        ids = [world.id("unit-a")]
        world.perform(SUSPEND_UNIT, "zhuoni", ids, SuspendUnitInput("信息不符"))
        assert refused(world, RENEW, "zhuoni", ["a-due"], RenewInput(2)).code == (
            RenewRefusal.UNIT_NOT_ACTIVE
        )
        world.perform(RESUME_UNIT, "zhuoni", ids, ResumeUnitInput("已更正"))
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(2))

    def test_a_suspended_unit_is_not_suspended_again(self, sqlite_world: World) -> None:
        why = refused(sqlite_world, RESUME_UNIT, "zhuoni", ["unit-a"], ResumeUnitInput("x"))
        assert why.code == Common.WRONG_STATE
