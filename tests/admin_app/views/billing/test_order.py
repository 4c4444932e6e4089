"""The record of an order says where its money is."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.pages.weekly_pages import A_ORDERS, Clerks, drafted
from tests.support.world.cast import World


@pytest.fixture
def charged(sqlite_world: World) -> World:
    """1,000 yuan of unit A in four orders, then 400 of unit B."""
    world = sqlite_world
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    return world


class TestTheOrdersPage:
    def says(self, world: World, clerk: Clerk, name: str = "b-order") -> str:
        return told(clerk.get(f"/admin/order/details/?id={world.id(name)}"))

    def test_the_orders_page_says_where_the_money_is(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        assert "待汇款：编办已收费" in self.says(charged, clerk)
        draft = drafted(charged)
        assert f"已列入汇款单 {draft.remittance_no}（草稿）" in self.says(charged, clerk)
        ids = [charged.id(name) for name in (*A_ORDERS, "b-order")]
        charged.perform(REMIT, "zhuoni", ids, RemitInput("B1"))
        assert "CONAC 尚未确认到账" in self.says(charged, clerk)
        charged.perform(TOP_UP, "conac-finance", [draft.id], TopUpInput(120_000, "B1"))
        assert "已到 ¥1,200.00。轮到本单还差 ¥200.00" in self.says(charged, clerk)
        charged.perform(TOP_UP, "conac-finance", [draft.id], TopUpInput(20_000, "B2"))
        assert "还差" not in self.says(charged, clerk)

    def test_the_orders_page_says_what_a_moved_expiry_means(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        from models.domains.domain import Domain

        with charged.writing() as session:
            moved = session.get_one(Domain, charged.id("b-quoted"))
            assert moved.expires_on is not None
            moved.expires_on = moved.expires_on.replace(year=2027)
        assert "到期时间已变动" in self.says(charged, sqlite_clerk("zhuoni"))
        assert "到期时间已变动" in self.says(charged, sqlite_clerk("unit-b"))

    def test_the_orders_page_keeps_the_provinces_figures_to_itself(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        from models.offices.office import CollectBy, Office

        with charged.writing() as session:
            office = session.get_one(Office, charged.id("office-zhuoni"))
            office.collect_by = CollectBy.PROVINCE_POOL
        assert "统一汇款的由省编办汇款" in self.says(charged, sqlite_clerk("zhuoni"))
