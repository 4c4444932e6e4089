"""A check is confirmed as it was shown; what has moved since is shown again."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from actions.core.refusal import Common, Refused
from actions.core.result import Answer
from actions.domains.renew import RENEW, RenewInput
from admin_app.jobs import selection_check
from admin_app.jobs.selection_check import (
    Confirmation,
    confirm_check,
    lines_in_slices,
    request_check,
    slices_of,
    whole_of,
)
from models.jobs.job_run import JobRun, JobSlice, JobState
from tests.admin_app.jobs.test_batch_run import due_names, run_of
from tests.support.database.database_faults import statements
from tests.support.pages.doors import Doors
from tests.support.world.cast import World

#: Of a check of one slice: its request, its plan and its progress.
MAXIMUM_STATEMENTS = 15


def checked(doors: Doors, keys: list[int], key: str = "check-1") -> int:
    world = doors.world
    with doors.app.app_context(), world.session("zhuoni") as session:
        caller = world.caller("zhuoni")
        return request_check(session, RENEW, keys, {"years": "2"}, caller, key=key)


def confirmed(doors: Doors, check_id: int, answer: Answer | None = None) -> Confirmation:
    world = doors.world
    with doors.app.app_context(), world.session("zhuoni") as session:
        check = session.get_one(JobRun, check_id)
        return confirm_check(
            session, check, world.caller("zhuoni"), leaves_out=True, answer=answer or Answer()
        )


def runs(world: World) -> int:
    with world.session() as session:
        wanted = select(func.count(JobRun.id)).where(JobRun.is_check.is_(False))
        return session.scalar(wanted) or 0


def test_a_small_selection_is_checked_while_its_user_waits(sqlite_doors: Doors) -> None:
    check_id = checked(sqlite_doors, due_names(sqlite_doors.world, 3))
    run = run_of(sqlite_doors.world, check_id)
    assert (run.state, run.done, run.is_check) == (JobState.DONE, 3, True)


def test_a_large_selection_is_left_to_a_worker(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_check, "MAXIMUM_WAITED_ROWS", 2)
    check_id = checked(sqlite_doors, due_names(sqlite_doors.world, 3))
    assert run_of(sqlite_doors.world, check_id).state is JobState.QUEUED


def test_a_check_that_still_holds_is_confirmed_once(sqlite_doors: Doors) -> None:
    check_id = checked(sqlite_doors, due_names(sqlite_doors.world, 3))
    first, again = (confirmed(sqlite_doors, check_id) for _ in range(2))
    assert first == again
    run = run_of(sqlite_doors.world, first.run_id)
    assert (run.check_id, run.is_check, run.leaves_out) == (check_id, False, True)
    assert runs(sqlite_doors.world) == 1


def test_a_check_whose_rows_moved_is_made_again_and_nothing_is_queued(
    sqlite_doors: Doors,
) -> None:
    world = sqlite_doors.world
    keys = due_names(world, 3)
    check_id = checked(sqlite_doors, keys)
    world.perform(RENEW, "zhuoni-cashier", keys[:1], RenewInput(1))
    done = confirmed(sqlite_doors, check_id)
    assert done.has_moved
    assert runs(world) == 0
    with world.session() as session:
        was, now = whole_of(session, check_id), whole_of(session, done.run_id)
    assert (was.passing, now.passing) == (3, 2)
    assert now.reasons == {"renew_order_open": 1}
    assert run_of(world, done.run_id).check_id == check_id


def test_warnings_that_want_an_answer_are_answered_once_for_all(sqlite_doors: Doors) -> None:
    world = sqlite_doors.world
    check_id = checked(sqlite_doors, due_names(world, 3))
    with world.writing() as session:
        (part,) = session.scalars(select(JobSlice).where(JobSlice.run_id == check_id))
        part.summary = {**(part.summary or {}), "answers": ["abcd1234"], "asks_reason": True}
    with world.session() as session:
        code = whole_of(session, check_id).answer_code
    for answer, refusal in (
        (Answer(), Common.ANSWER_MISSING),
        (Answer(code), Common.ANSWER_MISSING),
        (Answer("another", "按上级要求"), Common.ANSWER_STALE),
    ):
        with pytest.raises(Refused) as caught:
            confirmed(sqlite_doors, check_id, answer)
        assert caught.value.first.code is refusal
    run = run_of(world, confirmed(sqlite_doors, check_id, Answer(code, "按上级要求")).run_id)
    assert run.answer == "按上级要求"


def test_the_lines_of_a_run_are_read_slice_by_slice(sqlite_doors: Doors) -> None:
    world, keys = sqlite_doors.world, due_names(sqlite_doors.world, 3)
    check_id = checked(sqlite_doors, keys)
    with world.session() as session:
        assert len(slices_of(session, check_id)) == 1
        (lines,) = lines_in_slices(session, check_id)
    assert [line[0] for line in lines] == keys


def test_a_slice_takes_as_many_statements_whatever_its_rows(sqlite_doors: Doors) -> None:
    world, taken = sqlite_doors.world, []
    keys = due_names(world, 40)
    # The first one also reads what the program keeps.
    for count in (1, 2, 40):
        with statements(world.engine) as said:
            checked(sqlite_doors, keys[:count], key=f"check-{count}")
        taken.append(len(said))
    assert taken[1] == taken[2] <= MAXIMUM_STATEMENTS


def test_a_selection_that_nothing_touched_is_confirmed_without_planning_it_again(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned(*_asked: object) -> None:
        raise AssertionError("it was planned again")

    check_id = checked(sqlite_doors, due_names(sqlite_doors.world, 3))
    monkeypatch.setattr(selection_check, "plan", planned)
    found = confirmed(sqlite_doors, check_id)
    assert (found.has_moved, runs(sqlite_doors.world)) == (False, 1)


def test_a_selection_that_somebody_touched_is_planned_again(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, times = due_names(sqlite_doors.world, 3), []
    check_id, real = checked(sqlite_doors, keys), selection_check.plan
    monkeypatch.setattr(selection_check, "plan", lambda *asked: times.append(1) or real(*asked))
    sqlite_doors.world.perform(RENEW, "zhuoni-cashier", keys[:1], RenewInput(1))
    assert confirmed(sqlite_doors, check_id).has_moved
    assert times
