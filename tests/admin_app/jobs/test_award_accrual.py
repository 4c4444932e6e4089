"""The weekly accrual of 奖励经费: by itself, once an order, as often as it takes."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from actions.ledger import accrue_awards
from admin_app.jobs.schedule import run_once
from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.core.clock import FixedClock
from models.core.journal import JournalEntry
from models.jobs.job_run import JobKind, JobRun, JobState
from models.ledger.award import AwardAccrual, AwardRule
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

WEEK = dt.timedelta(weeks=1)


def settle_orders(world: World, count: int, weeks_ago: int = 1) -> list[int]:
    """Orders of 卓尼 that were settled so many weeks ago; their keys."""
    at = NOW - WEEK * weeks_ago
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), at)
        made = [maker.order(state=OrderState.SETTLED, settled_at=at) for _ in range(count)]
        return [order.id for order in made]


def add_rule(world: World) -> None:
    with world.writing() as session:
        rule = AwardRule(rate_bp=500, valid_from=dt.date(2026, 1, 1))
        rule.belong_to(session.get_one(Office, world.id("office-gansu")))
        session.add(rule)


def accrue(world: World, weeks_on: int = 0) -> JobRun:
    """The weekly run, so many weeks from now."""
    run_id = run_once(world.engine, JobKind.ACCRUE_AWARD, FixedClock(NOW + WEEK * weeks_on))
    with world.session() as session:
        return session.get_one(JobRun, run_id)


def awards(world: World) -> list[AwardAccrual]:
    with world.session() as session:
        return list(session.scalars(select(AwardAccrual).order_by(AwardAccrual.id)))


def accruals_run(world: World) -> int:
    """How often the action was carried out."""
    with world.session() as session:
        wanted = select(func.count(JournalEntry.id)).where(JournalEntry.action == "accrue_awards")
        return session.scalar(wanted) or 0


class TestTheWeeklyRun:
    def test_the_weekly_run_rewards_last_week_once(self, world: World) -> None:
        add_rule(world)
        (order,) = settle_orders(world, 1)
        for _ in range(2):
            run = accrue(world)
        assert (run.state, run.key) == (JobState.DONE, "accrue_award:2026-W24")
        (award,) = awards(world)
        assert (award.order_id, award.period_week) == (order, "2026-W23")
        accrue(world, weeks_on=1)
        assert len(awards(world)) == 1

    def test_the_weekly_run_is_silent_without_a_rule(self, world: World) -> None:
        settle_orders(world, 1)
        run = accrue(world)
        assert (run.state, run.total, accruals_run(world)) == (JobState.DONE, 0, 0)

    def test_the_weekly_run_makes_up_for_weeks_in_which_nothing_ran(self, world: World) -> None:
        add_rule(world)
        for weeks_ago in (1, 2, 4, 5):
            settle_orders(world, 1, weeks_ago)
        accrue(world)
        weeks = sorted(award.period_week for award in awards(world))
        assert weeks == ["2026-W20", "2026-W22", "2026-W23"]

    def test_the_weekly_run_goes_on_where_a_run_stopped_short(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_rule(world)
        settle_orders(world, 5)
        monkeypatch.setattr(accrue_awards, "MAXIMUM_BATCH_ROWS", 2)
        assert accrue(world).state is JobState.DONE
        assert (len(awards(world)), accruals_run(world)) == (5, 3)

    def test_the_weekly_run_takes_back_what_was_refunded(self, world: World) -> None:
        add_rule(world)
        (order,) = settle_orders(world, 1)
        accrue(world)
        with world.writing() as session:
            ORDER_LIFECYCLE.advance(session.get_one(Order, order), OrderEvent.REFUND)
        accrue(world, weeks_on=8)
        assert awards(world)[0].reversed_at is not None
