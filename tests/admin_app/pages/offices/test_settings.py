"""系统设置 as a page: every setting with its word; the registry changes, offices read."""

from __future__ import annotations

import pytest

from admin_app.labels.offices.settings import SETTINGS
from models.core.setting import SETTING_NAMES, settings_of
from tests.support.pages.doors import Doors, carried, told


class TestThePage:
    def test_the_page_lists_every_setting_by_its_word(self, sqlite_doors: Doors) -> None:
        page = told(sqlite_doors.clerk("conac").get("/admin/settings/"))
        assert set(SETTINGS) == set(SETTING_NAMES)
        for word, _unit in SETTINGS.values():
            assert str(word) in page

    def test_the_page_shows_prices_and_types(self, sqlite_doors: Doors) -> None:
        page = told(sqlite_doors.clerk("gansu").get("/admin/settings/"))
        assert "¥200.00" in page
        assert "定额发票-200元" in page

    @pytest.mark.parametrize("who", ["conac-finance", "gansu", "zhuoni"])
    def test_the_page_offers_readers_no_change(self, sqlite_doors: Doors, who: str) -> None:
        clerk = sqlite_doors.clerk(who)
        assert "/admin/settings/act/" not in clerk.get("/admin/settings/").get_data(as_text=True)
        url = "/admin/settings/act/?action=change_setting&name=grace_days"
        assert clerk.get(url).status_code == 403

    @pytest.mark.parametrize("who", ["zhuoni-viewer", "zhuoni-cashier", "unit-a", "conac-review"])
    def test_the_page_is_closed_to_others(self, sqlite_doors: Doors, who: str) -> None:
        assert sqlite_doors.clerk(who).get("/admin/settings/").status_code == 403


class TestAChange:
    URL = "/admin/settings/act/?action=change_setting&name=grace_days"

    def test_a_change_is_planned_confirmed_and_told(self, doors: Doors) -> None:
        clerk = doors.clerk("conac")
        page = clerk.get(self.URL)
        assert 'value="30"' in page.get_data(as_text=True)
        form = {**carried(page), "name": "grace_days", "value": "45"}
        planned = told(clerk.post(self.URL, {**form, "recalculate": "1"}))
        assert "取值由 30 改为 45" in planned
        answer = clerk.post(self.URL, {**form, "confirm": "1"})
        assert answer.status_code == 303
        receipt = told(clerk.get(answer.location))
        assert "原取值" in receipt
        with doors.world.session() as session:
            assert settings_of(session).grace_days == 45
        shown = told(clerk.get("/admin/settings/"))
        assert "注册管理员" in shown

    def test_a_change_that_is_wrong_is_refused_in_words(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("conac")
        form = {**carried(clerk.get(self.URL)), "name": "grace_days", "value": "9999"}
        answer = clerk.post(self.URL, {**form, "confirm": "1"})
        assert answer.status_code == 422
        assert "取值应在 0 至 3650 之间" in told(answer)

    def test_a_change_of_no_setting_is_not_there(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("conac")
        for query in (
            "action=change_setting&name=x",
            "action=charge",
            "action=set_invoice_type&code=x",
        ):
            assert clerk.get(f"/admin/settings/act/?{query}").status_code == 404

    def test_a_change_of_a_price_says_when_the_old_one_ends(self, sqlite_doors: Doors) -> None:
        clerk, url = sqlite_doors.clerk("conac"), "/admin/settings/act/?action=set_fee"
        form = {
            **carried(clerk.get(url)),
            "tld": "政务",
            "operation": "renew",
            "price_per_year_fen": "150",
            "valid_from": "2027-01-01",
        }
        planned = told(clerk.post(url, {**form, "recalculate": "1"}))
        assert "原标准每年 ¥200.00 自 2027-01-01 起不再执行" in planned
        assert clerk.post(url, {**form, "confirm": "1"}).status_code == 303
        assert "待生效" in told(clerk.get("/admin/settings/"))


class TestAChoice:
    def test_a_setting_that_is_yes_or_no_is_chosen_by_its_word(self, sqlite_doors: Doors) -> None:
        url = "/admin/settings/act/?action=change_setting&name=exposure_stops"
        clerk = sqlite_doors.clerk("conac")
        page = clerk.get(url)
        assert '<option value="true">是</option>' in page.text
        assert '<option selected value="false">否</option>' in page.text
        form = {**carried(page), "name": "exposure_stops", "value": "true"}
        assert "取值由 否 改为 是" in told(clerk.post(url, {**form, "recalculate": "1"}))
        receipt = told(clerk.get(clerk.post(url, {**form, "confirm": "1"}).location))
        assert not {"true", "false"} & set(receipt.split())

    def test_a_weekday_is_chosen_and_an_amount_has_thousands(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("conac")
        url = "/admin/settings/act/?action=change_setting&name=remittance_cutoff_weekday"
        assert '<option selected value="7">星期日</option>' in clerk.get(url).text
        page = told(clerk.get("/admin/settings/"))
        assert "星期日" in page
        assert "¥30,000.00" in page
        assert "true" not in page
