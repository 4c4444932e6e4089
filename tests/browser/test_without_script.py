"""The money's whole way in a browser that runs no scripts."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, SignIn
from tests.browser.journeys import charge, find_due, remit, renew, sign_for, split, top_up


class TestWithoutScripts:
    def test_renewing_charging_remitting_and_topping_up_work(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        find_due(clerk, "2026-07-10", "2026-07-10")
        renew(clerk, "卓尼县教育局.政务", years="1")
        charge(clerk, "卓尼县教育局", "1200", "6")
        remit(clerk, "BANK-1")
        finance = sign_in("conac-finance", java_script_enabled=False)
        top_up(finance, "卓尼县", "1200", "BANK-1")
        clerk.menu("域名管理", "域名查询")
        assert (clerk.balance(), clerk.stock()) == ("¥0.00", "54 张 / ¥10,800.00")
        expect(clerk.row("卓尼县教育局.政务")).to_contain_text("2027-07-10")

    def test_splitting_and_signing_work(self, sign_in: SignIn) -> None:
        province = sign_in("gansu", java_script_enabled=False)
        split(province, "LOT-gansu-signed", ("zhuoni", "60"), ("lintan", "40"))
        county = sign_in("lintan", java_script_enabled=False)
        sign_for(county, "00012061")
        assert county.stock() == "80 张 / ¥16,000.00"

    def test_a_statement_is_read_again_and_imported(self, sign_in: SignIn, tmp_path: Path) -> None:
        file = tmp_path / "六月.csv"
        file.write_text("日期,数,户名\n20260605,400,卓尼县编办\n", encoding="utf-8")
        clerk = sign_in("conac-finance", java_script_enabled=False, viewport=NARROW)
        clerk.page.goto("/admin/statement_upload/")
        clerk.page.set_input_files("#file", str(file))
        clerk.press("读取")
        clerk.sees("没有找到日期或收入金额的栏目")
        clerk.choose("日期", "日期")
        clerk.choose("收入金额", "数")
        clerk.choose("付款人", "户名")
        clerk.press("重新读取")
        clerk.sees("1 笔 ¥400.00")
        clerk.press("核对并导入")
        clerk.press("导入")
        clerk.sees("业务单")

    def test_every_matching_row_can_be_meant(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False)
        find_due(clerk, "2026-07-10", "2026-07-31")
        clerk.page.get_by_label("选中全部符合条件的 2 条").check()
        clerk.press("续费")
        expect(clerk.row("可以办理")).to_have_count(2)

    def test_the_menu_opens_on_a_small_screen(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni", java_script_enabled=False, viewport=NARROW)
        expect(clerk.page.locator("#menu")).to_be_hidden()
        clerk.menu("财务管理", "预开发票管理")
        clerk.sees("LOT-zhuoni-signed")
