"""Offices keep reports for themselves and those below; what no list can read is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.refusal import Common, Refused
from actions.core.reports.report_rules import ReportRefusal
from actions.definitions.define_report import DEFINE_REPORT, DefineReportInput
from admin_app.labels.list_fault import ListFault
from models.definitions.report import RESERVED_KEYS, SavedReport
from models.users.user import Role
from tests.support.definitions.reports import define
from tests.support.world.cast import World


def refused(world: World, by: str = "gansu", **asked: Any) -> object:
    given = DefineReportInput(**{"name_zh": "报表", "entity": "domain", **asked})
    with pytest.raises(Refused) as caught:
        world.perform(DEFINE_REPORT, by, [], given)
    return caught.value.first.code


@pytest.mark.parametrize(
    ("entity", "roles", "is_refused"),
    [
        ("user", (Role.CASHIER,), True),
        ("domain", (Role.UNIT_USER,), True),
        ("domain", (Role.COUNTY_ADMIN, Role.VIEWER), False),
    ],
)
def test_only_roles_that_can_open_a_report_are_its_readers(
    sqlite_world: World, entity: str, roles: tuple[Role, ...], is_refused: bool
) -> None:
    asked = {"entity": entity, "figures": "count", "seen_by": roles}
    if is_refused:
        assert refused(sqlite_world, **asked) is ReportRefusal.READER_CANNOT
    else:
        define(sqlite_world, "gansu", **asked)


class TestDefiningAReport:
    def test_it_is_read_below_and_above_and_not_beside(self, world: World) -> None:
        report = define(world, "gansu")
        for who, is_seen in (
            ("conac", True),
            ("gannan", True),
            ("zhuoni", True),
            ("shaanxi", False),
        ):
            with world.session(who) as session:
                assert (session.get(SavedReport, report) is not None) is is_seen, who

    def test_without_a_key_it_is_numbered(self, world: World) -> None:
        report = define(world, "zhuoni", code=None)
        with world.session() as session:
            assert session.get_one(SavedReport, report).key.startswith("report_")

    def test_a_key_is_taken_by_what_the_definer_sees(self, world: World) -> None:
        define(world, "gansu", code="same")
        for who in ("gansu", "zhuoni", "conac"):
            assert refused(world, who, code="same") is ReportRefusal.KEY_TAKEN
        define(world, "shaanxi", code="same")

    @pytest.mark.parametrize(
        "key", ["1st", "a-b", "../etc", "x'--", "a" * 31, "报表", *sorted(RESERVED_KEYS)[:3]]
    )
    def test_a_key_is_a_plain_name(self, sqlite_world: World, key: str) -> None:
        assert refused(sqlite_world, code=key) in {
            ReportRefusal.KEY_MALFORMED,
            Common.INPUT_INVALID,
        }

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"entity": "nothing"}, ReportRefusal.UNKNOWN_LIST),
            ({"group_by": "state; DROP TABLE unit"}, ReportRefusal.UNKNOWN_COLUMN),
            ({"columns": ",".join("abcdefghijklmnopqrstuvw")}, ReportRefusal.TOO_MANY_COLUMNS),
            ({"conditions": "nothing=1"}, ListFault.UNKNOWN_PARAMETER),
        ],
    )
    def test_what_no_list_can_read_is_refused(
        self, sqlite_world: World, asked: dict[str, Any], code: object
    ) -> None:
        assert refused(sqlite_world, **asked) is code

    @pytest.mark.parametrize("who", ["zhuoni-viewer", "conac-review", "unit-a"])
    def test_who_keeps_nothing_for_an_office_defines_none(
        self, sqlite_world: World, who: str
    ) -> None:
        assert refused(sqlite_world, who) is Common.FORBIDDEN

    def test_an_office_has_a_bounded_number_of_reports(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("actions.core.reports.report_rules.MAXIMUM_REPORTS", 1)
        define(sqlite_world, "gansu")
        assert refused(sqlite_world) is ReportRefusal.TOO_MANY
