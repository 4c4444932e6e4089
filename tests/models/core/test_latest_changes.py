"""What has changed since a point of the journal, as far as the actor sees."""

from __future__ import annotations

from sqlalchemy import select

from actions.domains.renew import RENEW, RenewInput
from models.billing.fee import FeeSchedule
from models.core.latest_changes import creation_of, figure_tables, has_changed, newest_change
from models.domains.domain import Domain
from tests.support.world.cast import World


def test_a_change_is_seen_by_who_sees_its_row_and_by_nobody_else(world: World) -> None:
    with world.session() as session:
        since = newest_change(session)
    world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1))
    seen = {}
    for who in ("zhuoni", "gansu", "lintan"):
        with world.session(who) as session:
            seen[who] = has_changed(session, since)
            assert not has_changed(session, newest_change(session))
    assert seen == {"zhuoni": True, "gansu": True, "lintan": False}


def test_a_price_that_everyone_reads_is_a_change_to_everyone(world: World) -> None:
    with world.session() as session:
        since = newest_change(session)
    with world.writing() as session:
        for fee in session.scalars(select(FeeSchedule)):
            fee.price_per_year_fen += 5_000
    with world.session("lintan") as session:
        assert has_changed(session, since)


def test_runs_logins_and_ticks_move_no_figure() -> None:
    assert {"domain", "fee_schedule", "setting"} <= set(figure_tables())
    assert not {"job_run", "user", "notification"} & set(figure_tables())


def test_a_row_knows_the_change_that_created_it(world: World) -> None:
    done = world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1))
    assert done.rows
    with world.session("zhuoni") as session:
        row = session.get_one(Domain, world.id("a-due"))
        assert 0 < creation_of(session, row) < newest_change(session)
