"""The page 历史余额查询: its figures lead to rows, and its days are days there are books of."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import World

SignIn = Callable[[str], Clerk]
PAGE = "/admin/as_of/"


@pytest.fixture
def later(sqlite_world: World, hands: MovableClock) -> World:
    """Money was taken on the 10th; it is the 11th."""
    sqlite_world.perform(CHARGE, "zhuoni", [sqlite_world.id("b-order")], ChargeInput(40_000, 2))
    hands.turn(days=1)
    return sqlite_world


class TestAsOf:
    def test_as_of_is_in_the_menu_for_those_who_see_money(self, sqlite_clerk: SignIn) -> None:
        assert f'href="{PAGE}"' in sqlite_clerk("zhuoni").get("/admin/").text
        assert sqlite_clerk("unit-a").get(PAGE).status_code == 403

    def test_as_of_tells_the_figures_of_a_day(self, later: World, sqlite_clerk: SignIn) -> None:
        said = told(sqlite_clerk("zhuoni").get(f"{PAGE}?date=2026-06-10"))
        assert "2026-06-10 的域名" in said
        assert "2026-06-10 的款项和发票" in said
        assert "¥400.00" in said
        assert " 58" in said

    def test_figures_open_their_rows(self, later: World, sqlite_clerk: SignIn) -> None:
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get(f"{PAGE}?date=2026-06-10").text
        found = re.search(r'href="([^"]*kind=order&amp;state=charged[^"]*)"', page)
        assert found
        rows = clerk.get(html.unescape(found[1]))
        assert "柳林小学.公益" in told(rows)
        assert f"/admin/order/details/?id={later.id('b-order')}" in rows.text

    def test_rows_of_strangers_are_none(self, later: World, sqlite_clerk: SignIn) -> None:
        url = f"{PAGE}rows/?date=2026-06-10&kind=order&state=charged&place=623022"
        assert "没有记录" in told(sqlite_clerk("lintan").get(url))

    def test_as_of_opens_on_the_first_day_of_younger_books(
        self, later: World, sqlite_clerk: SignIn
    ) -> None:
        assert "2026-06-10 的域名" in told(sqlite_clerk("zhuoni").get(PAGE))

    @pytest.mark.parametrize(
        ("date", "why"),
        [
            ("2026-06-12", "还没有到"),
            ("2026-06-09", "第一笔记录是 2026-06-10"),
            ("0001-01-01", "之前没有账"),
            ("9999-12-31", "还没有到"),
            ("June", "请按“年-月-日”填写日期"),
        ],
    )
    def test_as_of_says_of_which_days_there_are_none(
        self, later: World, sqlite_clerk: SignIn, date: str, why: str
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get(f"{PAGE}?date={date}")
        assert page.status_code == 200
        assert why in told(page)
        assert why in told(clerk.get(f"{PAGE}rows/?kind=order&state=charged&date={date}"))

    @pytest.mark.parametrize(
        "query",
        ["kind=x&state=charged", "kind=order&state=registered", "kind=order&state=charged&place=x"],
    )
    def test_as_of_has_no_figure_that_is_none(self, sqlite_clerk: SignIn, query: str) -> None:
        assert sqlite_clerk("zhuoni").get(f"{PAGE}rows/?{query}").status_code == 404

    def test_as_of_says_when_the_day_is_too_long_ago(
        self, later: World, sqlite_clerk: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("models.reports.daily_books.MAXIMUM_DAY_CHANGES", -1)
        said = told(sqlite_clerk("zhuoni").get(f"{PAGE}?date=2026-06-10"))
        assert "不能当页倒算" in said
