"""新-003, Q2, Q3: blank invoices asked for, sent, signed for and split down the tree."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.journeys import sign_for, split


class TestSplitting:
    def test_a_lot_goes_to_two_counties_and_each_signs_for_its_own(self, sign_in: SignIn) -> None:
        province = sign_in("gansu")
        assert province.stock() == "150 张 / ¥30,000.00"
        split(province, "LOT-gansu-signed", ("zhuoni", "60"), ("lintan", "40"))
        assert province.stock() == "50 张 / ¥10,000.00"
        county = sign_in("zhuoni")
        assert county.stock() == "60 张 / ¥12,000.00"
        county.menu("财务管理", "预开发票管理")
        expect(county.row("00012001")).to_contain_text("00012060")
        sign_for(county, "00012001")
        assert county.stock() == "120 张 / ¥24,000.00"

    def test_more_than_the_lot_has_is_refused_in_words(self, sign_in: SignIn) -> None:
        province = sign_in("gansu")
        province.menu("财务管理", "预开发票管理")
        province.tick("LOT-gansu-signed")
        province.press("拆分")
        province.fill_line(1, "用户账户", "zhuoni")
        province.fill_line(1, "发票数量", "151")
        province.press("提交")
        province.sees("超过该批次可用的 150 张")
        assert province.stock() == "150 张 / ¥30,000.00"

    def test_a_line_added_by_mistake_can_be_taken_away(self, sign_in: SignIn) -> None:
        province = sign_in("gansu")
        province.menu("财务管理", "预开发票管理")
        province.tick("LOT-gansu-signed")
        province.press("拆分")
        province.fill_line(1, "用户账户", "zhuoni")
        province.fill_line(1, "发票数量", "10")
        province.press("增加")
        province.press("删除第 2 行")
        expect(province.page.get_by_label("用户账户", exact=True)).to_have_value("zhuoni")
        province.confirm("提交")
        assert province.stock() == "140 张 / ¥28,000.00"


class TestAsking:
    def test_a_county_asks_the_registry_sends_and_the_county_signs(self, sign_in: SignIn) -> None:
        county, registry = sign_in("lintan"), sign_in("conac-finance")
        county.top_menu("邮寄地址")
        county.follow("新增")
        for label, value in (
            ("收件人", "马晓兰"),
            ("电话", "0941-3121234"),
            ("地区", "甘肃省甘南州临潭县"),
            ("详细地址", "城关镇西大街 1 号"),
        ):
            county.fill(label, value)
        county.page.get_by_label("默认").check()
        county.press("保存")

        county.menu("财务管理", "预开发票申请")
        county.choose("发票类型", "定额发票-200元")
        county.fill("发票数量", "151")
        county.press("发票申请")
        county.sees("超过每次最高额度 ¥30,000.00")
        county.fill("发票数量", "150")
        county.press("重新计算")
        county.sees("目前发票余额 40 张")
        county.answer()
        county.confirm("发票申请")

        registry.menu("财务管理", "发票申请查询")
        registry.tick("临潭县")
        registry.press("批准申请")
        registry.confirm("确认批准")
        registry.follow("继续办理")
        registry.tick("临潭县")
        registry.press("邮寄发票")
        registry.fill("发票代码", "6200269999")
        registry.fill("起始号码", "00050001")
        registry.confirm("确认邮寄")

        sign_for(county, "00050001")
        assert county.stock() == "190 张 / ¥38,000.00"
