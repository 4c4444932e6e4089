"""A list without what its address asks in vain, and what is done with the rows it shows."""

from __future__ import annotations

import re

import pytest

from tests.support.pages.doors import Doors, told


class TestForgivingly:
    def test_forgivingly_keeps_the_other_conditions(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get("/admin/domain/?list=registered&search=教育&sort=nothing&utm_source=x")
        assert page.status_code == 200
        assert "不能按“nothing”排序" in told(page)
        assert "没有“utm_source”这个条件" in told(page)
        whole = clerk.get("/admin/domain/?list=registered&search=教育")
        shown = [re.findall(r"details/\?id=\d+", each.text) for each in (page, whole)]
        assert shown[0] == shown[1] != []

    def test_forgivingly_plans_and_exports_the_rows_that_are_shown(
        self, sqlite_doors: Doors
    ) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get("/admin/domain/?list=registered&utm_source=x&due_on_from=nonsense")
        found = re.search(r'name="selection" value="([^"]*)"', page.text)
        assert found is not None
        form = {"selection": found[1], "mode": "all", "action": "renew"}
        assert clerk.post("/admin/domain/action/", form).status_code == 200
        file = clerk.post("/admin/domain/export/", {"selection": found[1], "format": "csv"})
        assert file.status_code == 200

    @pytest.mark.parametrize("day", ["2026/7/1", "2026年7月1日", "20260701", "２０２６．７．１"])
    def test_forgivingly_reads_days_as_they_are_typed(self, sqlite_doors: Doors, day: str) -> None:
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/domain/?due_on_from={day}")
        assert "没有采用" not in told(page)
        assert 'value="2026-07-01"' in page.text

    def test_forgivingly_uses_the_words_of_the_page(self, sqlite_doors: Doors) -> None:
        page = told(sqlite_doors.clerk("zhuoni").get("/admin/domain/?due_on_from=someday"))
        assert "due_on" not in page
        assert "条件“到期" in page

    def test_forgivingly_is_no_way_for_programs(self, sqlite_doors: Doors) -> None:
        program, bearer = sqlite_doors.app.test_client(), sqlite_doors.bearer("zhuoni")
        for query in ("utm_source=x", "sort=nothing", "list=nowhere", "due_on_from=someday"):
            assert program.get(f"/api/domain?{query}", headers=bearer).status_code == 400
