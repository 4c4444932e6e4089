"""逾期: a name whose fee was not paid in time ends with its fee."""

from __future__ import annotations

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common
from actions.domains.lapse import LAPSE, LapseRefusal
from models.billing.order import OrderState
from models.domains.domain import DomainState
from tests.support.world.cast import World
from tests.support.world.domain_ends import domain, order_state, refused, run


class TestLapse:
    """The name was approved three days ago, so its 90 days end in 87."""

    def test_lapse_ends_the_name_and_its_fee(self, world: World) -> None:
        run(world, LAPSE, "system", "a-approved", Nothing(), days=88)
        assert domain(world, "a-approved").state is DomainState.LAPSED
        assert order_state(world, "a-order-register") is OrderState.CANCELLED

    def test_a_name_does_not_lapse_on_its_last_day(self, world: World) -> None:
        found = refused(world, LAPSE, "system", "a-approved", Nothing(), days=87)
        assert found.code == LapseRefusal.NOT_DUE

    def test_lapse_never_once_the_fee_was_taken(self, world: World) -> None:
        run(world, CHARGE, "zhuoni", "a-order-register", ChargeInput(40_000, 2))
        found = refused(world, LAPSE, "system", "a-approved", Nothing(), days=400)
        assert found.code == LapseRefusal.PAID

    def test_only_the_system_lets_a_name_lapse(self, world: World) -> None:
        found = refused(world, LAPSE, "conac", "a-approved", Nothing(), days=400)
        assert found.code == Common.FORBIDDEN
