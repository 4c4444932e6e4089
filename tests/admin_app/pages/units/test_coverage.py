"""覆盖率 as a page: each figure leads to its units."""

from __future__ import annotations

import re

import pytest

from tests.support.pages.doors import Doors, told
from tests.support.pages.readers import each_reader
from tests.support.pages.unit_pages import ways


class TestCoveragePage:
    def test_coverage_page_leads_from_each_figure_to_its_units(self, doors: Doors) -> None:
        clerk = doors.clerk("gansu")
        page = clerk.get("/admin/coverage/")
        assert re.search(r"临潭县\S* 2 1 1 0 50\.00%", told(page))
        nameless = "/admin/coverage/units/?holding=nameless&place=623021"
        assert nameless in ways(page)
        said = told(clerk.get(nameless))
        assert "临潭县人民医院" in said
        assert "临潭县教育局" not in said

    @pytest.mark.parametrize(
        "query", ["holding=x", "holding=all&place=abc", "holding=all&place=6230211"]
    )
    def test_coverage_page_knows_no_other_figures(self, sqlite_doors: Doors, query: str) -> None:
        answer = sqlite_doors.clerk("gansu").get(f"/admin/coverage/units/?{query}")
        assert answer.status_code == 404

    @each_reader(["conac", "gansu", "gannan", "zhuoni", "zhuoni-viewer"])
    def test_coverage_page_leads_to_pages_that_open(
        self, sqlite_doors: Doors, username: str
    ) -> None:
        clerk = sqlite_doors.clerk(username)
        for way in ways(clerk.get("/admin/coverage/")):
            for further in {way, *ways(clerk.get(way))}:
                assert clerk.get(further).status_code == 200, further
