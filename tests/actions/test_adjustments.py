"""退款, 调账, 调拨: one proposes, another confirms; money moves by new movements alone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.domains.renew import RENEW, RenewInput
from actions.ledger.adjust import ADJUST, AdjustInput, AdjustRefusal, Direction
from actions.ledger.confirm_adjustment import (
    CONFIRM_ADJUSTMENT,
    ConfirmAdjustmentInput,
    ConfirmAdjustmentRefusal,
)
from actions.ledger.move_balance import MOVE_BALANCE, MoveBalanceInput, MoveBalanceRefusal
from actions.ledger.refund import REFUND, RefundInput, RefundNote, RefundRefusal
from actions.ledger.reject_adjustment import REJECT_ADJUSTMENT, RejectAdjustmentInput
from actions.ledger.settle import SETTLE
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import Order, OrderState
from models.core.setting import Setting
from models.domains.domain import Domain, DomainState
from models.invariants import breaches
from models.ledger.adjustment import Adjustment, AdjustmentState
from models.ledger.ledger import Account, Transfer, TransferKind
from models.ledger.refund import RefundFault
from models.offices.office import CollectBy, Office
from tests.races.test_races import at_once, tally
from tests.support.answers import perform_answering
from tests.support.cast import World

BY, SECOND = "conac-finance", "conac"
WHY = RefundInput("重复缴费")


@pytest.fixture
def settled(world: World) -> World:
    """卓尼: A's registration and B's renewal of two years are settled, 100 yuan are left."""
    names = ("a-order-register", "b-order")
    for name in names:
        world.perform(CHARGE, "zhuoni", [world.id(name)], ChargeInput(40_000, 2))
    ids = [world.id(name) for name in names]
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
    perform_answering(world, TOP_UP, BY, [sent], TopUpInput(90_000, "B1"))
    return world


def load(world: World, model: Any, key: int) -> Any:
    with world.session() as session:
        return session.get_one(model, key)


def balance(world: World, code: str = "623022") -> int:
    found: Account = load(world, Account, world.id(f"prepaid:{code}"))
    assert found.balance_fen is not None
    return found.balance_fen


def refused(world: World, action: Any, by: str, ids: list[int], given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, ids, given)
    return caught.value.first


def propose(world: World, name: str = "b-order") -> int:
    return world.perform(REFUND, BY, [world.id(name)], WHY).totals["adjustment_id"]


def confirm(world: World, key: int, by: str = SECOND) -> Any:
    return world.perform(CONFIRM_ADJUSTMENT, by, [key], ConfirmAdjustmentInput())


def unsound(world: World) -> dict[str, int]:
    with world.engine.connect() as connection:
        return {rule: count for rule, count in breaches(connection).items() if count}


def give(world: World, code: str, fen: int) -> None:
    """Adjust an office's balance upward, by two persons."""
    given = AdjustInput(Direction.INCREASE, fen, "期初")
    done = world.perform(ADJUST, BY, [world.id(code)], given)
    confirm(world, done.totals["adjustment_id"])


class TestRefund:
    def test_moves_nothing_until_another_confirms(self, settled: World) -> None:
        key = propose(settled)
        assert balance(settled) == 10_000
        assert load(settled, Adjustment, key).state is AdjustmentState.PROPOSED
        found = refused(settled, CONFIRM_ADJUSTMENT, BY, [key], ConfirmAdjustmentInput())
        assert found.code == Common.SECOND_PERSON

    def test_of_a_renewal_takes_its_years_back(self, settled: World) -> None:
        before: Domain = load(settled, Domain, settled.id("b-quoted"))
        confirm(settled, propose(settled))
        after: Domain = load(settled, Domain, settled.id("b-quoted"))
        assert before.expires_on is not None
        assert after.expires_on == before.expires_on.replace(year=before.expires_on.year - 2)
        order: Order = load(settled, Order, settled.id("b-order"))
        assert (order.state, balance(settled)) == (OrderState.REFUNDED, 50_000)
        assert unsound(settled) == {}

    def test_of_a_registration_ends_the_name(self, settled: World) -> None:
        confirm(settled, propose(settled, "a-order-register"))
        ended: Domain = load(settled, Domain, settled.id("a-approved"))
        assert ended.state is DomainState.DELETED
        assert balance(settled) == 50_000
        assert unsound(settled) == {}

    def test_is_a_movement_of_its_own(self, settled: World) -> None:
        confirm(settled, propose(settled))
        with settled.session() as session:
            kinds = session.scalars(
                select(Transfer.kind)
                .where(Transfer.order_id == settled.id("b-order"))
                .order_by(Transfer.id)
            ).all()
        assert kinds == [TransferKind.SETTLE, TransferKind.REFUND]

    def test_happens_once(self, settled: World) -> None:
        key = propose(settled)
        again = refused(settled, REFUND, BY, [settled.id("b-order")], WHY)
        assert again.code == RefundRefusal.PROPOSED
        confirm(settled, key)
        found = refused(settled, CONFIRM_ADJUSTMENT, SECOND, [key], ConfirmAdjustmentInput())
        assert found.code == Common.WRONG_STATE

    def test_may_be_proposed_again_after_it_was_rejected(self, settled: World) -> None:
        given = RejectAdjustmentInput("无依据")
        settled.perform(REJECT_ADJUSTMENT, SECOND, [propose(settled)], given)
        confirm(settled, propose(settled))
        assert balance(settled) == 50_000

    def test_ends_with_its_grace(self, settled: World) -> None:
        with settled.writing() as session:
            session.add(Setting(name="refund_days", value={"value": 5}))
            order = session.get_one(Order, settled.id("b-order"))
            assert order.settled_at is not None
            order.settled_at -= timedelta(days=6)
        found = refused(settled, REFUND, BY, [settled.id("b-order")], WHY)
        assert found.code == RefundFault.TOO_LATE

    def test_waits_for_the_open_renewal(self, settled: World) -> None:
        with settled.writing() as session:
            session.add(Setting(name="renewal_window_days", value={"value": 0}))
        settled.perform(RENEW, "zhuoni", [settled.id("b-quoted")], RenewInput(1))
        found = refused(settled, REFUND, BY, [settled.id("b-order")], WHY)
        assert found.code == RefundFault.ORDER_OPEN

    def test_of_a_name_that_is_gone_is_none(self, settled: World) -> None:
        with settled.writing() as session:
            session.get_one(Domain, settled.id("b-quoted")).state = DomainState.DELETED
        found = refused(settled, REFUND, BY, [settled.id("b-order")], WHY)
        assert found.code == RefundFault.NAME_GONE

    def test_names_the_sheets_to_take_back(self, settled: World) -> None:
        with settled.session(BY) as session:
            planned = plan(session, REFUND, [settled.id("b-order")], WHY, settled.caller(BY))
        (warning,) = planned.preview.warnings
        assert (warning.code, warning.facts["count"]) == (RefundNote.INVOICES, 2)

    def test_alone_where_the_setting_says_so(self, settled: World) -> None:
        with settled.writing() as session:
            session.add(Setting(name="second_person", value={"value": False}))
        confirm(settled, propose(settled), by=BY)
        assert balance(settled) == 50_000

    def test_is_the_registrys(self, settled: World) -> None:
        ids = [settled.id("b-order")]
        assert refused(settled, REFUND, "gansu", ids, WHY).code == Common.FORBIDDEN

    def test_by_two_at_once_gives_back_once(self, settled: World) -> None:
        key = propose(settled)
        settled.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        results = tally(at_once([lambda: confirm(settled, key)] * 4))
        assert results == {"done": 1, "wrong_state": 3}
        assert balance(settled) == 50_000
        assert unsound(settled) == {}


class TestAdjust:
    def test_raises_and_lowers_by_two_persons(self, settled: World) -> None:
        give(settled, "office-zhuoni", 5_000)
        assert balance(settled) == 15_000
        given = AdjustInput(Direction.DECREASE, 15_000, "更正")
        done = settled.perform(ADJUST, BY, [settled.id("office-zhuoni")], given)
        confirm(settled, done.totals["adjustment_id"])
        assert balance(settled) == 0
        assert unsound(settled) == {}

    def test_goes_below_no_floor(self, settled: World) -> None:
        given = AdjustInput(Direction.DECREASE, 10_001, "更正")
        found = refused(settled, ADJUST, BY, [settled.id("office-zhuoni")], given)
        assert found.code == AdjustRefusal.BALANCE_SHORT

    def test_is_judged_again_when_confirmed(self, settled: World) -> None:
        given = AdjustInput(Direction.DECREASE, 10_000, "更正")
        office = [settled.id("office-zhuoni")]
        first = settled.perform(ADJUST, BY, office, given).totals["adjustment_id"]
        second = settled.perform(ADJUST, BY, office, given).totals["adjustment_id"]
        confirm(settled, first)
        found = refused(settled, CONFIRM_ADJUSTMENT, SECOND, [second], ConfirmAdjustmentInput())
        assert found.code == ConfirmAdjustmentRefusal.BALANCE_SHORT

    def test_is_not_of_the_registry_itself(self, world: World) -> None:
        given = AdjustInput(Direction.INCREASE, 1, "更正")
        found = refused(world, ADJUST, BY, [world.id("registry")], given)
        assert found.code == AdjustRefusal.REGISTRY

    def test_by_two_at_once_moves_once(self, settled: World) -> None:
        given = AdjustInput(Direction.DECREASE, 10_000, "更正")
        office = [settled.id("office-zhuoni")]
        key = settled.perform(ADJUST, BY, office, given).totals["adjustment_id"]
        settled.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        results = tally(at_once([lambda: confirm(settled, key)] * 4))
        assert results == {"done": 1, "wrong_state": 3}
        assert balance(settled) == 0


class TestMoveBalance:
    def test_gives_a_lower_office_of_ones_own(self, world: World) -> None:
        give(world, "office-gansu", 50_000)
        given = MoveBalanceInput(20_000, "补助")
        world.perform(MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)
        assert (balance(world, "620000"), balance(world)) == (30_000, 20_000)
        assert unsound(world) == {}

    def test_is_spent_the_same_day(self, world: World) -> None:
        give(world, "office-gansu", 50_000)
        world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
        given = MoveBalanceInput(40_000, "补助")
        world.perform(MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)
        order: Order = load(world, Order, world.id("b-order"))
        assert order.state is OrderState.SETTLED

    def test_by_the_registry_is_the_provinces_money(self, world: World) -> None:
        give(world, "office-gansu", 50_000)
        given = MoveBalanceInput(50_000, "补助")
        world.perform(MOVE_BALANCE, BY, [world.id("office-gannan")], given)
        assert (balance(world, "620000"), balance(world, "623000")) == (0, 50_000)
        own = refused(world, MOVE_BALANCE, BY, [world.id("office-gansu")], given)
        assert own.code == MoveBalanceRefusal.NO_SOURCE

    def test_of_more_than_there_is_is_none(self, world: World) -> None:
        give(world, "office-gansu", 100)
        given = MoveBalanceInput(101, "补助")
        found = refused(world, MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)
        assert found.code == MoveBalanceRefusal.BALANCE_SHORT

    def test_by_a_city_needs_the_setting(self, world: World) -> None:
        give(world, "office-gannan", 100)
        given = MoveBalanceInput(100, "补助")
        ids = [world.id("office-zhuoni")]
        found = refused(world, MOVE_BALANCE, "gannan", ids, given)
        assert found.code == MoveBalanceRefusal.NOT_CITIES
        with world.writing() as session:
            session.add(Setting(name="city_moves_balance", value={"value": True}))
        world.perform(MOVE_BALANCE, "gannan", ids, given)
        assert balance(world) == 100

    def test_to_an_office_that_a_pool_pays_for_is_idle(self, world: World) -> None:
        give(world, "office-gansu", 100)
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            office.collect_by = CollectBy.PROVINCE_POOL
        given = MoveBalanceInput(100, "补助")
        found = refused(world, MOVE_BALANCE, "gansu", [world.id("office-zhuoni")], given)
        assert found.code == MoveBalanceRefusal.POOLED

    def test_goes_down_never_up_or_aside(self, world: World) -> None:
        given = MoveBalanceInput(100, "补助")
        own = refused(world, MOVE_BALANCE, "gansu", [world.id("office-gansu")], given)
        assert own.code == Common.NOT_BELOW
        foreign = refused(world, MOVE_BALANCE, "shaanxi", [world.id("office-zhuoni")], given)
        assert foreign.code == Common.NOT_FOUND

    def test_by_two_at_once_spends_no_fen_twice(self, world: World) -> None:
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


def test_a_settlement_after_a_refund_spends_what_came_back(settled: World) -> None:
    confirm(settled, propose(settled))
    settled.perform(CHARGE, "zhuoni", [settled.id("a-order-renew-1")], ChargeInput(20_000, 1))
    settled.perform(SETTLE, BY, [settled.id("prepaid:623022")], Nothing())
    assert balance(settled) == 30_000
