"""A large report is asked for by one user, under bounds, and cut up by the keys of its rows."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.definitions.retire_report import RETIRE_REPORT
from actions.workspace.work_out_report import WORK_OUT_REPORT, WorkOutReportRefusal
from models.jobs.job_run import JobRun, JobSlice
from models.users.user import Role
from tests.support.definitions.reports import define
from tests.support.world.cast import World


def refused(world: World, who: str, report: int) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(WORK_OUT_REPORT, who, [report], Nothing())
    return caught.value.first.code


def test_a_run_of_a_report_is_queued_for_its_asker_in_slices_of_keys(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("admin_app.grid.reporting.key_slices.SLICE_KEYS", 3)
    report = define(world, "gansu")
    done = world.perform(WORK_OUT_REPORT, "zhuoni", [report], Nothing())
    with world.session("zhuoni") as session:
        run = session.get_one(JobRun, done.totals["run_id"])
        assert (run.user_id, run.action) == (world.actor("zhuoni").user_id, "work_out_report")
        slices = session.scalars(select(JobSlice).where(JobSlice.run_id == run.id)).all()
        assert len(slices) == run.total == done.totals["slice_count"] > 1
    assert refused(world, "zhuoni", report) is WorkOutReportRefusal.ALREADY


def test_a_report_that_the_asker_cannot_open_is_refused(sqlite_world: World) -> None:
    world = sqlite_world
    assert refused(world, "gansu", define(world, "shaanxi")) is Common.NOT_FOUND
    rows = define(world, "gansu", code="rows", group_by=None)
    assert refused(world, "gansu", rows) is WorkOutReportRefusal.OF_ROWS
    heads = define(world, "gansu", code="heads", seen_by=(Role.COUNTY_ADMIN,))
    assert refused(world, "zhuoni-viewer", heads) is WorkOutReportRefusal.NOT_FOR_ROLE
    world.perform(RETIRE_REPORT, "gansu", [heads], Nothing())
    assert refused(world, "zhuoni", heads) is WorkOutReportRefusal.RETIRED


def test_a_user_has_a_bounded_number_of_runs_at_once(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.workspace.work_out_report.MAXIMUM_OPEN_RUNS", 1)
    first, second = (define(sqlite_world, "gansu", code=f"r_{n}") for n in range(2))
    sqlite_world.perform(WORK_OUT_REPORT, "gansu", [first], Nothing())
    assert refused(sqlite_world, "gansu", second) is WorkOutReportRefusal.OPEN_RUNS
