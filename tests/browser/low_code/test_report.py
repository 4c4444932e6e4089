"""A county keeps a report from a grouped list, puts it on the desk and takes its file."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import SignIn

NAME = "卓尼域名状态"


def keep(clerk: Clerk) -> None:
    """Groups the list of names, tries the groups out as a report, and keeps it."""
    clerk.menu("域名管理", "域名查询")
    clerk.page.locator("summary", has_text="汇总").click()
    clerk.follow("审核状态")
    clerk.follow("存为报表")
    clerk.sees_title("新报表")
    clerk.choose("图", "条形图")
    clerk.press("试看")
    clerk.follow("保存报表")
    clerk.fill("名称", NAME)
    clerk.fill("英文名称", "States in Zhuoni")
    clerk.confirm("确认新建")


def figures(clerk: Clerk, folder: Path) -> dict[str, str]:
    """The report in sight as CSV: the first figure of each group."""
    page = clerk.page
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as file:
        page.get_by_role("button", name="导出 CSV").click()
    path = folder / "报表.csv"
    file.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as sheet:
        return {row[0]: row[1] for row in csv.reader(sheet)}


def test_a_report_is_kept_put_on_the_desk_downloaded_and_unseen_beside(
    sign_in: SignIn, tmp_path: Path
) -> None:
    clerk = sign_in("zhuoni")
    keep(clerk)
    clerk.menu("核对统计", "报表")
    clerk.follow(NAME)
    clerk.follow("打开报表")
    clerk.sees_title(NAME)
    address = clerk.page.url
    total = clerk.row("合计").get_by_role("cell").first.inner_text()
    assert int(total) > 0
    written = figures(clerk, tmp_path)
    assert written.pop("合计") == total
    assert sum(int(figure) for state, figure in written.items() if state != "审核状态") == int(
        total
    )
    clerk.follow("放上工作台")
    clerk.confirm("确认放上")
    clerk.page.goto("/admin/")
    tile = clerk.page.locator("#desk-reports")
    expect(tile).to_contain_text(NAME)
    expect(tile.locator("b").first).to_have_text(total)
    sister = sign_in("shaanxi")
    sister.menu("核对统计", "报表")
    expect(sister.page.get_by_role("main")).not_to_contain_text(NAME)
    answer = sister.page.goto(address)
    assert answer is not None
    assert answer.status == 404
