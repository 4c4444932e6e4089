"""确认删除: names past redemption end; held and renewed ones stay."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.domains.delete import DELETE_DOMAIN, DeleteDomainInput, DeleteDomainRefusal
from actions.plan import plan
from models.billing.order import OrderState
from models.domains.domain import DomainState
from tests.support.world.cast import World
from tests.support.world.domain_ends import domain, order_state, refused, run

GONE = DeleteDomainInput("甘编办函〔2026〕3号")


class TestDeleteDomain:
    def test_delete_domain_ends_what_is_past_redemption(self, world: World) -> None:
        run(world, DELETE_DOMAIN, "conac", "a-pending-deletion", GONE)
        assert domain(world, "a-pending-deletion").state is DomainState.DELETED

    @pytest.mark.parametrize("name", ["a-due", "a-grace", "a-redemption"])
    def test_a_name_is_not_deleted_before_redemption_ends(self, world: World, name: str) -> None:
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
