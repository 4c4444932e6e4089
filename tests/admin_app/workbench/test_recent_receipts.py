"""The workbench shows a clerk's own newest receipts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re

from actions.billing.charge import CHARGE, ChargeInput
from actions.perform import perform
from models.core.clock import FixedClock
from tests.support.pages.doors import told
from tests.support.pages.workbench import SignIn
from tests.support.world.cast import NOW, World


def charge_on(world: World, name: str, day: dt.datetime) -> str:
    """The receipt number of a charge that was made at an earlier time."""
    caller = dataclasses.replace(world.caller("zhuoni"), clock=FixedClock(day))
    with world.session("zhuoni") as session:
        given = ChargeInput(20_000, 1)
        return perform(session, CHARGE, [world.id(name)], given, caller, key=name).receipt_no


class TestReceipts:
    def test_receipts_stand_in_order_of_time_whatever_their_number(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        days = {1: NOW, 2: NOW - dt.timedelta(days=2), 3: NOW - dt.timedelta(days=1)}
        numbers = {n: charge_on(sqlite_world, f"a-order-renew-{n}", day) for n, day in days.items()}
        for url in ("/admin/", "/admin/own_receipts/"):
            page = sqlite_clerk("zhuoni").get(url).get_data(as_text=True)
            shown = [n for n in re.findall(r"R623022-[\d-]+", page) if n in numbers.values()]
            assert list(dict.fromkeys(shown)) == [numbers[1], numbers[3], numbers[2]], url

    def test_receipts_are_the_clerks_own_newest_five(
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
