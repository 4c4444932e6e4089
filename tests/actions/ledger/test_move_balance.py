"""调拨: a balance moves down to an office of one's own, and no fen is spent twice."""

from __future__ import annotations

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Common
from actions.ledger.move_balance import MOVE_BALANCE, MoveBalanceInput, MoveBalanceRefusal
from models.billing.order import Order, OrderState
from models.core.setting import Setting
from models.offices.office import CollectBy, Office
from tests.races.test_races import at_once, tally
from tests.support.world.adjustments import BY, balance, give, load, refused, unsound
from tests.support.world.cast import World


class TestMoveBalance:
    def test_move_balance_gives_a_lower_office_of_ones_own(self, world: World) -> None:
        give(world, "office-gansu", 50_000)
        given = MoveBalanceInput(20_000, "补助")
        world.perform(MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)
        assert (balance(world, "620000"), balance(world)) == (30_000, 20_000)
        assert unsound(world) == {}

    def test_a_moved_balance_settles_orders_the_same_day(self, world: World) -> None:
        give(world, "office-gansu", 50_000)
        world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
        given = MoveBalanceInput(40_000, "补助")
        world.perform(MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)
        order: Order = load(world, Order, world.id("b-order"))
        assert order.state is OrderState.SETTLED

    def test_move_balance_by_the_registry_is_the_provinces_money(self, world: World) -> None:
        give(world, "office-gansu", 50_000)
        given = MoveBalanceInput(50_000, "补助")
        world.perform(MOVE_BALANCE, BY, [world.id("office-gannan")], given)
        assert (balance(world, "620000"), balance(world, "623000")) == (0, 50_000)
        own = refused(world, MOVE_BALANCE, BY, [world.id("office-gansu")], given)
        assert own.code == MoveBalanceRefusal.NO_SOURCE

    def test_move_balance_of_more_than_there_is_is_none(self, world: World) -> None:
        give(world, "office-gansu", 100)
        given = MoveBalanceInput(101, "补助")
        found = refused(world, MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)
        assert found.code == MoveBalanceRefusal.BALANCE_SHORT

    def test_move_balance_by_a_city_needs_the_setting(self, world: World) -> None:
        give(world, "office-gannan", 100)
        given = MoveBalanceInput(100, "补助")
        ids = [world.id("office-zhuoni")]
        found = refused(world, MOVE_BALANCE, "gannan", ids, given)
        assert found.code == MoveBalanceRefusal.NOT_CITIES
        with world.writing() as session:
            session.add(Setting(name="city_moves_balance", value={"value": True}))
        world.perform(MOVE_BALANCE, "gannan", ids, given)
        assert balance(world) == 100

    def test_move_balance_to_an_office_that_a_pool_pays_for_is_idle(self, world: World) -> None:
        give(world, "office-gansu", 100)
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            office.collect_by = CollectBy.PROVINCE_POOL
        given = MoveBalanceInput(100, "补助")
        found = refused(world, MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)
        assert found.code == MoveBalanceRefusal.POOLED

    def test_move_balance_goes_down_never_up_or_aside(self, world: World) -> None:
        given = MoveBalanceInput(100, "补助")
        own = refused(world, MOVE_BALANCE, "gansu", [world.id("office-gansu")], given)
        assert own.code == Common.NOT_BELOW
        foreign = refused(world, MOVE_BALANCE, "shaanxi", [world.id("office-zhuoni")], given)
        assert foreign.code == Common.NOT_FOUND

    def test_move_balance_by_two_at_once_spends_no_fen_twice(self, world: World) -> None:
        give(world, "office-gansu", 30_000)
        world.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        world.actor("gansu")
        given = MoveBalanceInput(20_000, "补助")
        homes = ["office-zhuoni", "office-lintan"] * 2
        results = tally(
            at_once(
                [
                    lambda home=home: world.perform(  # type: ignore[misc]
                        MOVE_BALANCE, "gansu", [world.id(home)], given
                    )
                    for home in homes
                ]
            )
        )
        assert results["done"] == 1
        assert set(results) <= {"done", "move_balance_short", "balance_insufficient"}
        assert balance(world, "620000") == 10_000
        assert unsound(world) == {}
