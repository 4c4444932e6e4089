"""工作台: its figures are those of the lists and pages they lead to, and say when they are low."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from actions.billing.charge import CHARGE, ChargeInput
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.query import count_rows
from admin_app.views import GRIDS
from models.domains.domain import Domain
from models.invoices.stock import InvoiceLot, InvoiceType, LotState
from models.offices.office import Office
from tests.admin_app.conftest import Clerk, MovableClock
from tests.support.cast import NOW, World
from tests.support.doors import told
from tests.support.money_factories import Maker

SignIn = Callable[[str], Clerk]
_TILE = re.compile(
    r'<a class="tile(?P<tone>[^"]*)" href="(?P<url>[^"]*)"><div class="tile-label">(?P<label>[^<]*)'
    r'</div><div class="tile-number">(?P<number>[^<]*)(?:<small>[^<]*</small>)?</div>'
    r'(?:<div class="tile-note">(?P<note>[^<]*)</div>)?'
)


def tiles(clerk: Clerk) -> dict[str, dict[str, str]]:
    """Label → tone, url, number, note."""
    page = clerk.get("/admin/").get_data(as_text=True)
    found = (match.groupdict() for match in _TILE.finditer(page))
    return {
        tile["label"]: {k: html.unescape((v or "").strip()) for k, v in tile.items()}
        for tile in found
    }


def counted_links(page: str) -> Iterator[tuple[str, str]]:
    """(count, address) of every number of the page that leads to a list."""
    body = page.partition("<main")[2]
    cells = re.findall(r'<td class="n"[^>]*><a href="([^"]*)"[^>]*>([\d,]+)</a>', body)
    yield from ((count, html.unescape(url)) for url, count in cells)


def rows_behind(world: World, username: str, url: str) -> int | None:
    """How many rows the list of an address has; None: it is a page."""
    parts = urlsplit(url)
    entity = parts.path.removeprefix("/admin/").strip("/")
    if entity not in GRIDS:
        return None
    grid = GRIDS[entity]
    with world.session(username) as session:
        return count_rows(session, grid, read_state(grid, MultiDict(parse_qsl(parts.query))))


class TestEveryNumber:
    @pytest.mark.parametrize("username", ["zhuoni", "gannan", "gansu", "conac", "conac-review"])
    def test_is_that_of_the_list_it_leads_to(
        self, world: World, clerk: SignIn, username: str
    ) -> None:
        someone = clerk(username)
        page = someone.get("/admin/").get_data(as_text=True)
        page += "<main" + someone.get("/admin/forecast/piece").get_data(as_text=True)
        compared = 0
        for part in page.split("<main")[1:]:
            for count, url in counted_links("<main" + part):
                behind = rows_behind(world, username, url)
                if behind is not None:
                    assert count == f"{behind:,}", url
                    compared += 1
        assert compared >= 13, "the twelve months and what waits"

    def test_of_the_own_office_leaves_those_below_out(self, world: World, clerk: SignIn) -> None:
        url = tiles(clerk("gansu"))["发票余额"]["url"]
        assert url.endswith("office_code=620000-own")
        assert rows_behind(world, "gansu", url) == 1
        assert rows_behind(world, "gansu", url.removesuffix("-own")) == 3
        assert "本级" in told(clerk("gansu").get(url))


class TestTheTiles:
    def test_are_the_purse_the_stock_the_week_and_the_exposure(self, sqlite_clerk: SignIn) -> None:
        found = tiles(sqlite_clerk("zhuoni"))
        assert {label: tile["number"] for label, tile in found.items()} == {
            "账户余额": "¥0.00",
            "发票余额": "60",
            "本周待汇款": "¥0.00",
            "发票暴露额": "¥12,000.00",
        }

    def test_say_when_the_balance_cannot_pay_what_was_charged(
        self, world: World, clerk: SignIn
    ) -> None:
        zhuoni = clerk("zhuoni")
        assert tiles(zhuoni)["账户余额"]["tone"] == "", "nothing waits for it"
        order = world.id("a-order-register")
        world.perform(CHARGE, "zhuoni", [order], ChargeInput(40_000, 2))
        found = tiles(zhuoni)
        assert found["账户余额"]["tone"] == "is-warning"
        assert found["账户余额"]["note"] == "不足：待消费 ¥400.00"
        assert (found["本周待汇款"]["number"], found["本周待汇款"]["note"]) == ("¥400.00", "1 笔")
        assert "¥400.00" in told(zhuoni.get(found["本周待汇款"]["url"]))

    def test_say_when_sheets_are_fewer_than_fees(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        assert tiles(sqlite_clerk("zhuoni"))["发票余额"]["tone"] == ""
        with sqlite_world.writing() as session:
            lot = session.get_one(InvoiceLot, sqlite_world.id("zhuoni-signed"))
            lot.available, lot.lost = 4, 56
        stock = tiles(sqlite_clerk("zhuoni"))["发票余额"]
        assert (stock["tone"], stock["note"]) == ("is-warning", "不足：待收费 5 笔")

    def test_tell_the_sheets_of_each_type(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        assert tiles(sqlite_clerk("zhuoni"))["发票余额"]["note"] == "", "of one type"
        with sqlite_world.writing() as session:
            office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
            printed = session.get_one(InvoiceType, sqlite_world.id("type-printed"))
            Maker(session, office, NOW).lot(printed, "00090001", 7, LotState.SIGNED)
        stock = tiles(sqlite_clerk("zhuoni"))["发票余额"]
        assert (stock["number"], stock["note"]) == ("67", "定额发票-200元 60、机打发票 7")

    def test_of_a_province_sum_its_exposure_up(self, sqlite_clerk: SignIn) -> None:
        gansu = sqlite_clerk("gansu")
        exposure = tiles(gansu)["发票暴露额"]
        assert exposure["number"] == "¥50,000.00"
        assert exposure["number"] in told(gansu.get(exposure["url"]))

    def test_of_the_registry_are_the_money_on_its_way(self, sqlite_clerk: SignIn) -> None:
        assert set(tiles(sqlite_clerk("conac-finance"))) == {
            "待认款的银行流水",
            "待确认到账的汇款单",
        }
        assert tiles(sqlite_clerk("conac-review")) == {}


def first_step(clerk: Clerk) -> tuple[str, str] | None:
    """(words, address) of the primary button."""
    page = clerk.get("/admin/").get_data(as_text=True)
    found = re.findall(r'<a class="btn btn-primary" href="([^"]*)">([^<]*)</a>', page)
    assert len(found) <= 1
    return (found[0][1], html.unescape(found[0][0])) if found else None


class TestTheFirstStep:
    def test_is_the_most_urgent_of_what_the_clerk_may_do(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        step = first_step(sqlite_clerk("zhuoni"))
        assert step is not None
        assert step[0] == "从这里开始：待审核域名（1）"
        with sqlite_world.writing() as session:
            lot = session.get_one(InvoiceLot, sqlite_world.id("zhuoni-transit"))
            lot.dispatched_at = NOW - dt.timedelta(days=40)
        zhuoni = sqlite_clerk("zhuoni")
        step = first_step(zhuoni)
        assert step is not None
        assert step[0] == "从这里开始：待签收的发票（1）"
        assert "LOT-zhuoni-transit" in told(zhuoni.get(step[1]))

    def test_is_nothing_for_who_only_reads(self, sqlite_clerk: SignIn) -> None:
        assert first_step(sqlite_clerk("zhuoni-viewer")) is None


class TestAges:
    @pytest.mark.parametrize(
        ("days", "said"), [(7, ""), (8, "超过一周"), (30, "超过一周"), (31, "超过一个月")]
    )
    def test_are_told_in_words(
        self, sqlite_world: World, sqlite_clerk: SignIn, days: int, said: str
    ) -> None:
        with sqlite_world.writing() as session:
            lot = session.get_one(InvoiceLot, sqlite_world.id("zhuoni-transit"))
            lot.dispatched_at = NOW - dt.timedelta(days=days)
        page = sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)
        (row,) = re.findall(r"待签收的发票</a>.*", page)
        assert f'<td class="n">{days}<td>' in row
        assert (said in row) if said else ("tone-" not in row)

    def test_put_the_overdue_first(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        with sqlite_world.writing() as session:
            domain = session.get_one(Domain, sqlite_world.id("a-submitted"))
            domain.waits_since = NOW - dt.timedelta(days=20)
        page = sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)
        labels = re.findall(r'<tr><th scope="row" class="w"><a href="[^"]*">([^<]*)', page)
        assert labels[0] == "逾期未审核的域名"


class TestTheReviewersQueue:
    def test_is_told_by_work_days(self, world: World, clerk: SignIn, hands: MovableClock) -> None:
        with world.writing() as session:
            domain = session.get_one(Domain, world.id("a-submitted"))
            domain.waits_since = NOW
        counts: list[list[str]] = []
        for days in (0, 5, 6, 7, 8):
            hands.at = NOW + dt.timedelta(days=days)
            page = clerk("zhuoni").get("/admin/").get_data(as_text=True)
            queue = page.partition("审核队列</h2>")[2].partition("</table>")[0]
            counts.append(re.findall(r'aria-label="[^"]*">(\d+)</a>', queue))
        # From Wednesday 10 June on: none, three, four, five and six work days.
        rest, soon, overdue = ["0", "0", "1"], ["0", "1", "0"], ["1", "0", "0"]
        assert counts == [rest, rest, soon, soon, overdue]

    def test_is_not_for_cashiers(self, sqlite_clerk: SignIn) -> None:
        assert "审核队列" not in told(sqlite_clerk("zhuoni-cashier").get("/admin/"))


class TestReceipts:
    def test_are_the_clerks_own_newest_five(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        for name in (
            "a-order-register",
            "a-order-renew-1",
            "a-order-renew-2",
            "a-order-renew-3",
            "b-order",
        ):
            fen = 40_000 if name in {"a-order-register", "b-order"} else 20_000
            given = ChargeInput(fen, fen // 20_000)
            sqlite_world.perform(CHARGE, "zhuoni", [sqlite_world.id(name)], given)
        order = sqlite_world.id("c-order")
        done = sqlite_world.perform(CHARGE, "lintan", [order], ChargeInput(20_000, 1))
        page = sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)
        receipts = page.partition("最近业务单</h2>")[2].partition("</table>")[0]
        assert receipts.count("继续办理</a>") == 5
        assert receipts.count("R623022-") == 5
        assert done
        assert "R623021-" not in page
        (url, *_rest) = re.findall(r'href="(/admin/receipt/[^"]*)"', receipts)
        assert "业务单" in told(sqlite_clerk("zhuoni").get(html.unescape(url)))


class TestTheForecast:
    def test_stands_on_the_page_of_a_county(self, sqlite_clerk: SignIn) -> None:
        page = sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)
        assert 'id="forecast-table"' in page
        assert page.count('data-value="') == 24

    def test_comes_after_the_page_of_a_province(self, sqlite_clerk: SignIn) -> None:
        gansu = sqlite_clerk("gansu")
        page = gansu.get("/admin/").get_data(as_text=True)
        assert 'id="forecast-table"' not in page
        assert 'hx-get="/admin/forecast/piece"' in page
        assert "¥1,800.00" in told(gansu.get("/admin/forecast/"))

    def test_leads_to_the_months_budget(self, sqlite_clerk: SignIn) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        url = "/admin/budget/?year=2026&month=7"
        assert url.replace("&", "&amp;") in zhuoni.get("/admin/").get_data(as_text=True)
        said = told(zhuoni.get(url))
        assert "2026 年 7 月" in said
        assert "¥600.00" in said
        assert zhuoni.get("/admin/budget/?year=2026&month=13").status_code == 404

    def test_is_not_for_registrants(self, sqlite_clerk: SignIn) -> None:
        assert sqlite_clerk("unit-a").get("/admin/forecast/").status_code == 403
