"""The workbench's figures are those of the lists they lead to, and say when they are low."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import InvoiceLot, LotState
from models.offices.office import Office
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.pages.workbench import SignIn, rows_behind
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

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


class TestEveryNumber:
    @pytest.mark.parametrize("username", ["zhuoni", "gannan", "gansu", "conac", "conac-review"])
    def test_every_number_is_that_of_the_list_it_leads_to(
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

    def test_every_number_of_the_own_office_leaves_those_below_out(
        self, world: World, clerk: SignIn
    ) -> None:
        url = tiles(clerk("gansu"))["发票余额"]["url"]
        assert url.endswith("office_code=620000-own")
        assert rows_behind(world, "gansu", url) == 1
        assert rows_behind(world, "gansu", url.removesuffix("-own")) == 3
        assert "本级" in told(clerk("gansu").get(url))


class TestTheTiles:
    def test_the_tiles_are_the_purse_the_stock_the_week_and_the_exposure(
        self, sqlite_clerk: SignIn
    ) -> None:
        found = tiles(sqlite_clerk("zhuoni"))
        assert {label: tile["number"] for label, tile in found.items()} == {
            "账户余额": "¥0.00",
            "发票余额": "60",
            "本周待汇款": "¥0.00",
            "已领发票未汇款金额": "¥12,000.00",
        }

    def test_the_tiles_say_when_the_balance_cannot_pay_what_was_charged(
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

    def test_the_tiles_say_when_sheets_are_fewer_than_fees(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        assert tiles(sqlite_clerk("zhuoni"))["发票余额"]["tone"] == ""
        with sqlite_world.writing() as session:
            lot = session.get_one(InvoiceLot, sqlite_world.id("zhuoni-signed"))
            lot.available, lot.lost = 4, 56
        stock = tiles(sqlite_clerk("zhuoni"))["发票余额"]
        assert (stock["tone"], stock["note"]) == ("is-warning", "不足：待收费 5 笔")

    def test_the_tiles_tell_the_sheets_of_each_type(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        assert tiles(sqlite_clerk("zhuoni"))["发票余额"]["note"] == "", "of one type"
        with sqlite_world.writing() as session:
            office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
            printed = session.get_one(InvoiceType, sqlite_world.id("type-printed"))
            Maker(session, office, NOW).lot(printed, "00090001", 7, LotState.SIGNED)
        stock = tiles(sqlite_clerk("zhuoni"))["发票余额"]
        assert (stock["number"], stock["note"]) == ("67", "定额发票-200元 60、机打发票 7")

    def test_the_tiles_of_a_province_sum_its_exposure_up(self, sqlite_clerk: SignIn) -> None:
        gansu = sqlite_clerk("gansu")
        exposure = tiles(gansu)["已领发票未汇款金额"]
        assert exposure["number"] == "¥50,000.00"
        assert exposure["number"] in told(gansu.get(exposure["url"]))

    def test_the_tiles_of_the_registry_are_the_money_on_its_way(self, sqlite_clerk: SignIn) -> None:
        assert set(tiles(sqlite_clerk("conac-finance"))) == {
            "待认款的银行流水",
            "待确认到账的汇款单",
        }
        assert tiles(sqlite_clerk("conac-review")) == {}
