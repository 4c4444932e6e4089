"""A report is changed by its own office alone, to what its list can read."""

from __future__ import annotations

import pytest

from actions.core.refusal import Common, Refused
from actions.core.reports.report_rules import ReportRefusal
from actions.definitions.change_report import CHANGE_REPORT, ChangeReportInput
from models.definitions.report import SavedReport
from tests.support.definitions.reports import define
from tests.support.world.cast import World


def refused(world: World, by: str, report: int, given: ChangeReportInput) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(CHANGE_REPORT, by, [report], given)
    return caught.value.first.code


class TestChangingAReport:
    def test_what_it_asks_changes(self, world: World) -> None:
        report = define(world, "gansu")
        given = ChangeReportInput("按月", group_by="expires_on:month", figures="count,share")
        world.perform(CHANGE_REPORT, "gansu", [report], given)
        with world.session() as session:
            row = session.get_one(SavedReport, report)
            assert (row.name_zh, row.spec.group_by, row.spec.figures) == (
                "按月",
                "expires_on:month",
                ("count", "share"),
            )

    def test_what_the_list_cannot_read_is_refused(self, sqlite_world: World) -> None:
        report = define(sqlite_world, "gansu")
        given = ChangeReportInput("按月", group_by="nothing")
        found = refused(sqlite_world, "gansu", report, given)
        assert found is ReportRefusal.UNKNOWN_COLUMN

    def test_nobody_below_or_beside_changes_it(self, sqlite_world: World) -> None:
        report = define(sqlite_world, "gansu")
        given = ChangeReportInput("改名")
        assert refused(sqlite_world, "zhuoni", report, given) is Common.NOT_OWN_OFFICE
        assert refused(sqlite_world, "shaanxi", report, given) is Common.NOT_FOUND
