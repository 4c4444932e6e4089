"""A price begins on a day to come and never reaches back."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from actions.core.refusal import Common
from actions.domains.renew import RENEW, RenewInput
from actions.offices.set_fee import SET_FEE, SetFeeInput, SetFeeRefusal
from actions.plan import plan
from models.billing.fee import FeeSchedule, prices
from models.billing.order import Order
from models.values.order_kind import OrderKind
from models.values.tld import Tld
from tests.support.world.cast import TODAY, World
from tests.support.world.settings import refusal

NEW_YEAR = dt.date(2027, 1, 1)


class TestAPrice:
    def given(self, fen: int, day: dt.date = NEW_YEAR) -> SetFeeInput:
        return SetFeeInput(Tld.ZHENGWU, OrderKind.RENEW, fen, day)

    def test_a_price_begins_where_the_last_one_ends(self, world: World) -> None:
        world.perform(SET_FEE, "conac", [], self.given(15_000))
        with world.session() as session:
            before = prices(session, OrderKind.RENEW, NEW_YEAR - dt.timedelta(days=1))
            after = prices(session, OrderKind.RENEW, NEW_YEAR)
            assert (before[Tld.ZHENGWU], after[Tld.ZHENGWU]) == (20_000, 15_000)
            assert after[Tld.GONGYI] == 20_000

    def test_a_price_may_be_set_again_or_before_while_it_is_to_come(self, world: World) -> None:
        earlier = dt.date(2026, 9, 1)
        for fen, day in ((15_000, NEW_YEAR), (16_000, NEW_YEAR), (18_000, earlier)):
            world.perform(SET_FEE, "conac", [], self.given(fen, day))
        with world.session() as session:
            rows = session.scalars(
                select(FeeSchedule)
                .where(FeeSchedule.tld == Tld.ZHENGWU, FeeSchedule.operation == OrderKind.RENEW)
                .order_by(FeeSchedule.valid_from)
            ).all()
            ends = [(row.price_per_year_fen, row.valid_to) for row in rows]
            assert ends == [(20_000, earlier), (18_000, NEW_YEAR), (16_000, None)]

    @pytest.mark.parametrize(
        ("fen", "is_far_off"), [(10_001, False), (10_000, True), (200_000, True)]
    )
    def test_a_price_far_from_the_one_in_force_asks_for_a_tick(
        self, world: World, fen: int, is_far_off: bool
    ) -> None:
        with world.session("conac") as session:
            seen = plan(session, SET_FEE, [], self.given(fen), world.caller("conac"))
        assert (seen.refusal is not None and seen.refusal.code == Common.TICK_MISSING) is is_far_off

    def test_a_price_leaves_what_was_quoted(self, world: World) -> None:
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1))
        world.perform(SET_FEE, "conac", [], self.given(15_000, TODAY + dt.timedelta(days=1)))
        with world.session() as session:
            wanted = select(Order).where(Order.domain_id == world.id("a-due"))
            assert session.scalars(wanted).one().amount_fen == 20_000

    @pytest.mark.parametrize("day", [TODAY, dt.date(2020, 1, 1)])
    def test_a_price_never_reaches_back(self, world: World, day: dt.date) -> None:
        assert refusal(world, SET_FEE, self.given(15_000, day)) is SetFeeRefusal.IN_PAST

    def test_a_price_that_is_the_same_is_no_change(self, world: World) -> None:
        assert refusal(world, SET_FEE, self.given(20_000)) is SetFeeRefusal.UNCHANGED

    def test_only_the_registry_sets_a_price(self, world: World) -> None:
        assert refusal(world, SET_FEE, self.given(1), "conac-finance") is Common.FORBIDDEN
