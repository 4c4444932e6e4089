"""A report above the bound is worked out in the background, for the one who asked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from actions.core.action import Nothing
from actions.definitions.change_report import CHANGE_REPORT, ChangeReportInput
from actions.jobs.stop_run import STOP_RUN
from actions.workspace.put_on_desk import PUT_ON_DESK
from actions.workspace.work_out_report import WORK_OUT_REPORT
from admin_app.jobs.schedule import carry_on_run
from models.core.base import db
from models.definitions.report import ReportPeriod
from models.jobs.job_run import JobRun, JobState
from tests.support.definitions.reports import define
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import CLOCK

ADDRESS = "/admin/report/gansu_by_state/"
PAGES = "admin_app.pages.definitions.opened_report"


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("admin_app.grid.reporting.key_slices.SLICE_KEYS", 3)


def rows_of_tables(page: TestResponse) -> list[str]:
    body = page.get_data(as_text=True).partition("<tbody>")[2]
    return re.findall(r"<tr.*?\n", body)


def ask(doors: Doors, who: str, report: int) -> int:
    done = doors.world.perform(WORK_OUT_REPORT, who, [report], Nothing())
    return int(done.totals["run_id"])


def carry_on(doors: Doors, run_id: int) -> None:
    with doors.app.app_context():
        assert carry_on_run(db.engine, run_id, CLOCK)


def make_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report is above the bound."""
    monkeypatch.setattr(f"{PAGES}.MAXIMUM_AT_ONCE", 0)
    monkeypatch.setattr(f"{PAGES}.MAXIMUM_ON_DESK", 0)


@pytest.mark.parametrize(
    "asked",
    [
        {"group_by": "office_code", "then_by": "expires_on:quarter", "figures": "count,share"},
        {"group_by": "state", "figures": "count,sum:term_years,average:term_years"},
        {
            "entity": "order",
            "group_by": "state",
            "figures": "count,sum:amount_fen",
            "period": ReportPeriod.YEAR,
            "compared_on": "submitted_at",
        },
        {"group_by": None, "figures": "count,most:term_years"},
    ],
)
def test_slices_add_up_to_what_is_worked_out_at_once(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any]
) -> None:
    report = define(doors.world, "gansu", **asked)
    clerk = doors.clerk("gansu")
    at_once = rows_of_tables(clerk.get(ADDRESS))
    make_large(monkeypatch)
    carry_on(doors, ask(doors, "gansu", report))
    page = clerk.get(ADDRESS)
    assert "的记录算出" in told(page)
    assert rows_of_tables(page) == at_once != []


def test_its_page_offers_it_shows_its_progress_and_keeps_its_figures(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = define(doors.world, "gansu")
    make_large(monkeypatch)
    clerk = doors.clerk("gansu")
    page = clerk.get(ADDRESS)
    assert page.status_code == 200
    assert "后台计算" in told(page)
    refused = clerk.post(f"{ADDRESS}export/", {"format": "csv"})
    assert "还没有数字" in told(refused)
    run_id = ask(doors, "gansu", report)
    assert "已算 0 /" in told(clerk.get(ADDRESS))
    assert clerk.get(f"{ADDRESS}progress/").status_code == 200
    carry_on(doors, run_id)
    assert clerk.get(f"{ADDRESS}progress/").headers["HX-Refresh"] == "true"
    assert clerk.post(f"{ADDRESS}export/", {"format": "csv"}).status_code == 200
    doors.world.perform(PUT_ON_DESK, "gansu", [report], Nothing())
    assert "记录数" in clerk.get("/admin/report/desk/").get_data(as_text=True)
    assert clerk.get(f"/admin/run/?id={run_id}").location.endswith(f"open/?id={report}")


def test_nobody_else_reads_its_figures(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = define(sqlite_doors.world, "gansu")
    run_id = ask(sqlite_doors, "gansu", report)
    carry_on(sqlite_doors, run_id)
    make_large(monkeypatch)
    for who in ("zhuoni", "conac", "zhuoni-viewer"):
        assert "的记录算出" not in told(sqlite_doors.clerk(who).get(f"{ADDRESS}?of=620000"))
    assert sqlite_doors.clerk("shaanxi").get(f"/admin/run/?id={run_id}").status_code == 404
    for address in (f"/admin/run/file/?id={run_id}", f"/admin/run/progress?id={run_id}"):
        assert sqlite_doors.clerk("gansu").get(address).status_code == 404
    client = sqlite_doors.app.test_client()
    lines = client.get(f"/api/runs/{run_id}?slice=1", headers=sqlite_doors.bearer("gansu"))
    assert lines.status_code == 404
    progress = client.get(f"/api/runs/{run_id}", headers=sqlite_doors.bearer("gansu"))
    assert progress.get_json()["state"] == "done"


def test_a_report_that_was_changed_since_has_no_figures(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = define(sqlite_doors.world, "gansu")
    carry_on(sqlite_doors, ask(sqlite_doors, "gansu", report))
    make_large(monkeypatch)
    changed = ChangeReportInput("甘肃域名", group_by="office_code")
    sqlite_doors.world.perform(CHANGE_REPORT, "gansu", [report], changed)
    assert "的记录算出" not in told(sqlite_doors.clerk("gansu").get(ADDRESS))


def test_a_stopped_run_says_so_and_has_no_figures(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = define(sqlite_doors.world, "gansu")
    run_id = ask(sqlite_doors, "gansu", report)
    sqlite_doors.world.perform(STOP_RUN, "gansu", [run_id], Nothing())
    carry_on(sqlite_doors, run_id)
    make_large(monkeypatch)
    page = told(sqlite_doors.clerk("gansu").get(ADDRESS))
    assert "停止了余下的" in page
    assert "重新计算" in page


def test_too_many_groups_are_refused_in_words(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = define(sqlite_doors.world, "gansu", group_by="name_u")
    monkeypatch.setattr("admin_app.grid.reporting.measuring.MAXIMUM_REPORT_GROUPS", 1)
    run_id = ask(sqlite_doors, "gansu", report)
    carry_on(sqlite_doors, run_id)
    make_large(monkeypatch)
    assert "没有算完" in told(sqlite_doors.clerk("gansu").get(ADDRESS))


def test_the_button_of_its_page_begins_it(
    sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    define(sqlite_doors.world, "gansu")
    make_large(monkeypatch)
    clerk = sqlite_doors.clerk("gansu")
    assert clerk.post(f"{ADDRESS}work_out/").status_code == 303
    with sqlite_doors.world.session("gansu") as session:
        run = session.scalars(select(JobRun).order_by(JobRun.id.desc())).first()
        assert run is not None
        assert run.is_of_report
        assert run.state in {JobState.QUEUED, JobState.DONE}
