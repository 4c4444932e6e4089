"""取消续费: an unpaid renewal is taken back."""

from __future__ import annotations

from actions.billing.cancel_order import CANCEL_ORDER, CancelOrderRefusal
from actions.core.action import Nothing
from actions.core.refusal import Common
from actions.domains.renew import RENEW, RenewInput
from actions.plan import plan
from models.billing.order import OrderState
from tests.support.world.cancellations import order, pay, refused
from tests.support.world.cast import World


class TestCancelOrder:
    def test_cancel_order_takes_a_renewal_back_so_that_another_may_be_ordered(
        self, world: World
    ) -> None:
        world.perform(CANCEL_ORDER, "unit-a", [world.id("a-order-renew-1")], Nothing())
        assert order(world, "a-order-renew-1").state is OrderState.CANCELLED
        assert world.perform(RENEW, "unit-a", [world.id("a-quoted-1")], RenewInput(2)).rows

    def test_a_registrations_fee_goes_with_its_name(self, world: World) -> None:
        found = refused(world, CANCEL_ORDER, "zhuoni", world.id("a-order-register"), Nothing())
        assert found.code == CancelOrderRefusal.IS_REGISTRATION

    def test_a_paid_renewal_is_not_cancelled(self, world: World) -> None:
        pay(world, "b-order", 40_000)
        found = refused(world, CANCEL_ORDER, "zhuoni", world.id("b-order"), Nothing())
        assert found.code == Common.WRONG_STATE

    def test_the_plan_sums_up(self, world: World) -> None:
        ids = [world.id("b-order")]
        with world.session("zhuoni") as session:
            planned = plan(session, CANCEL_ORDER, ids, Nothing(), world.caller("zhuoni"))
        assert planned.preview.totals["amount_fen"] == 40_000
