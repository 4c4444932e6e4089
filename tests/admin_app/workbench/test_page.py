"""The workbench: the first step, and how long things have waited."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from models.domains.domain import Domain
from models.invoices.stock import InvoiceLot
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.pages.workbench import SignIn
from tests.support.world.cast import NOW, World


def first_step(clerk: Clerk) -> tuple[str, str] | None:
    """(words, address) of the primary button."""
    page = clerk.get("/admin/").get_data(as_text=True)
    found = re.findall(r'<a class="btn btn-primary" href="([^"]*)">([^<]*)</a>', page)
    assert len(found) <= 1
    return (found[0][1], html.unescape(found[0][0])) if found else None


class TestTheFirstStep:
    def test_the_first_step_is_the_most_urgent_of_what_the_clerk_may_do(
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

    def test_the_first_step_is_nothing_for_who_only_reads(self, sqlite_clerk: SignIn) -> None:
        assert first_step(sqlite_clerk("zhuoni-viewer")) is None


class TestAges:
    @pytest.mark.parametrize(
        ("days", "said"), [(7, ""), (8, "超过一周"), (30, "超过一周"), (31, "超过一个月")]
    )
    def test_ages_are_told_in_words(
        self, sqlite_world: World, sqlite_clerk: SignIn, days: int, said: str
    ) -> None:
        with sqlite_world.writing() as session:
            lot = session.get_one(InvoiceLot, sqlite_world.id("zhuoni-transit"))
            lot.dispatched_at = NOW - dt.timedelta(days=days)
        page = sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)
        (row,) = re.findall(r"待签收的发票</a>.*", page)
        assert f'<td class="n">{days}<td>' in row
        assert (said in row) if said else ("tone-" not in row)

    def test_ages_put_the_overdue_first(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        with sqlite_world.writing() as session:
            domain = session.get_one(Domain, sqlite_world.id("a-submitted"))
            domain.waits_since = NOW - dt.timedelta(days=20)
        page = sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)
        labels = re.findall(r'<tr><th scope="row" class="w"><a href="[^"]*">([^<]*)', page)
        assert labels[0] == "逾期未审核的域名"
