"""A clerk at a browser, who finds everything by the words on the page."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.support.pages.clerk import token_of
from tests.support.world.cast import PASSWORD


@dataclass
class Clerk:
    """Steps as the guide tells them; each fails if the words are not in sight."""

    page: Page

    def sign_in(self, username: str, password: str = PASSWORD, lands_on: str = "工作台") -> Clerk:
        """Sends the sign-in form without drawing it, then opens the first page."""
        form = self.page.request.get("/login").text()
        given = {"csrf_token": token_of(form), "username": username, "password": password}
        assert self.page.request.post("/login", form=given).ok
        self.page.goto("/admin/")
        self.sees_title(lands_on)
        return self

    def sign_in_by_page(self, username: str) -> Clerk:
        self.page.goto("/login")
        self.page.get_by_label("用户账户").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.sees_title("工作台")
        return self

    def sign_out(self) -> None:
        self.page.locator(".who > summary").click()
        self.press("退出")

    def menu(self, group: str, entry: str) -> None:
        """Clicks an entry of the left menu: 域名管理 › 域名查询."""
        opener = self.page.get_by_role("link", name="打开菜单")
        if opener.is_visible() and not self.page.locator("#menu").is_visible():
            opener.click()
        main = self.page.get_by_role("navigation", name="主菜单")
        under = main.locator("details").filter(has=self.page.locator("summary", has_text=group))
        under.get_by_role("link", name=entry, exact=True).click()
        self.sees_title(entry)

    def top_menu(self, entry: str) -> None:
        """Clicks an entry of the upper menu: 单位信息."""
        upper = self.page.get_by_role("navigation", name="上方菜单")
        upper.get_by_role("link", name=entry, exact=True).click()

    def sees_title(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def sees(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_role("main").get_by_label(label, exact=True).fill(value)

    def fill_line(self, number: int, label: str, value: str) -> None:
        """Fills a cell of the lines that 增加 makes, counted from 1."""
        cells = self.page.get_by_role("main").get_by_label(label, exact=True)
        cells.nth(number - 1).fill(value)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_role("main").get_by_label(label, exact=True).select_option(label=option)

    def narrow(self, label: str, *options: str) -> None:
        """Ticks choices of a filter, which wait behind the field's drop."""
        field = self.page.get_by_role("main").get_by_role("group", name=label, exact=True)
        field.locator("summary").click()
        for option in options:
            field.locator("label", has_text=option).get_by_role("checkbox").check()
        # The open drop lies over what stands below it.
        field.locator("summary").click()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=link, exact=True).click()

    def row(self, words: str) -> Locator:
        """The rows of the tables in sight that say the words."""
        return self.page.get_by_role("main").get_by_role("row").filter(has_text=words)

    def boxes(self) -> Locator:
        """The ticks beside the rows in sight."""
        return self.page.locator("input[name=ids]:not([type=hidden])")

    def tick(self, *names: str) -> None:
        for name in names:
            self.row(name).get_by_role("checkbox").check()

    def confirm(self, button: str) -> str:
        """Presses the confirmation and lands on the receipt; returns its number."""
        self.press(button)
        self.sees("业务单")
        return self.receipt_no()

    def answer(self, reason: str = "") -> None:
        """Answers the warnings of a plan, by a reason where one is asked for."""
        if reason:
            self.fill("理由", reason)
        self.page.get_by_label("我已核对上述提醒", exact=True).check()

    def receipt_no(self) -> str:
        return self.page.locator(".paper-no").inner_text().split()[-1]

    def balance(self) -> str:
        return self.page.locator(".purse-balance b").inner_text()

    def stock(self) -> str:
        return self.page.locator(".purse-stock b").inner_text()
