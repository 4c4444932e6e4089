"""奖励经费: nothing without a rule, once an order by one, taken back with a refund."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Refused
from actions.ledger.accrue_awards import ACCRUE_AWARDS, AccrueAwardsInput, AccrueAwardsRefusal
from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.ledger.award import AwardAccrual, AwardRule
from models.offices.office import Office
from tests.support.world.awards import set_rule
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

LAST_WEEK = "2026-W23"


BEFORE = NOW - dt.timedelta(days=7)


@pytest.fixture
def settled(world: World) -> int:
    """An order of 卓尼 settled last week, 200 yuan; its key."""
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        order = Maker(session, office, BEFORE).order(state=OrderState.SETTLED, settled_at=BEFORE)
        return order.id


def rule_of_old(world: World, rate_bp: int = 500) -> None:
    """A rule that held last week already."""
    with world.writing() as session:
        province = session.get_one(Office, world.id("office-gansu"))
        rule = AwardRule(rate_bp=rate_bp, valid_from=dt.date(2026, 1, 1))
        rule.belong_to(province)
        session.add(rule)


def accrue(world: World, week: str = LAST_WEEK, by: str = "conac-finance") -> Any:
    return world.perform(ACCRUE_AWARDS, by, [world.id("office-gansu")], AccrueAwardsInput(week))


def accruals(world: World, username: str = "system") -> list[AwardAccrual]:
    with world.session(username) as session:
        return list(session.scalars(select(AwardAccrual).order_by(AwardAccrual.id)))


class TestARun:
    def test_a_run_gives_nothing_without_a_rule(self, world: World, settled: int) -> None:
        assert accrue(world).totals["row_count"] == 0
        assert accruals(world) == []

    def test_a_run_gives_the_rate_once(self, world: World, settled: int) -> None:
        rule_of_old(world)
        assert accrue(world).totals["amount_fen"] == 1_000
        assert accrue(world, by="system").totals["row_count"] == 0
        (row,) = accruals(world)
        assert (row.order_id, row.amount_fen, row.period_week) == (settled, 1_000, LAST_WEEK)
        assert (row.office_code, row.province_code) == ("623022", "620000")

    def test_a_run_rewards_no_day_before_the_rule(self, world: World, settled: int) -> None:
        set_rule(world, 500)
        assert accrue(world).totals["row_count"] == 0

    def test_a_run_takes_back_what_was_refunded(self, world: World, settled: int) -> None:
        rule_of_old(world)
        accrue(world)
        with world.writing() as session:
            ORDER_LIFECYCLE.advance(session.get_one(Order, settled), OrderEvent.REFUND)
        assert accrue(world).totals["reversed_count"] == 1
        (row,) = accruals(world)
        assert row.reversed_at == NOW
        assert accrue(world).totals["reversed_count"] == 0

    def test_an_award_is_seen_by_its_own_province(self, world: World, settled: int) -> None:
        rule_of_old(world)
        accrue(world)
        assert [len(accruals(world, who)) for who in ("gansu", "zhuoni", "lintan")] == [1, 1, 0]

    @pytest.mark.parametrize(
        ("week", "code"),
        [
            ("2026-W24", AccrueAwardsRefusal.WEEK_NOT_OVER),
            ("2026-W99", AccrueAwardsRefusal.NO_SUCH_WEEK),
            ("soon", AccrueAwardsRefusal.NO_SUCH_WEEK),
        ],
    )
    def test_a_run_wants_a_week_that_is_over(
        self, world: World, week: str, code: AccrueAwardsRefusal
    ) -> None:
        with pytest.raises(Refused) as caught:
            accrue(world, week)
        assert caught.value.first.code is code

    def test_a_run_awards_accrue_to_provinces_alone(self, world: World) -> None:
        given = AccrueAwardsInput(LAST_WEEK)
        with pytest.raises(Refused) as caught:
            world.perform(ACCRUE_AWARDS, "conac-finance", [world.id("office-zhuoni")], given)
        assert caught.value.first.code is AccrueAwardsRefusal.NOT_A_PROVINCE
