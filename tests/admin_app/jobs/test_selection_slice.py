"""A slice is carried out as it was shown, or refused with what has moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.core.request_run import SliceRefusal
from admin_app.jobs.schedule import carry_on_run
from models.jobs.job_run import JobSlice, SliceState
from tests.admin_app.jobs.test_batch_run import due_names, hand_over, renewed, run_of, slices
from tests.support.world.cast import CLOCK, World


def run_after(
    world: World, keys: list[int], change: Callable[[JobSlice], None], *, leaves_out: bool
) -> JobSlice:
    """The only slice of a run, whose check showed something else than is there now."""
    run_id = hand_over(world, keys, leaves_out=leaves_out)
    with world.writing() as session:
        (shown,) = slices(world, run_of(world, run_id).check_id or 0)
        shown = session.get_one(JobSlice, shown.id)
        change(shown)
    carry_on_run(world.engine, run_id, CLOCK)
    (done,) = slices(world, run_id)
    return done


def other_amount(shown: JobSlice) -> None:
    first, *rest = shown.lines or []
    shown.lines = [[*first[:4], {**first[4], "amount_fen": 1}], *rest]


def refused_then(shown: JobSlice) -> None:
    first, *rest = shown.lines or []
    shown.lines = [[*first[:2], "renew_held", *first[3:]], *rest]
    each_fen = first[4]["amount_fen"]
    effects = [{**note, "facts": {"count": 2}} for note in (shown.summary or {})["effects"]]
    totals = {"row_count": 2, "amount_fen": 2 * each_fen}
    shown.summary = {**(shown.summary or {}), "totals": totals, "effects": effects}


def other_sum(shown: JobSlice) -> None:
    shown.summary = {**(shown.summary or {}), "totals": {"row_count": 3, "amount_fen": 1}}


def other_warning(shown: JobSlice) -> None:
    note = {"code": "renew_one_year", "facts": {"count": 3}, "must_answer": True, "times": 1}
    shown.summary = {**(shown.summary or {}), "warnings": [note], "answers": ["abcd1234"]}


@pytest.mark.parametrize(
    ("change", "reason"),
    [(other_amount, SliceRefusal.ROW_MOVED), (refused_then, SliceRefusal.NOT_SHOWN)],
)
@pytest.mark.parametrize("leaves_out", [True, False])
def test_a_row_that_differs_from_what_was_shown_is_refused(
    world: World, change: Callable[[JobSlice], None], reason: SliceRefusal, leaves_out: bool
) -> None:
    keys = due_names(world, 3)
    done = run_after(world, keys, change, leaves_out=leaves_out)
    assert [each[1] for each in done.refusals] == [reason.value]
    assert renewed(world, keys) == done.done == (2 if leaves_out else 0)
    assert done.state is (SliceState.DONE if leaves_out else SliceState.REFUSED)


@pytest.mark.parametrize("change", [other_sum, other_warning])
def test_a_slice_whose_sums_or_warnings_differ_is_refused_as_a_whole(
    world: World, change: Callable[[JobSlice], None]
) -> None:
    keys = due_names(world, 3)
    done = run_after(world, keys, change, leaves_out=True)
    assert done.state is SliceState.REFUSED
    assert done.refusals[0][1] == SliceRefusal.MOVED.value
    assert renewed(world, keys) == 0


def test_each_row_of_a_refused_slice_has_its_reason_or_that_of_the_slice(
    sqlite_world: World,
) -> None:
    keys = due_names(sqlite_world, 3)
    done: Any = run_after(sqlite_world, keys, refused_then, leaves_out=False)
    assert done.summary["reasons"] == {SliceRefusal.NOT_SHOWN: 1, SliceRefusal.WITH_OTHERS: 2}
    assert done.summary["refused"] == 3
