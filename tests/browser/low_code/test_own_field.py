"""A province gives units a field of its own; the county fills it in and finds by it."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import SignIn

FIELD = "党支部名称"


def define(clerk: Clerk) -> None:
    clerk.menu("自定义", "自定义字段")
    clerk.follow("新增自定义字段")
    clerk.choose("用于", "注册单位")
    clerk.fill("字段代码", "party_branch")
    clerk.choose("字段类型", "文字")
    clerk.fill("字段名称", FIELD)
    clerk.fill("英文名称", "Party branch")
    clerk.confirm("确认新增")


def exported(clerk: Clerk, folder: Path) -> list[list[str]]:
    """The list in sight as CSV, all columns."""
    page = clerk.page
    page.locator("summary", has_text="导出").click()
    page.get_by_label("全部列").check()
    with page.expect_download() as file:
        page.get_by_role("button", name="导出 CSV").click()
    path = folder / "单位.csv"
    file.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.reader(sheet))


def test_own_field_is_defined_filled_in_found_exported_and_unseen_beside(
    sign_in: SignIn, tmp_path: Path
) -> None:
    define(sign_in("gansu"))
    clerk = sign_in("zhuoni")
    clerk.menu("用户管理", "申报单位列表")
    clerk.follow("卓尼县教育局")
    clerk.page.get_by_role("link", name="修改", exact=True).first.click()
    clerk.fill(FIELD, "第一支部")
    clerk.press("保存")
    clerk.sees("第一支部")
    clerk.menu("用户管理", "申报单位列表")
    clerk.fill(FIELD, "第一支部")
    clerk.press("查询")
    expect(clerk.boxes()).to_have_count(1)
    headings, row = exported(clerk, tmp_path)
    assert row[headings.index(FIELD)] == "第一支部"
    sister = sign_in("shaanxi")
    for group, entry in (("用户管理", "申报单位列表"), ("自定义", "自定义字段")):
        sister.menu(group, entry)
        expect(sister.page.get_by_role("main")).not_to_contain_text(FIELD)
