"""A province asks some units for a field, and a county brings its values by a sheet."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import SignIn
from tests.browser.low_code.test_own_field import exported
from tests.browser.test_registering import bring

FIELD, ORGAN, SCHOOL = "等级保护级别", "卓尼县教育局", "卓尼县柳林小学"


def define(clerk: Clerk) -> None:
    """Government bodies must have it, other units may."""
    clerk.menu("自定义", "自定义字段")
    clerk.follow("新增自定义字段")
    clerk.choose("用于", "注册单位")
    clerk.fill("字段代码", "protection_level")
    clerk.choose("字段类型", "单选")
    clerk.fill("字段名称", FIELD)
    clerk.fill("英文名称", "Protection level")
    clerk.fill("选项（每行一个：代码=名称/英文名称）", "two=二级/Level 2\nthree=三级/Level 3")
    clerk.fill("何时必填（条件）", "unit_type == 'organ'")
    clerk.confirm("确认新增")


def sheet_of(clerk: Clerk, folder: Path, **levels: str) -> Path:
    """The list of units as a sheet, with another contact and a level for each of these units."""
    clerk.menu("用户管理", "申报单位列表")
    headings, *rows = exported(clerk, folder)
    level, contact = headings.index(FIELD), headings.index("联系人")
    for row in rows:
        if row[0] in levels:
            row[level], row[contact] = levels[row[0]], "新联系人"
    path = folder / "级别.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as sheet:
        csv.writer(sheet).writerows([headings, *rows])
    return path


def group(clerk: Clerk) -> None:
    """The units by the field."""
    clerk.menu("用户管理", "申报单位列表")
    clerk.page.locator("summary", has_text="汇总").click()
    clerk.follow(FIELD)


def test_a_field_required_on_a_condition_is_imported_found_grouped_and_unseen_beside(
    sign_in: SignIn, tmp_path: Path
) -> None:
    define(sign_in("gansu"))
    clerk = sign_in("zhuoni")
    bring(clerk, "单位信息表", sheet_of(clerk, tmp_path, **{ORGAN: "", SCHOOL: ""}))
    expect(clerk.row(SCHOOL)).to_contain_text("→ 新联系人")
    clerk.follow("逐行查看")
    expect(clerk.row(ORGAN)).to_contain_text(f"“{FIELD}”必须填写")
    bring(clerk, "单位信息表", sheet_of(clerk, tmp_path, **{ORGAN: "三级", SCHOOL: "二级"}))
    expect(clerk.row(ORGAN)).to_contain_text("→ 三级")
    clerk.press("采用所有改动（2 行）")
    clerk.confirm("确认采用")
    clerk.menu("用户管理", "申报单位列表")
    clerk.narrow(FIELD, "三级")
    clerk.press("查询")
    expect(clerk.boxes()).to_have_count(1)
    headings, row = exported(clerk, tmp_path)
    assert (row[0], row[headings.index(FIELD)]) == (ORGAN, "三级")
    group(clerk)
    for word in ("二级", "三级"):
        expect(clerk.row(word).get_by_role("cell")).to_have_text("1")
    sister = sign_in("shaanxi")
    for menu, entry in (("用户管理", "申报单位列表"), ("自定义", "自定义字段")):
        sister.menu(menu, entry)
        expect(sister.page.get_by_role("main")).not_to_contain_text(FIELD)
