"""周汇款 and 消费预演: what the pages say, and where their buttons lead."""

import re
from collections.abc import Callable

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.remittances.draft import DRAFT_REMITTANCE
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.remittances.remittance import Remittance, RemittanceState
from tests.admin_app.conftest import Clerk
from tests.support.cast import World
from tests.support.doors import carried, told

Clerks = Callable[[str], Clerk]
PAGE = "/admin/weekly_remittance/"
PREVIEW = "/admin/settlement_preview/"
A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


@pytest.fixture
def charged(sqlite_world: World) -> World:
    """1,000 yuan of unit A in four orders, then 400 of unit B."""
    world = sqlite_world
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    return world


def drafted(world: World) -> Remittance:
    world.perform(DRAFT_REMITTANCE, "zhuoni", [world.id("office-zhuoni")], Nothing())
    with world.session("zhuoni") as session:
        from sqlalchemy import select

        wanted = select(Remittance).where(Remittance.state == RemittanceState.DRAFT)
        return session.scalars(wanted).one()


class TestWeeklyRemittance:
    def test_is_reached_from_the_list_of_what_waits(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        page = sqlite_clerk("zhuoni").get("/admin/order/?list=awaiting_remittance")
        assert f'href="{PAGE}"' in page.get_data(as_text=True)

    def test_is_reached_from_the_desk(self, charged: World, sqlite_clerk: Clerks) -> None:
        drafted(charged)
        assert f'href="{PAGE}"' in sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)

    def test_tells_what_each_unit_paid(self, charged: World, sqlite_clerk: Clerks) -> None:
        said = told(sqlite_clerk("zhuoni").get(PAGE))
        assert "卓尼县教育局" in said
        assert "卓尼县柳林小学" in said
        assert "¥1,000.00" in said
        assert "壹仟肆佰元整" in said

    def test_offers_to_prepare_what_is_due(self, charged: World, sqlite_clerk: Clerks) -> None:
        clerk = sqlite_clerk("zhuoni")
        clerk.get(PAGE)
        plan = clerk.post(
            "/admin/office/action/",
            {"action": "draft_remittance", "ids": charged.id("office-zhuoni")},
        )
        assert "¥1,400.00" in told(plan)

    def test_shows_the_memo_for_the_bank(self, charged: World, sqlite_clerk: Clerks) -> None:
        draft = drafted(charged)
        page = sqlite_clerk("zhuoni").get(PAGE).get_data(as_text=True)
        (memo,) = re.findall(r'id="memo" rows="1" readonly>([^<]*)<', page)
        assert draft.remittance_no in memo
        assert "2026-W24" in memo

    def test_sends_the_draft_with_nothing_but_the_banks_number(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        draft, clerk = drafted(charged), sqlite_clerk("zhuoni")
        page = clerk.get(PAGE).get_data(as_text=True)
        form = page.partition('action="/admin/order/action/"')[2].partition("</form>")[0]
        ids = re.findall(r'name="ids" value="(\d+)"', form)
        plan = clerk.post("/admin/order/action/", {"action": "remit", "ids": ids})
        assert draft.remittance_no in told(plan)
        done = clerk.post(
            "/admin/order/action/?action=remit",
            {**carried(plan), "bank_ref": "W24", "confirm": "1"},
        )
        assert done.status_code == 303
        with charged.session() as session:
            assert session.get_one(Remittance, draft.id).state is RemittanceState.SUBMITTED

    def test_shows_what_arrived_short(self, charged: World, sqlite_clerk: Clerks) -> None:
        ids = [charged.id(name) for name in (*A_ORDERS, "b-order")]
        sent = charged.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
        charged.perform(TOP_UP, "conac-finance", [sent], TopUpInput(120_000, "B1"))
        assert "已汇未到账 ¥200.00" in told(sqlite_clerk("zhuoni").get(PAGE))

    def test_leaves_upper_offices_only_looking(self, charged: World, sqlite_clerk: Clerks) -> None:
        page = sqlite_clerk("gansu").get(f"{PAGE}?office_code=623022")
        assert "¥1,400.00" in told(page)
        assert "draft_remittance" not in page.get_data(as_text=True)

    @pytest.mark.parametrize("week", ["2026-W54", "last", "0001-W01", "9999-W52"])
    def test_has_no_week_that_does_not_exist(
        self, charged: World, sqlite_clerk: Clerks, week: str
    ) -> None:
        assert sqlite_clerk("zhuoni").get(f"{PAGE}?week={week}").status_code in {200, 400}

    def test_of_an_empty_week_says_so(self, sqlite_world: World, sqlite_clerk: Clerks) -> None:
        assert "截至本周没有待汇的收费" in told(sqlite_clerk("lintan").get(PAGE))


class TestSettlementPreview:
    def test_settles_in_order_what_the_sum_reaches(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        said = told(sqlite_clerk("zhuoni").get(f"{PREVIEW}?amount=600"))
        assert "可以消费 ¥600.00" in said
        assert "消费后余额 ¥0.00" in said
        assert said.count("✓ 消费") == 2
        assert "轮到时余额 ¥0.00" in said

    def test_says_why_each_order_waits_today(self, charged: World, sqlite_clerk: Clerks) -> None:
        said = told(sqlite_clerk("zhuoni").get(PREVIEW))
        assert "前面还有 ¥1,000.00 待消费，轮到本单还差 ¥1,400.00" in said

    def test_changes_nothing(self, charged: World, sqlite_clerk: Clerks) -> None:
        from tests.support.database_digest import digest

        clerk = sqlite_clerk("zhuoni")
        before = digest(charged.engine)
        clerk.get(f"{PREVIEW}?amount=5000")
        assert digest(charged.engine) == before

    def test_refuses_what_is_no_amount(self, charged: World, sqlite_clerk: Clerks) -> None:
        assert "请填写金额" in told(sqlite_clerk("zhuoni").get(f"{PREVIEW}?amount=十元"))

    def test_is_not_for_units(self, charged: World, sqlite_clerk: Clerks) -> None:
        assert sqlite_clerk("unit-a").get(PREVIEW).status_code == 403


class TestTheOrdersPage:
    def says(self, world: World, clerk: Clerk, name: str = "b-order") -> str:
        return told(clerk.get(f"/admin/order/details/?id={world.id(name)}"))

    def test_says_where_the_money_is(self, charged: World, sqlite_clerk: Clerks) -> None:
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

    def test_says_what_a_moved_expiry_means(self, charged: World, sqlite_clerk: Clerks) -> None:
        from models.domains.domain import Domain

        with charged.writing() as session:
            moved = session.get_one(Domain, charged.id("b-quoted"))
            assert moved.expires_on is not None
            moved.expires_on = moved.expires_on.replace(year=2027)
        assert "到期时间已变动" in self.says(charged, sqlite_clerk("zhuoni"))
        assert "到期时间已变动" in self.says(charged, sqlite_clerk("unit-b"))

    def test_keeps_the_provinces_figures_to_itself(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        from models.offices.office import CollectBy, Office

        with charged.writing() as session:
            office = session.get_one(Office, charged.id("office-zhuoni"))
            office.collect_by = CollectBy.PROVINCE_POOL
        assert "统一汇款的由省编办汇款" in self.says(charged, sqlite_clerk("zhuoni"))
