"""预算测算 as a page and as a file."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from models.workspace.notification import FileRecord
from tests.support.pages.doors import Doors, told
from tests.support.pages.unit_pages import ways


class TestBudgetPage:
    def test_budget_page_shows_offices_and_opens_their_units(self, doors: Doors) -> None:
        clerk = doors.clerk("gansu")
        page = clerk.get("/admin/budget/?year=2026")
        said = told(page)
        assert re.search(r"卓尼县\S* 10 ¥2,000\.00", said)
        assert "2 年 ¥4,800.00 ¥2,400.00 60" in said
        one = clerk.get("/admin/budget/?year=2026&office=623022")
        assert re.search(r"卓尼县教育局 8 ¥1,600\.00", told(one))
        for way in ways(page) | ways(one):
            assert clerk.get(way).status_code == 200, way

    def test_budget_page_shows_a_unit_its_own(self, sqlite_doors: Doors) -> None:
        said = told(sqlite_doors.clerk("unit-b").get("/admin/budget/?year=2026"))
        assert re.search(r"卓尼县柳林小学 2 ¥400\.00", said)
        assert "卓尼县教育局" not in said

    def test_budget_page_asks_for_next_year_first(self, sqlite_doors: Doors) -> None:
        assert "2027 年内到期" in told(sqlite_doors.clerk("zhuoni").get("/admin/budget/"))

    def test_budget_page_gives_a_file_and_writes_down_who_took_it(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        clerk.get("/admin/budget/")
        file = clerk.post("/admin/budget/export/", {"year": "2026"}).get_data(as_text=True)
        assert file.startswith("\ufeff")
        assert file.splitlines()[1:] == [
            "2026,卓尼县教育局,8,1600.00",
            "2026,卓尼县柳林小学,2,400.00",
            "2026,合计,10,2000.00",
        ]
        with doors.world.session() as session:
            taken = session.scalars(select(FileRecord)).one()
            assert taken.selection["list"] == "budget.export?year=2026"

    @pytest.mark.parametrize("year", ["1999", "x", "99999"])
    def test_budget_page_knows_no_other_years(self, sqlite_doors: Doors, year: str) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(f"/admin/budget/?year={year}")
        assert page.status_code == 200
        assert f"没有“{year}”这一年度的测算。这一项没有采用。" in told(page)
        assert "2027 年内到期" in told(page)
        plain = clerk.get("/admin/budget/")
        assert page.text.partition("<table")[2] == plain.text.partition("<table")[2]

    def test_a_budget_of_no_known_year_is_no_file(self, sqlite_doors: Doors) -> None:
        file = sqlite_doors.clerk("zhuoni").post("/admin/budget/export/", {"year": "1999"})
        assert 400 <= file.status_code < 500
        assert "text/csv" not in file.headers["Content-Type"]

    def test_budget_page_knows_no_offices_out_of_scope(self, sqlite_doors: Doors) -> None:
        assert sqlite_doors.clerk("zhuoni").get("/admin/budget/?office=62").status_code == 404
