"""逾期, 冻结, 解冻, 确认删除: how names stop, and what keeps them from it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.domains.delete import DELETE_DOMAIN, DeleteDomainInput, DeleteDomainRefusal
from actions.domains.hold import HOLD, HoldInput, HoldRefusal
from actions.domains.lapse import LAPSE, LapseRefusal
from actions.domains.release import RELEASE, ReleaseInput, ReleaseRefusal
from actions.domains.renew import RENEW, RenewInput, RenewRefusal
from actions.perform import perform
from actions.plan import plan
from models.billing.order import Order, OrderState
from models.core.clock import FixedClock
from models.domains.domain import Domain, DomainState
from tests.support.cast import NOW, World
from tests.support.factories import serial

GONE = DeleteDomainInput("甘编办函〔2026〕3号")
STOP = HoldInput("主管部门要求", "甘编办函〔2026〕4号")
GO = ReleaseInput("已核实", "甘编办函〔2026〕5号")


def run(world: World, action: Any, by: str, name: str, given: Any, days: int = 0) -> Any:
    caller = replace(world.caller(by), clock=FixedClock(NOW + timedelta(days=days)))
    with world.session(by) as session:
        return perform(session, action, [world.id(name)], given, caller, key=f"end-{serial()}")


def refused(world: World, action: Any, by: str, name: str, given: Any, days: int = 0) -> Any:
    with pytest.raises(Refused) as caught:
        run(world, action, by, name, given, days)
    return caught.value.first


def domain(world: World, name: str) -> Domain:
    with world.session() as session:
        return session.get_one(Domain, world.id(name))


def order_state(world: World, name: str) -> OrderState:
    with world.session() as session:
        return session.get_one(Order, world.id(name)).state


class TestLapse:
    """The name was approved three days ago, so its 90 days end in 87."""

    def test_ends_the_name_and_its_fee(self, world: World) -> None:
        run(world, LAPSE, "system", "a-approved", Nothing(), days=88)
        assert domain(world, "a-approved").state is DomainState.LAPSED
        assert order_state(world, "a-order-register") is OrderState.CANCELLED

    def test_not_on_the_last_day(self, world: World) -> None:
        found = refused(world, LAPSE, "system", "a-approved", Nothing(), days=87)
        assert found.code == LapseRefusal.NOT_DUE

    def test_never_once_the_fee_was_taken(self, world: World) -> None:
        run(world, CHARGE, "zhuoni", "a-order-register", ChargeInput(40_000, 2))
        found = refused(world, LAPSE, "system", "a-approved", Nothing(), days=400)
        assert found.code == LapseRefusal.PAID

    def test_is_the_systems(self, world: World) -> None:
        found = refused(world, LAPSE, "conac", "a-approved", Nothing(), days=400)
        assert found.code == Common.FORBIDDEN


class TestHold:
    def test_stops_renewals_until_released(self, world: World) -> None:
        run(world, HOLD, "conac", "a-due", STOP)
        assert domain(world, "a-due").hold_reason == "主管部门要求（甘编办函〔2026〕4号）"
        found = refused(world, RENEW, "zhuoni", "a-due", RenewInput(2))
        assert found.code == RenewRefusal.HELD
        run(world, RELEASE, "conac", "a-due", GO)
        assert run(world, RENEW, "zhuoni", "a-due", RenewInput(2)).rows

    def test_once_is_enough(self, world: World) -> None:
        assert refused(world, HOLD, "conac", "a-held", STOP).code == HoldRefusal.ALREADY

    def test_nothing_to_release(self, world: World) -> None:
        assert refused(world, RELEASE, "conac", "a-due", GO).code == ReleaseRefusal.NOT_HELD

    def test_is_the_registrys(self, world: World) -> None:
        assert refused(world, HOLD, "gansu", "a-due", STOP).code == Common.FORBIDDEN


class TestDeleteDomain:
    def test_ends_what_is_past_redemption(self, world: World) -> None:
        run(world, DELETE_DOMAIN, "conac", "a-pending-deletion", GONE)
        assert domain(world, "a-pending-deletion").state is DomainState.DELETED

    @pytest.mark.parametrize("name", ["a-due", "a-grace", "a-redemption"])
    def test_not_before(self, world: World, name: str) -> None:
        found = refused(world, DELETE_DOMAIN, "conac", name, GONE)
        assert found.code == DeleteDomainRefusal.NOT_DUE

    def test_an_unpaid_renewal_goes_with_it(self, world: World) -> None:
        run(world, DELETE_DOMAIN, "conac", "a-quoted-1", GONE, days=200)
        assert order_state(world, "a-order-renew-1") is OrderState.CANCELLED

    def test_a_paid_renewal_keeps_it(self, world: World) -> None:
        run(world, CHARGE, "zhuoni", "a-order-renew-1", ChargeInput(20_000, 1))
        found = refused(world, DELETE_DOMAIN, "conac", "a-quoted-1", GONE, days=200)
        assert found.code == DeleteDomainRefusal.PAID

    def test_a_held_name_stays(self, world: World) -> None:
        found = refused(world, DELETE_DOMAIN, "conac", "a-held", GONE, days=200)
        assert found.code == DeleteDomainRefusal.HELD

    def test_the_plan_warns(self, world: World) -> None:
        caller = world.caller("conac")
        with world.session("conac") as session:
            ids = [world.id("a-pending-deletion")]
            planned = plan(session, DELETE_DOMAIN, ids, GONE, caller)
        assert planned.preview.warnings[0].facts == {"count": 1}
