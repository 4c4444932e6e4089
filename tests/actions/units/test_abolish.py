"""撤销: names, orders, logins and pages end with their unit."""

from __future__ import annotations

from actions.domains.renew import RENEW, RenewInput, RenewRefusal
from actions.units.abolish import ABOLISH_UNIT, AbolishUnitInput
from models.billing.order import Order, OrderState
from models.domains.domain import Domain, DomainState
from models.domains.red_page import RedPage, RedPageState
from models.registration.unit_reorganisation import ReformFault
from models.units.unit import Unit, UnitState
from models.users.user import User
from tests.support.world.cast import World
from tests.support.world.unit_reforms import (
    A_ORDERS,
    DOCUMENT,
    ON,
    charge_all,
    found,
    make,
    refused,
)


class TestAbolish:
    GIVEN = AbolishUnitInput(DOCUMENT, ON, "职能划转")

    def test_abolish_withdraws_cancels_shuts_and_takes_down(self, world: World) -> None:
        made = make(world)
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-a")], self.GIVEN)
        assert found(world, Unit, "unit-a").state is UnitState.REVOKED
        for name in ("a-submitted", "a-office-approved", "a-approved"):
            assert found(world, Domain, name).state is DomainState.WITHDRAWN
        for name in A_ORDERS:
            assert found(world, Order, name).state is OrderState.CANCELLED
        assert found(world, Domain, "a-due").state is DomainState.REGISTERED
        assert not found(world, User, "user:unit-a").is_active
        with world.session() as session:
            assert session.get_one(RedPage, made["page"]).state is RedPageState.OFFLINE

    def test_abolish_stops_renewals(self, world: World) -> None:
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-a")], self.GIVEN)
        why = refused(world, RENEW, "zhuoni", ["a-due"], RenewInput(2))
        assert why.code == RenewRefusal.UNIT_NOT_ACTIVE

    def test_abolish_waits_for_money_on_its_way(self, world: World) -> None:
        charge_all(world)
        why = refused(world, ABOLISH_UNIT, "zhuoni", ["unit-a", "unit-b"], self.GIVEN)
        assert (why.code, why.facts["count"]) == (ReformFault.MONEY_UNDER_WAY, 4)
