"""停止余下的: what has not begun is not done, says why, and may be gone on with."""

from __future__ import annotations

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.jobs.stop_run import STOP_RUN, StopRunRefusal
from admin_app.jobs import batch_run
from admin_app.jobs.schedule import carry_on_run
from models.core.journal import Door
from models.jobs.job_progress import begin_slice
from models.jobs.job_run import JobSlice, JobState, SliceState
from tests.admin_app.jobs.test_batch_run import due_names, hand_over, renewed, run_of, slices
from tests.support.pages.doors import DOORS, Doors, told
from tests.support.world.cast import CLOCK, NOW, World


def stop(world: World, run_id: int, username: str = "zhuoni") -> Any:
    return world.perform(STOP_RUN, username, [run_id], Nothing())


def handed_over(world: World, count: int, size: int) -> tuple[int, list[int]]:
    """A run of so many names in batches of so many, not begun."""
    keys = due_names(world, count)
    return hand_over(world, keys, size=size), keys


class TestStopping:
    def test_stopping_leaves_what_is_done_and_ends_the_run(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_id, keys = handed_over(world, 6, 2)
        first = batch_run.mark_slice

        def then_stopped(*args: Any, **values: Any) -> None:
            first(*args, **values)
            monkeypatch.setattr(batch_run, "mark_slice", first)
            outcome = stop(world, run_id)
            assert outcome.rows[0].facts == {"done_count": 2, "stopped_count": 4}

        monkeypatch.setattr(batch_run, "mark_slice", then_stopped)
        assert carry_on_run(world.engine, run_id, CLOCK)
        run = run_of(world, run_id)
        assert (run.state, run.done, run.refused) == (JobState.DONE, 2, 4)
        assert renewed(world, keys) == 2
        states = [each.state for each in slices(world, run_id)]
        assert states == [SliceState.DONE, SliceState.REFUSED, SliceState.REFUSED]

    def test_stopping_lets_the_batch_under_way_come_to_its_end(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_id, keys = handed_over(world, 4, 2)
        way = batch_run.perform_as_shown

        def stopped_meanwhile(*args: Any, **values: Any) -> Any:
            monkeypatch.setattr(batch_run, "perform_as_shown", way)
            stop(world, run_id)
            return way(*args, **values)

        monkeypatch.setattr(batch_run, "perform_as_shown", stopped_meanwhile)
        carry_on_run(world.engine, run_id, CLOCK)
        assert [s.state for s in slices(world, run_id)] == [SliceState.DONE, SliceState.REFUSED]
        assert renewed(world, keys) == 2

    def test_stopping_of_a_run_that_waits_does_nothing_of_it(self, world: World) -> None:
        run_id, keys = handed_over(world, 4, 2)
        stop(world, run_id)
        carry_on_run(world.engine, run_id, CLOCK)
        run = run_of(world, run_id)
        assert (run.state, run.done, run.refused) == (JobState.DONE, 0, 4)
        assert renewed(world, keys) == 0

    def test_stopping_is_refused_where_all_has_begun(self, world: World) -> None:
        run_id, _keys = handed_over(world, 2, 2)
        (only,) = slices(world, run_id)
        assert begin_slice(world.engine, only.id, NOW)
        with pytest.raises(Refused) as caught:
            stop(world, run_id)
        assert caught.value.first.code is StopRunRefusal.ALL_BEGUN

    def test_stopping_is_refused_where_the_run_has_ended(self, world: World) -> None:
        run_id, _keys = handed_over(world, 2, 2)
        carry_on_run(world.engine, run_id, CLOCK)
        with pytest.raises(Refused) as caught:
            stop(world, run_id)
        assert caught.value.first.code is Common.WRONG_STATE

    @pytest.mark.parametrize("times", range(4))
    def test_and_a_worker_never_both_have_a_batch(self, world: World, times: int) -> None:
        run_id, keys = handed_over(world, 8, 1)
        world.actor("zhuoni")
        start = threading.Barrier(2)

        def at_once(work: Any) -> Any:
            start.wait()
            try:
                return work()
            except Refused as refused:
                return refused

        with ThreadPoolExecutor(2) as pool:
            works = (lambda: carry_on_run(world.engine, run_id, CLOCK), lambda: stop(world, run_id))
            list(pool.map(at_once, works))
        found = slices(world, run_id)
        done = [s.keys[0] for s in found if s.state is SliceState.DONE]
        assert {s.state for s in found} <= {SliceState.DONE, SliceState.REFUSED}
        assert renewed(world, keys) == renewed(world, done) == len(done)
        run = run_of(world, run_id)
        assert (run.state, run.done, run.refused) == (JobState.DONE, len(done), 8 - len(done))


class TestWhoMay:
    def test_who_may_is_an_administrator_of_the_office_too(self, world: World) -> None:
        keys = due_names(world, 2)
        of_the_head = hand_over(world, keys[:1])
        of_the_cashier = hand_over(world, keys[1:], username="zhuoni-cashier")
        with pytest.raises(Refused) as caught:
            stop(world, of_the_head, "zhuoni-cashier")
        assert caught.value.first.code is StopRunRefusal.ANOTHERS
        assert stop(world, of_the_cashier, "zhuoni").totals == {"stopped_count": 1}

    @pytest.mark.parametrize(
        ("username", "code"), [("gansu", Common.NOT_OWN_OFFICE), ("lintan", Common.NOT_FOUND)]
    )
    def test_who_may_is_nobody_of_another_office(
        self, world: World, username: str, code: Common
    ) -> None:
        run_id, _keys = handed_over(world, 2, 2)
        with pytest.raises(Refused) as caught:
            stop(world, run_id, username)
        assert caught.value.first.code is code
        assert all(s.state is SliceState.WAITING for s in slices(world, run_id))


@pytest.mark.parametrize("door", DOORS)
def test_every_door_stops(sqlite_doors: Doors, door: Door) -> None:
    run_id, _keys = handed_over(sqlite_doors.world, 2, 1)
    sqlite_doors.call(STOP_RUN, "zhuoni", [run_id], door=door)
    with sqlite_doors.world.session() as session:
        states = set(session.scalars(select(JobSlice.state).where(JobSlice.run_id == run_id)))
    assert states == {SliceState.REFUSED}


class TestThePage:
    def test_the_page_offers_it_and_then_says_who_and_goes_on(self, sqlite_doors: Doors) -> None:
        world = sqlite_doors.world
        run_id, keys = handed_over(world, 4, 2)
        clerk, url = sqlite_doors.clerk("zhuoni"), f"/admin/run/?id={run_id}"
        page = clerk.get(url).get_data(as_text=True)
        link = re.search(r'href="([^"]*action=stop_run[^"]*)"', page)
        assert link is not None
        assert clerk.get(html.unescape(link[1])).status_code == 200
        stop(world, run_id)
        carry_on_run(world.engine, run_id, CLOCK)
        page = clerk.get(url).get_data(as_text=True)
        assert "stop_run" not in page
        assert "停止了余下的办理" in told(clerk.get(url))
        assert "停止时没有开始的 4 条没有办理" in page
        going_on = re.search(r'action="([^"]*/run/again/[^"]*)"', page)
        assert going_on is not None
        plan = clerk.get(clerk.post(html.unescape(going_on[1]), {}).location)
        assert f"可以办理 {len(keys)}" in told(plan)
