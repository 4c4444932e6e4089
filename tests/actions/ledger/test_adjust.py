"""调账: one proposes, another confirms, and no balance falls below its floor."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.ledger.adjust import ADJUST, AdjustInput, AdjustNote, AdjustRefusal, Direction
from actions.ledger.confirm_adjustment import (
    CONFIRM_ADJUSTMENT,
    ConfirmAdjustmentInput,
    ConfirmAdjustmentRefusal,
)
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from tests.races.test_races import at_once, tally
from tests.support.pages.answers import perform_answering
from tests.support.world.adjustments import BY, SECOND, balance, confirm, give, refused, unsound
from tests.support.world.cast import World


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


class TestAdjust:
    def test_adjust_raises_and_lowers_by_two_persons(self, settled: World) -> None:
        give(settled, "office-zhuoni", 5_000)
        assert balance(settled) == 15_000
        given = AdjustInput(Direction.DECREASE, 15_000, "更正")
        done = settled.perform(ADJUST, BY, [settled.id("office-zhuoni")], given)
        confirm(settled, done.totals["adjustment_id"])
        assert balance(settled) == 0
        assert unsound(settled) == {}

    def test_adjust_goes_below_no_floor(self, settled: World) -> None:
        given = AdjustInput(Direction.DECREASE, 10_001, "更正")
        found = refused(settled, ADJUST, BY, [settled.id("office-zhuoni")], given)
        assert found.code == AdjustRefusal.BALANCE_SHORT

    def test_adjust_is_judged_again_when_confirmed(self, settled: World) -> None:
        given = AdjustInput(Direction.DECREASE, 10_000, "更正")
        office = [settled.id("office-zhuoni")]
        first = settled.perform(ADJUST, BY, office, given).totals["adjustment_id"]
        second = settled.perform(ADJUST, BY, office, given).totals["adjustment_id"]
        confirm(settled, first)
        found = refused(settled, CONFIRM_ADJUSTMENT, SECOND, [second], ConfirmAdjustmentInput())
        assert found.code == ConfirmAdjustmentRefusal.BALANCE_SHORT

    @pytest.mark.parametrize(("fen", "warned"), [(100_000, []), (100_001, [AdjustNote.LARGE])])
    def test_adjust_above_the_usual_limit_asks_for_a_tick(
        self, world: World, fen: int, warned: list[AdjustNote]
    ) -> None:
        given = AdjustInput(Direction.INCREASE, fen, "更正")
        with world.session(BY) as session:
            seen = plan(session, ADJUST, [world.id("office-zhuoni")], given, world.caller(BY))
        assert [note.code for note in seen.preview.warnings] == warned
        assert (seen.refusal is not None) is bool(warned)

    def test_adjust_is_not_of_the_registry_itself(self, world: World) -> None:
        given = AdjustInput(Direction.INCREASE, 1, "更正")
        found = refused(world, ADJUST, BY, [world.id("registry")], given)
        assert found.code == AdjustRefusal.REGISTRY

    def test_two_confirmations_at_once_move_the_money_once(self, settled: World) -> None:
        given = AdjustInput(Direction.DECREASE, 10_000, "更正")
        office = [settled.id("office-zhuoni")]
        key = settled.perform(ADJUST, BY, office, given).totals["adjustment_id"]
        settled.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        results = tally(at_once([lambda: confirm(settled, key)] * 4))
        assert results == {"done": 1, "wrong_state": 3}
        assert balance(settled) == 0
