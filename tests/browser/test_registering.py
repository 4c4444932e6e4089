"""新-002 to 新-007: a unit is registered, asks for a name, pays, and has it; sheets come back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from seed.reference.unit_generator import credit_code
from tests.browser.clerk import Clerk
from tests.browser.conftest import SignIn
from tests.browser.journeys import charge, remit, top_up

UNIT, NAME = "卓尼县水务局", "卓尼县水务局.政务"
FIRST_PASSWORD, OWN_PASSWORD = "quartz-harbour-17", "willow-cinder-58"


def register_unit(clerk: Clerk, code: str) -> None:
    clerk.menu("用户管理", "申报单位管理/缴费")
    clerk.follow("登记单位")
    clerk.fill("单位名称", UNIT)
    clerk.fill("统一社会信用代码", code)
    clerk.choose("单位类型", "党政机关")
    clerk.confirm("确认登记")


def open_account(clerk: Clerk, code: str) -> None:
    """The unit's own login, whose first password must be changed."""
    clerk.menu("用户管理", "用户账户管理")
    clerk.follow("新建用户")
    clerk.fill("用户账户", "shuiwuju")
    clerk.fill("姓名", "水务局经办")
    clerk.choose("角色", "注册单位")
    clerk.fill("初始密码", FIRST_PASSWORD)
    clerk.fill("单位统一社会信用代码", code)
    clerk.confirm("确认新建")


def ask_for_name(unit: Clerk) -> None:
    unit.fill("原密码", FIRST_PASSWORD)
    unit.fill("新密码", OWN_PASSWORD)
    unit.fill("再次输入新密码", OWN_PASSWORD)
    unit.press("修改密码")
    unit.menu("域名管理", "域名查询")
    unit.follow("报送域名")
    unit.fill_line(1, "名称", UNIT)
    unit.page.get_by_role("main").get_by_label("后缀", exact=True).select_option("政务")
    unit.confirm("提交报送")


class TestANewRegistration:
    def test_from_the_unit_to_the_registered_name(self, sign_in: SignIn) -> None:
        code = credit_code("11", "623022", "MB900001")
        clerk = sign_in("zhuoni")
        register_unit(clerk, code)
        open_account(clerk, code)
        unit = sign_in("shuiwuju", password=FIRST_PASSWORD, lands_on="修改密码")
        ask_for_name(unit)

        clerk.menu("域名管理", "待审核域名")
        clerk.tick(NAME)
        clerk.press("编办审核通过")
        clerk.confirm("审核通过")
        reviewer = sign_in("conac-review")
        reviewer.menu("域名管理", "域名查询")
        reviewer.narrow("审核状态", "编办审核通过")
        reviewer.press("查询")
        reviewer.tick(NAME)
        reviewer.press("CONAC审核通过")
        reviewer.confirm("审核通过")

        charge(clerk, UNIT, "400", "2")
        remit(clerk, "BANK-77")
        top_up(sign_in("conac-finance"), "卓尼县", "500", "BANK-77", "多汇一百元")
        clerk.menu("域名管理", "域名查询")
        assert clerk.balance() == "¥100.00"
        expect(clerk.row(NAME)).to_contain_text("注册成功")


class TestReviewing:
    def test_a_name_refused_is_found_in_the_history_only(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.menu("域名管理", "待审核域名")
        clerk.tick("卓尼县电教馆.政务")
        clerk.press("审核不通过")
        clerk.page.get_by_role("main").get_by_role("checkbox").first.check()
        clerk.confirm("确认不通过")
        clerk.menu("域名管理", "待审核域名")
        expect(clerk.row("卓尼县电教馆.政务")).to_have_count(0)
        clerk.menu("域名管理", "域名历史查询")
        expect(clerk.row("卓尼县电教馆.政务")).to_contain_text("审核未通过")


def exported_units(clerk: Clerk, folder: Path) -> Path:
    """The list of units as CSV."""
    page = clerk.page
    page.goto("/admin/unit/")
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as file:
        page.get_by_role("button", name="导出 CSV").click()
    path = folder / "申报单位.csv"
    file.value.save_as(path)
    return path


def change(path: Path, unit: str, heading: str, value: str) -> None:
    """Changes a cell of the sheet, as a clerk would."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    (row,) = (row for row in rows if row[0] == unit)
    row[rows[0].index(heading)] = value
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)


def bring(clerk: Clerk, kind: str, path: Path) -> None:
    clerk.menu("域名管理", "批量导入")
    clerk.page.get_by_label(kind).check()
    clerk.page.set_input_files("#file", str(path))
    clerk.press("上传并核对")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_exported_unit_is_changed_brought_back_and_taken(
    sign_in: SignIn, tmp_path: Path, script: bool
) -> None:
    path = exported_units(sign_in("zhuoni"), tmp_path)
    change(path, "卓尼县教育局", "联系人", "新联系人")
    clerk = sign_in("zhuoni", java_script_enabled=script)
    bring(clerk, "单位信息表", path)
    clerk.sees("→ 新联系人")
    clerk.sees("表格里没有的记录不会被修改或删除")
    clerk.press("采用所有改动（1 行）")
    expect(clerk.row("卓尼县教育局")).to_contain_text("→ 新联系人")
    clerk.press("确认采用")
    clerk.sees("业务单")
    bring(clerk, "单位信息表", path)
    clerk.sees("核对结果")
    expect(clerk.page.get_by_role("button", name="采用所有改动")).to_have_count(0)
    clerk.page.goto("/admin/unit/")
    expect(clerk.row("卓尼县教育局")).to_contain_text("新联系人")


def test_columns_with_other_headings_are_mapped_on_the_page(
    sign_in: SignIn, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("对象,中文域名\n卓尼县教育局,卓尼县教育.政务\n", encoding="utf-8")
    clerk = sign_in("zhuoni")
    bring(clerk, "新增域名批量导入信息表", path)
    clerk.sees("没有找到这些栏目：单位名称")
    clerk.choose("对象", "单位名称")
    clerk.press("核对各行")
    clerk.sees("“中文域名”按“域名”导入")
