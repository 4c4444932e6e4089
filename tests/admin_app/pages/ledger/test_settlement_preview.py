"""消费试算 as a page: what a sum settles, changing nothing."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from tests.support.pages.doors import told
from tests.support.pages.weekly_pages import A_ORDERS, Clerks
from tests.support.world.cast import World

PREVIEW = "/admin/settlement_preview/"


@pytest.fixture
def charged(sqlite_world: World) -> World:
    """1,000 yuan of unit A in four orders, then 400 of unit B."""
    world = sqlite_world
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    return world


class TestSettlementPreview:
    def test_settlement_preview_settles_in_order_what_the_sum_reaches(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        said = told(sqlite_clerk("zhuoni").get(f"{PREVIEW}?amount=600"))
        assert "可以消费 ¥600.00" in said
        assert "消费后余额 ¥0.00" in said
        assert said.count("✓ 消费") == 2
        assert "轮到时余额 ¥0.00" in said

    def test_settlement_preview_says_why_each_order_waits_today(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        said = told(sqlite_clerk("zhuoni").get(PREVIEW))
        assert "前面还有 ¥1,000.00 待消费，轮到本单还差 ¥1,400.00" in said

    def test_settlement_preview_changes_nothing(self, charged: World, sqlite_clerk: Clerks) -> None:
        from tests.support.database.database_digest import digest

        clerk = sqlite_clerk("zhuoni")
        before = digest(charged.engine)
        clerk.get(f"{PREVIEW}?amount=5000")
        assert digest(charged.engine) == before

    def test_settlement_preview_refuses_what_is_no_amount(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        assert "请填写金额" in told(sqlite_clerk("zhuoni").get(f"{PREVIEW}?amount=十元"))

    def test_settlement_preview_is_not_for_units(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        assert sqlite_clerk("unit-a").get(PREVIEW).status_code == 403
