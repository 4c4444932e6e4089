"""A list as of a past day as a file: every page of it, with the values of that day."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select

from models.workspace.notification import FileRecord
from tests.admin_app.grid.past.test_routes import DAY, later  # noqa: F401  a fixture
from tests.support.pages.doors import Doors
from tests.support.pages.papers import text_of
from tests.support.world.cast import World

LIST = f"/admin/order/export/?list=payable&as_of={DAY}"


@pytest.mark.usefixtures("later")
class TestPastReport:
    def test_the_file_holds_the_rows_of_that_day_and_is_recorded(
        self, sqlite_world: World, sqlite_doors: Doors
    ) -> None:
        answer = sqlite_doors.clerk("zhuoni").post(LIST, {"format": "csv"})
        rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
        assert len(rows) == 5
        assert {row["状态"] for row in rows} == {"待收费"}
        with sqlite_world.session() as session:
            record = session.scalars(select(FileRecord)).one()
            assert record.row_count == 5
            assert f"as_of={DAY}" in record.selection["list"]

    def test_the_file_is_a_workbook_and_a_paper_too(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        book = clerk.post(LIST, {"format": "xlsx"})
        assert book.get_data().startswith(b"PK")
        assert "待收费" in text_of(clerk.post(LIST, {"format": "pdf"}))

    def test_a_sister_county_takes_rows_of_its_own_alone(self, sqlite_doors: Doors) -> None:
        answer = sqlite_doors.clerk("lintan").post(LIST, {"format": "csv"})
        assert "卓尼" not in answer.get_data(as_text=True)

    def test_more_rows_than_may_be_taken_back_are_refused_not_cut(
        self, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("admin_app.grid.past.report._MOST_PAGES", 1)
        monkeypatch.setattr("admin_app.grid.past.report._ROWS_AT_ONCE", 2)
        answer = sqlite_doors.clerk("zhuoni").post(LIST, {"format": "csv"})
        assert answer.status_code == 422
        assert "文件会不完整" in answer.get_data(as_text=True)
