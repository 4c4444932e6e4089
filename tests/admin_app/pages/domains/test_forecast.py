"""The forecast on the workbench leads to the month's budget."""

from __future__ import annotations

from tests.support.pages.doors import told
from tests.support.pages.workbench import SignIn


class TestTheForecast:
    def test_the_forecast_stands_on_the_page_of_a_county(self, sqlite_clerk: SignIn) -> None:
        page = sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)
        assert 'id="forecast-table"' in page
        assert page.count('data-value="') == 24

    def test_the_forecast_comes_after_the_page_of_a_province(self, sqlite_clerk: SignIn) -> None:
        gansu = sqlite_clerk("gansu")
        page = gansu.get("/admin/").get_data(as_text=True)
        assert 'id="forecast-table"' not in page
        assert 'hx-get="/admin/forecast/piece"' in page
        assert "¥1,800.00" in told(gansu.get("/admin/forecast/"))

    def test_the_forecast_leads_to_the_months_budget(self, sqlite_clerk: SignIn) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        url = "/admin/budget/?year=2026&month=7"
        assert url.replace("&", "&amp;") in zhuoni.get("/admin/").get_data(as_text=True)
        said = told(zhuoni.get(url))
        assert "2026 年 7 月" in said
        assert "¥600.00" in said

    def test_a_month_that_is_none_leaves_the_budget_of_the_whole_year(
        self, sqlite_clerk: SignIn
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        page = zhuoni.get("/admin/budget/?year=2026&month=13")
        assert page.status_code == 200
        assert "没有“13”这个月份。这一项没有采用。" in told(page)
        whole = zhuoni.get("/admin/budget/?year=2026")
        assert page.text.partition("<table")[2] == whole.text.partition("<table")[2]

    def test_the_forecast_is_not_for_registrants(self, sqlite_clerk: SignIn) -> None:
        assert sqlite_clerk("unit-a").get("/admin/forecast/").status_code == 403
