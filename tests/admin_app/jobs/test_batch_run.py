"""后台办理: a selection of more than 500 rows, handed over and done batch by batch, each once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.core.request_run import (
    MAXIMUM_OPEN_RUNS,
    MAXIMUM_RUN_ROWS,
    RequestCheckInput,
    RequestRunInput,
    RequestRunRefusal,
    keys_of,
    ranges_of,
    request_check_action,
    request_run_action,
)
from actions.domains.hold import HOLD, HoldInput
from actions.domains.renew import RENEW
from actions.jobs.stop_run import STOP_RUN
from actions.permissions import grants_of
from actions.users.disable_user import DISABLE_USER
from admin_app.jobs import batch_run
from admin_app.jobs.schedule import carry_on_run
from admin_app.jobs.selection_check import whole_of
from models.billing.order import Order
from models.core.clock import FixedClock
from models.jobs.job_progress import STALE_AFTER, waiting_runs
from models.jobs.job_run import JobReason, JobRun, JobSlice, JobState, SliceState
from models.offices.office import Office
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.support.pages.doors import Doors, carried, told
from tests.support.world.cast import CLOCK, NOW, World
from tests.support.world.money_factories import Maker

ASKING = request_run_action("domain", grants_of(RENEW))
CHECKING = request_check_action("domain", grants_of(RENEW))


def due_names(world: World, count: int) -> list[int]:
    """Names of 卓尼 that may be renewed."""
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        unit = maker.unit()
        return [maker.domain(f"到期名称{number}", unit).id for number in range(count)]


def have_checked(
    world: World, keys: list[int], *, username: str = "zhuoni", size: int | None = None
) -> int:
    """The check of these rows, done."""
    given = RequestCheckInput("renew", ranges_of(keys), {"years": "2"})
    check_id = world.perform(CHECKING, username, [], given).totals["run_id"]
    if size:
        cut(world, check_id, size)
    carry_on_run(world.engine, check_id, CLOCK)
    return check_id


def hand_over(
    world: World,
    keys: list[int],
    *,
    leaves_out: bool = False,
    username: str = "zhuoni",
    size: int | None = None,
) -> int:
    """A run of these rows, checked and confirmed, in slices of `size`."""
    check_id = have_checked(world, keys, username=username, size=size)
    given = RequestRunInput("renew", ranges_of(keys), {"years": "2"}, check_id, leaves_out)
    run_id = world.perform(ASKING, username, [], given).totals["run_id"]
    if size:
        cut(world, run_id, size)
    return run_id


def cut(world: World, run_id: int, size: int) -> None:
    """Cuts the run's only batch into smaller ones, so that a test needs fewer rows."""
    with world.writing() as session:
        (whole,) = session.scalars(select(JobSlice).where(JobSlice.run_id == run_id))
        keys = whole.keys
        whole.keys = keys[:size]
        for number, start in enumerate(range(size, len(keys), size), start=2):
            part = JobSlice(run_id=run_id, seq=number, keys=keys[start : start + size])
            part.belong_to(whole)
            session.add(part)


def run_of(world: World, run_id: int) -> JobRun:
    with world.session() as session:
        return session.get_one(JobRun, run_id)


def slices(world: World, run_id: int) -> list[JobSlice]:
    with world.session() as session:
        wanted = select(JobSlice).where(JobSlice.run_id == run_id).order_by(JobSlice.seq)
        return list(session.scalars(wanted))


def renewed(world: World, keys: list[int]) -> int:
    with world.session() as session:
        return session.scalar(select(func.count(Order.id)).where(Order.domain_id.in_(keys))) or 0


class TestRanges:
    def test_ranges_say_keys_shortly_and_are_read_back(self) -> None:
        assert ranges_of([3, 1, 2, 7, 9, 10, 7]) == "1-3,7,9-10"
        assert keys_of("1-3,7,9-10") == [1, 2, 3, 7, 9, 10]
        assert keys_of(ranges_of([])) == []


class TestARun:
    def test_a_run_does_every_batch_under_a_receipt_of_its_own_and_tells(
        self, world: World
    ) -> None:
        keys = due_names(world, 5)
        run_id = hand_over(world, keys, size=2)
        assert renewed(world, keys) == 0
        assert carry_on_run(world.engine, run_id, CLOCK)
        run = run_of(world, run_id)
        assert (run.state, run.done, run.refused, run.total) == (JobState.DONE, 5, 0, 5)
        assert renewed(world, keys) == 5
        found = slices(world, run_id)
        assert [s.state for s in found] == [SliceState.DONE] * 3
        assert len({s.entry_id for s in found}) == 3
        with world.session() as session:
            (notice,) = session.scalars(select(Notification))
        assert notice.user_id == world.id("user:zhuoni")
        assert (notice.kind, notice.facts["done"]) == (Topic.RUN_FINISHED_SUM, 5)

    def test_a_run_refuses_a_batch_whole_with_its_reasons(self, world: World) -> None:
        keys = due_names(world, 4)
        run_id = hand_over(world, keys, size=2)
        world.perform(HOLD, "conac", [keys[-1]], HoldInput("核对名称", "甘编办〔2026〕1号"))
        carry_on_run(world.engine, run_id, CLOCK)
        run = run_of(world, run_id)
        assert (run.state, run.done, run.refused) == (JobState.DONE, 2, 2)
        (refused,) = [s for s in slices(world, run_id) if s.state is SliceState.REFUSED]
        assert [code for _name, code, _facts in refused.refusals] == ["renew_held"]
        assert refused.entry_id is None

    def test_a_run_leaves_refused_rows_out_when_asked(self, world: World) -> None:
        keys = [*due_names(world, 3), world.id("a-held")]
        run_id = hand_over(world, keys, leaves_out=True)
        carry_on_run(world.engine, run_id, CLOCK)
        (only,) = slices(world, run_id)
        assert (only.state, only.done, len(only.refusals)) == (SliceState.DONE, 3, 1)

    def test_a_run_does_not_find_rows_out_of_scope(self, world: World) -> None:
        others = world.id("s-due")
        run_id = hand_over(world, [*due_names(world, 1), others], leaves_out=True)
        carry_on_run(world.engine, run_id, CLOCK)
        (only,) = slices(world, run_id)
        assert [each[1] for each in only.refusals] == ["not_found"]
        assert "蓝田" not in str(only.refusals)
        assert renewed(world, [others]) == 0

    def test_a_run_stops_when_its_user_is_disabled(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys = due_names(world, 4)
        run_id = hand_over(world, keys, size=2)
        first = batch_run.mark_slice

        def then_disabled(*args: Any, **values: Any) -> None:
            first(*args, **values)
            world.perform(DISABLE_USER, "gannan", [world.id("user:zhuoni")], Nothing())

        monkeypatch.setattr(batch_run, "mark_slice", then_disabled)
        carry_on_run(world.engine, run_id, CLOCK)
        run = run_of(world, run_id)
        assert (run.state, run.reason) == (JobState.FAILED, JobReason.USER_DISABLED)
        assert (run.done, renewed(world, keys)) == (2, 2)

    @pytest.mark.parametrize("point", ["mark_slice", "record_heartbeat", "end"])
    def test_a_run_is_never_doubled_by_a_worker_that_died(
        self, world: World, point: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The worker dies right after the commit, before it noted the batch, or later still."""
        keys = due_names(world, 4)
        run_id = hand_over(world, keys, size=2)

        def dies(*_args: Any, **_values: Any) -> Any:
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(batch_run, point, dies)
            with pytest.raises(SystemExit):
                carry_on_run(world.engine, run_id, CLOCK)
        assert run_of(world, run_id).state is JobState.RUNNING
        assert waiting_runs(world.engine, NOW) == []
        later = FixedClock(NOW + STALE_AFTER + dt.timedelta(seconds=1))
        assert carry_on_run(world.engine, run_id, later)
        run = run_of(world, run_id)
        assert (run.state, run.done, run.refused) == (JobState.DONE, 4, 0)
        assert renewed(world, keys) == 4
        assert all(s.entry_id for s in slices(world, run_id))
        with world.session() as session:
            notices = session.scalars(select(Notification.kind)).all()
        assert notices == [Topic.RUN_FINISHED_SUM]

    def test_a_run_tells_what_was_left_out_by_a_worker_that_died(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It died between its commit and the note of it; the one after it tells the same."""
        keys = [*due_names(world, 3), world.id("a-held")]
        run_id = hand_over(world, keys, leaves_out=True)

        def dies(*_args: Any, **_values: Any) -> Any:
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(batch_run, "mark_slice", dies)
            with pytest.raises(SystemExit):
                carry_on_run(world.engine, run_id, CLOCK)
        later = FixedClock(NOW + STALE_AFTER + dt.timedelta(seconds=1))
        assert carry_on_run(world.engine, run_id, later)
        run = run_of(world, run_id)
        assert (run.state, run.done, run.refused) == (JobState.DONE, 3, 1)
        (only,) = slices(world, run_id)
        assert [code for _name, code, _facts in only.refusals] == ["renew_held"]
        assert renewed(world, keys) == 3


class TestACheck:
    def test_a_check_writes_nothing_but_its_own_result(self, world: World) -> None:
        keys = [*due_names(world, 3), world.id("a-held")]
        check_id = have_checked(world, keys, size=2)
        run = run_of(world, check_id)
        assert (run.state, run.done, run.refused) == (JobState.DONE, 3, 1)
        assert renewed(world, keys) == 0
        assert all(part.entry_id is None for part in slices(world, check_id))
        with world.session() as session:
            assert not session.scalars(select(Notification)).all()

    @pytest.mark.parametrize("point", ["mark_slice", "record_heartbeat", "end"])
    def test_a_check_goes_on_after_a_worker_that_died(
        self, world: World, point: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys = due_names(world, 4)
        given = RequestCheckInput("renew", ranges_of(keys), {"years": "2"})
        check_id = world.perform(CHECKING, "zhuoni", [], given).totals["run_id"]
        cut(world, check_id, 2)

        def dies(*_args: Any, **_values: Any) -> Any:
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(batch_run, point, dies)
            with pytest.raises(SystemExit):
                carry_on_run(world.engine, check_id, CLOCK)
        later = FixedClock(NOW + STALE_AFTER + dt.timedelta(seconds=1))
        assert carry_on_run(world.engine, check_id, later)
        run = run_of(world, check_id)
        assert (run.state, run.done, run.refused) == (JobState.DONE, 4, 0)
        assert all(part.summary for part in slices(world, check_id))

    def test_a_check_can_be_stopped_and_is_then_not_confirmed(self, world: World) -> None:
        keys = due_names(world, 4)
        given = RequestCheckInput("renew", ranges_of(keys), {"years": "2"})
        check_id = world.perform(CHECKING, "zhuoni", [], given).totals["run_id"]
        world.perform(STOP_RUN, "zhuoni", [check_id], Nothing())
        carry_on_run(world.engine, check_id, CLOCK)
        asked = RequestRunInput("renew", ranges_of(keys), {"years": "2"}, check_id, leaves_out=True)
        with pytest.raises(Refused) as caught:
            world.perform(ASKING, "zhuoni", [], asked)
        assert caught.value.first.code is RequestRunRefusal.NOTHING_PASSES

    def test_a_check_with_refused_rows_is_confirmed_only_by_leaving_them_out(
        self, world: World
    ) -> None:
        keys = [*due_names(world, 1), world.id("a-held")]
        with pytest.raises(Refused) as caught:
            hand_over(world, keys)
        assert caught.value.first.code is RequestRunRefusal.LEAVES_OUT

    @pytest.mark.parametrize(
        ("action", "given", "username"),
        [("renew", {"years": "3"}, "zhuoni"), ("renew", {"years": "2"}, "zhuoni-cashier")],
    )
    def test_a_check_confirms_neither_another_input_nor_another_user(
        self, world: World, action: str, given: dict[str, str], username: str
    ) -> None:
        keys = due_names(world, 1)
        check_id = have_checked(world, keys)
        with pytest.raises(Refused) as caught:
            world.perform(
                ASKING, username, [], RequestRunInput(action, ranges_of(keys), given, check_id)
            )
        assert caught.value.first.code in {RequestRunRefusal.NOT_CHECKED, Common.FORBIDDEN}

    @pytest.mark.slow
    def test_the_sums_of_a_check_are_what_the_run_then_does(self, world: World) -> None:
        keys = [*due_names(world, 4000), world.id("a-held")]
        run_id = hand_over(world, keys, leaves_out=True)
        run = run_of(world, run_id)
        assert run.check_id is not None
        carry_on_run(world.engine, run_id, CLOCK)
        with world.session() as session:
            shown, done = whole_of(session, run.check_id), whole_of(session, run_id)
            spent = session.scalar(
                select(func.sum(Order.amount_fen)).where(Order.domain_id.in_(keys))
            )
        assert (shown.passing, shown.refused) == (done.passing, done.refused) == (4000, 1)
        assert shown.totals == done.totals
        assert shown.words_fen == done.words_fen == spent
        assert shown.reasons == done.reasons == {"renew_held": 1}


class TestLimits:
    def test_limits_of_rows(self, sqlite_world: World) -> None:
        with pytest.raises(Refused) as caught:
            have_checked(sqlite_world, list(range(1, MAXIMUM_RUN_ROWS + 2)))
        assert caught.value.first.code is RequestRunRefusal.TOO_MANY

    def test_limits_of_runs_that_are_not_finished(self, sqlite_world: World) -> None:
        given = RequestCheckInput("renew", "1", {"years": "2"})
        for _ in range(MAXIMUM_OPEN_RUNS):
            sqlite_world.perform(CHECKING, "zhuoni", [], given)
        with pytest.raises(Refused) as caught:
            sqlite_world.perform(CHECKING, "zhuoni", [], given)
        assert caught.value.first.code is RequestRunRefusal.OPEN_RUNS
        sqlite_world.perform(CHECKING, "lintan", [], given)

    def test_limits_of_who_may(self, sqlite_world: World) -> None:
        with pytest.raises(Refused):
            hand_over(sqlite_world, [1], username="zhuoni-viewer")


class TestThePlanPage:
    @pytest.fixture
    def keys(self, sqlite_doors: Doors) -> list[int]:
        return due_names(sqlite_doors.world, 501)

    def test_the_plan_page_shows_the_whole_plan_and_then_how_far_the_run_is(
        self, sqlite_doors: Doors, keys: list[int]
    ) -> None:
        clerk, world = sqlite_doors.clerk("zhuoni"), sqlite_doors.world
        url = "/admin/domain/action/?action=renew"
        faulty = clerk.post(url, {"ids": keys, "years": "x", "check": "1"})
        assert faulty.status_code == 422
        assert "所选记录共 501 条" in told(faulty)
        checked = clerk.post("/admin/domain/action/", {"action": "renew", "ids": keys})
        assert checked.status_code == 303
        page = clerk.get(checked.location)
        assert "贰拾万零肆佰元整" in told(page)
        form = {**carried(page), "years": "2", "confirm": "1"}
        send = f"/admin/run/check/?id={checked.location.partition('id=')[2]}"
        taken = [clerk.post(send, form) for _ in range(2)]
        assert [answer.status_code for answer in taken] == [303, 303]
        assert taken[0].location == taken[1].location
        waiting = clerk.get(taken[0].location)
        assert "排队中" in told(waiting)
        assert 'http-equiv="refresh"' in waiting.get_data(as_text=True)
        run_id = int(taken[0].location.partition("id=")[2])
        carry_on_run(world.engine, run_id, CLOCK)
        ended = clerk.get(taken[0].location)
        assert "已完成" in told(ended)
        assert "贰拾万零肆佰元整" in told(ended)
        assert 'http-equiv="refresh"' not in ended.get_data(as_text=True)
        assert renewed(world, keys) == 501
        assert sqlite_doors.clerk("lintan").get(taken[0].location).status_code == 404
        assert "后台办理" in told(clerk.get("/admin/job_run/"))
