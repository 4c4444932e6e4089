"""A saved report as its readers open it: each with their own rows, and nobody from beside."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlencode

import pytest

from actions.core.action import Nothing
from actions.definitions.retire_report import RETIRE_REPORT
from actions.workspace.put_on_desk import PUT_ON_DESK
from models.definitions.report import RESERVED_KEYS, ReportChart, ReportPeriod
from models.users.user import Role
from tests.support.definitions.reports import DEFINED, define
from tests.support.pages.doors import Doors, told
from tests.support.pages.unit_pages import ways


def total(page_text: str) -> int:
    found = re.search(r"合计 ([\d,]+)", page_text)
    assert found is not None, page_text
    return int(found[1].replace(",", ""))


class TestAReportOpenedByItsKey:
    def test_each_reader_sees_their_own_rows_in_it(self, doors: Doors) -> None:
        define(doors.world, "conac")
        address = "/admin/report/all_by_state/"
        totals = {
            who: total(told(doors.clerk(who).get(address)))
            for who in ("conac", "gansu", "zhuoni", "lintan")
        }
        assert totals["conac"] > totals["gansu"] > totals["zhuoni"] > 0
        assert totals["gansu"] >= totals["zhuoni"] + totals["lintan"]

    def test_nobody_from_beside_opens_finds_or_reads_it(self, doors: Doors) -> None:
        for who in DEFINED:
            define(doors.world, who)
        strangers = {"gansu": ["shaanxi"], "zhuoni": ["lintan", "shaanxi"], "shaanxi": ["gansu"]}
        for owner, others in strangers.items():
            key, name = DEFINED[owner]
            for who in others:
                clerk = doors.clerk(who)
                assert clerk.get(f"/admin/report/{key}/").status_code == 404
                assert (
                    clerk.post(f"/admin/report/{key}/export/", {"format": "csv"}).status_code == 404
                )
                assert clerk.post(f"/admin/report/{key}/pdf/").status_code == 404
                assert name not in told(clerk.get("/admin/report/"))
                assert key not in clerk.get(f"/admin/find/?q={name}").get_data(as_text=True)
                listed = doors.app.test_client().get("/api/report", headers=doors.bearer(who))
                assert name not in listed.get_data(as_text=True)
        assert doors.clerk("unit-a").get("/admin/report/all_by_state/").status_code == 403

    def test_offices_above_and_below_open_it(self, sqlite_doors: Doors) -> None:
        define(sqlite_doors.world, "gansu")
        define(sqlite_doors.world, "zhuoni")
        for who, key in (
            ("zhuoni", "gansu_by_state"),
            ("conac", "gansu_by_state"),
            ("gannan", "zhuoni_by_state"),
            ("gansu", "zhuoni_by_state"),
        ):
            page = sqlite_doors.clerk(who).get(f"/admin/report/{key}/")
            assert page.status_code == 200, (who, key)

    def test_the_registry_tells_two_reports_of_one_key_by_their_offices(
        self, sqlite_doors: Doors
    ) -> None:
        for who, name in (("gansu", "甘肃统计"), ("shaanxi", "陕西统计")):
            define(sqlite_doors.world, who, code="same", name_zh=name)
        clerk = sqlite_doors.clerk("conac")
        assert "陕西统计" in told(clerk.get("/admin/report/same/?of=610000"))
        assert "甘肃统计" in told(clerk.get("/admin/report/same/?of=620000"))

    def test_a_role_that_it_is_not_for_is_told_so(self, sqlite_doors: Doors) -> None:
        define(sqlite_doors.world, "gansu", seen_by=(Role.COUNTY_ADMIN,))
        assert sqlite_doors.clerk("zhuoni").get("/admin/report/gansu_by_state/").status_code == 200
        page = sqlite_doors.clerk("zhuoni-viewer").get("/admin/report/gansu_by_state/")
        assert page.status_code == 422
        assert "不向您的角色开放" in told(page)

    def test_a_retired_report_is_not_opened(self, sqlite_doors: Doors) -> None:
        report = define(sqlite_doors.world, "gansu")
        sqlite_doors.world.perform(RETIRE_REPORT, "gansu", [report], Nothing())
        page = sqlite_doors.clerk("zhuoni").get("/admin/report/gansu_by_state/")
        assert "已经停用" in told(page)

    def test_its_row_leads_to_it(self, sqlite_doors: Doors) -> None:
        report = define(sqlite_doors.world, "gansu")
        answer = sqlite_doors.clerk("gansu").get(f"/admin/report/open/?id={report}")
        assert answer.location == "/admin/report/gansu_by_state/"
        assert (
            sqlite_doors.clerk("shaanxi").get(f"/admin/report/open/?id={report}").status_code == 404
        )


class TestWhatAReportShows:
    def test_its_figures_lead_to_lists_that_open(self, sqlite_doors: Doors) -> None:
        define(sqlite_doors.world, "gansu", group_by="office_code", then_by="expires_on:quarter")
        clerk = sqlite_doors.clerk("gansu")
        links = [url for url in ways(clerk.get("/admin/report/gansu_by_state/")) if "where" in url]
        assert links
        for url in links:
            assert clerk.get(url).status_code == 200, url

    def test_two_periods_stand_side_by_side_with_their_difference(self, doors: Doors) -> None:
        define(
            doors.world,
            "gansu",
            entity="order",
            group_by="state",
            figures="count,sum:amount_fen",
            period=ReportPeriod.YEAR,
            compared_on="submitted_at",
        )
        page = told(doors.clerk("gansu").get("/admin/report/gansu_by_state/"))
        for heading in ("记录数（本年）", "记录数（上年）", "记录数增减", "记录数增减率"):
            assert heading in page

    @pytest.mark.parametrize("chart", [ReportChart.BARS, ReportChart.LINE])
    def test_its_chart_is_drawn_beside_the_table(
        self, sqlite_doors: Doors, chart: ReportChart
    ) -> None:
        define(sqlite_doors.world, "gansu", group_by="expires_on:month", chart=chart)
        page = sqlite_doors.clerk("gansu").get("/admin/report/gansu_by_state/")
        assert "<svg viewBox" in page.get_data(as_text=True).partition("<main")[2]

    def test_a_report_of_rows_lists_the_chosen_columns(self, sqlite_doors: Doors) -> None:
        define(
            sqlite_doors.world,
            "gansu",
            group_by=None,
            columns="unit_name,expires_on",
            conditions="state=registered",
        )
        page = sqlite_doors.clerk("gansu").get("/admin/report/gansu_by_state/")
        assert "卓尼县教育局" in told(page)


class TestTheFilesOfAReport:
    def test_csv_workbook_and_pdf_hold_the_same_figures(self, sqlite_doors: Doors) -> None:
        define(sqlite_doors.world, "gansu", figures="count,share")
        clerk = sqlite_doors.clerk("gansu")
        sheet = clerk.post("/admin/report/gansu_by_state/export/", {"format": "csv"})
        lines = list(csv.reader(io.StringIO(sheet.get_data(as_text=True).lstrip("\ufeff"))))
        assert lines[0][1:] == ["记录数", "占比"]
        assert lines[-1] == ["合计", str(sum(int(line[1]) for line in lines[1:-1])), "100.00%"]
        for form, kind in (("xlsx", "spreadsheet"), ("pdf", "pdf")):
            where = "pdf" if form == "pdf" else "export"
            answer = clerk.post(f"/admin/report/gansu_by_state/{where}/", {"format": form})
            assert answer.status_code == 200
            assert kind in answer.content_type


class TestTryingOutAReport:
    def test_a_list_leads_to_it_with_its_conditions_and_groups(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("gansu")
        for address in ("/admin/domain/?state=registered", "/admin/order/?group=state"):
            (url,) = [url for url in ways(clerk.get(address)) if "/report/draft/" in url]
            page = clerk.get(url)
            assert page.status_code == 200, told(page)
            (save,) = [url for url in ways(page) if "define_report" in url]
            assert clerk.get(save).status_code == 200

    def test_a_reader_who_keeps_no_reports_is_offered_none(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni-viewer").get("/admin/domain/")
        assert "存为报表" not in told(page)

    @pytest.mark.parametrize(
        "asked",
        [
            {"entity": "nothing"},
            {"entity": "domain", "group_by": "'; DROP TABLE unit; --"},
            {"entity": "domain", "figures": ",".join(f"sum:c{n}" for n in range(200))},
            {"entity": "domain", "conditions": "where={"},
            {"entity": "domain", "chart": "pie"},
        ],
    )
    def test_what_cannot_be_read_is_refused(
        self, sqlite_doors: Doors, asked: dict[str, str]
    ) -> None:
        page = sqlite_doors.clerk("gansu").get(f"/admin/report/draft/?{urlencode(asked)}")
        assert page.status_code == 400


class TestReportsOnTheDesk:
    def test_the_desk_shows_the_figures_of_its_user(self, doors: Doors) -> None:
        report = define(doors.world, "gansu", figures="count,share")
        for who in ("gansu", "zhuoni"):
            clerk = doors.clerk(who)
            assert "desk-reports" not in clerk.get("/admin/").get_data(as_text=True)
            doors.world.perform(PUT_ON_DESK, who, [report], Nothing())
            assert "/admin/report/desk/" in clerk.get("/admin/").get_data(as_text=True)
            whole = told(clerk.get("/admin/report/gansu_by_state/"))
            assert "从工作台取下" in whole
            tile = clerk.get("/admin/report/desk/").get_data(as_text=True)
            assert f"记录数</span> <b>{total(whole)}</b>" in tile

    def test_a_tile_that_would_cost_too_much_says_so(
        self, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report = define(sqlite_doors.world, "gansu")
        sqlite_doors.world.perform(PUT_ON_DESK, "gansu", [report], Nothing())
        monkeypatch.setattr("admin_app.pages.definitions.opened_report.MAXIMUM_ON_DESK", 1)
        piece = sqlite_doors.clerk("gansu").get("/admin/report/desk/").get_data(as_text=True)
        assert "请打开报表查看" in piece


def test_no_report_takes_the_address_of_another_page(sqlite_doors: Doors) -> None:
    rules = sqlite_doors.app.url_map.iter_rules()
    second = {r.rule.split("/")[3] for r in rules if r.rule.startswith("/admin/report/")}
    assert {name for name in second if name and "<" not in name} <= RESERVED_KEYS
