"""对账单 as pages and files."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from models.workspace.notification import FileRecord
from tests.support.pages.doors import Doors, told


@pytest.fixture
def charged(sqlite_doors: Doors) -> Doors:
    """B paid 400 yuan and was given no sheet."""
    world = sqlite_doors.world
    given = ChargeInput(40_000, 0, deferred_reason="发票用完")
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], given)
    return sqlite_doors


class TestTheStatements:
    def test_the_statements_of_the_account_shows_before_and_after(
        self, sqlite_doors: Doors
    ) -> None:
        page = told(sqlite_doors.clerk("lantian").get("/admin/statement/"))
        assert "期初余额 ¥0.00" in re.sub(r"\s+", " ", page)
        assert "充值" in page
        assert "¥200.00" in page

    def test_the_statements_of_the_account_is_a_file_that_is_written_down(
        self, sqlite_doors: Doors
    ) -> None:
        answer = sqlite_doors.clerk("lantian").post("/admin/statement/export/")
        rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
        assert [row[3:] for row in rows] == [
            ["收入", "支出", "余额"],
            ["", "", "0.00"],
            ["200.00", "", "200.00"],
            ["200.00", "0.00", "200.00"],
        ]
        with sqlite_doors.world.session() as session:
            record = session.scalars(select(FileRecord)).one()
            assert (record.by, record.office_code) == ("蓝田管理员", "610122")

    def test_the_statements_of_a_unit_is_its_own(self, charged: Doors) -> None:
        clerk, world = charged.clerk("unit-b"), charged.world
        page = clerk.get("/admin/statement/", follow_redirects=True)
        assert "¥400.00" in told(page)
        foreign = clerk.get(f"/admin/statement/unit/?unit={world.id('unit-a')}")
        assert foreign.status_code == 404

    def test_the_statements_of_a_foreign_office_is_none(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("lintan")
        assert clerk.get("/admin/statement/?office=623022").status_code == 404
        assert clerk.post("/admin/statement/export/?office=623022").status_code == 404

    @pytest.mark.parametrize("query", ["from=gestern", "from=2026-06-02&to=2026-06-01"])
    def test_the_statements_wants_days_in_order(self, sqlite_doors: Doors, query: str) -> None:
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/statement/?{query}")
        assert page.status_code == 200
        assert "这一项没有采用" in told(page)
