"""周汇款 as a page: what each unit paid, and the draft that is sent."""

from __future__ import annotations

import re

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.remittances.remittance import Remittance, RemittanceState
from tests.support.pages.doors import carried, told
from tests.support.pages.weekly_pages import A_ORDERS, Clerks, drafted
from tests.support.world.cast import World

PAGE = "/admin/weekly_remittance/"


@pytest.fixture
def charged(sqlite_world: World) -> World:
    """1,000 yuan of unit A in four orders, then 400 of unit B."""
    world = sqlite_world
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    return world


class TestWeeklyRemittance:
    def test_weekly_remittance_is_reached_from_the_list_of_what_waits(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        page = sqlite_clerk("zhuoni").get("/admin/order/?list=awaiting_remittance")
        assert f'href="{PAGE}"' in page.get_data(as_text=True)

    def test_weekly_remittance_is_reached_from_the_desk(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        drafted(charged)
        assert f'href="{PAGE}"' in sqlite_clerk("zhuoni").get("/admin/").get_data(as_text=True)

    def test_weekly_remittance_tells_what_each_unit_paid(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        said = told(sqlite_clerk("zhuoni").get(PAGE))
        assert "卓尼县教育局" in said
        assert "卓尼县柳林小学" in said
        assert "¥1,000.00" in said
        assert "壹仟肆佰元整" in said

    def test_weekly_remittance_offers_to_prepare_what_is_due(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        clerk.get(PAGE)
        plan = clerk.post(
            "/admin/office/action/",
            {"action": "draft_remittance", "ids": charged.id("office-zhuoni")},
        )
        assert "¥1,400.00" in told(plan)

    def test_weekly_remittance_shows_the_memo_for_the_bank(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        draft = drafted(charged)
        page = sqlite_clerk("zhuoni").get(PAGE).get_data(as_text=True)
        (memo,) = re.findall(r'id="memo" rows="1" readonly>([^<]*)<', page)
        assert draft.remittance_no in memo
        assert "2026-W24" in memo

    def test_weekly_remittance_sends_the_draft_with_nothing_but_the_banks_number(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        draft, clerk = drafted(charged), sqlite_clerk("zhuoni")
        page = clerk.get(PAGE).get_data(as_text=True)
        form = page.partition('action="/admin/order/action/"')[2].partition("</form>")[0]
        ids = re.findall(r'name="ids" value="(\d+)"', form)
        plan = clerk.post("/admin/order/action/", {"action": "remit", "ids": ids})
        # The draft to send is named at once; what the run comes to, once its fields are filled in.
        assert draft.remittance_no in told(plan)
        assert "确认后，系统将" not in told(plan)
        url, given = "/admin/order/action/?action=remit", {"bank_ref": "W24"}
        plan = clerk.post(url, {**carried(plan), **given, "recalculate": "1"})
        assert draft.remittance_no in told(plan)
        done = clerk.post(url, {**carried(plan), **given, "confirm": "1"})
        assert done.status_code == 303
        with charged.session() as session:
            assert session.get_one(Remittance, draft.id).state is RemittanceState.SUBMITTED

    def test_weekly_remittance_shows_what_arrived_short(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        ids = [charged.id(name) for name in (*A_ORDERS, "b-order")]
        sent = charged.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
        charged.perform(TOP_UP, "conac-finance", [sent], TopUpInput(120_000, "B1"))
        assert "已汇未到账 ¥200.00" in told(sqlite_clerk("zhuoni").get(PAGE))

    def test_weekly_remittance_leaves_upper_offices_only_looking(
        self, charged: World, sqlite_clerk: Clerks
    ) -> None:
        page = sqlite_clerk("gansu").get(f"{PAGE}?office_code=623022")
        assert "¥1,400.00" in told(page)
        assert "draft_remittance" not in page.get_data(as_text=True)

    @pytest.mark.parametrize("week", ["2026-W54", "last", "0001-W01", "9999-W52"])
    def test_weekly_remittance_has_no_week_that_does_not_exist(
        self, charged: World, sqlite_clerk: Clerks, week: str
    ) -> None:
        assert sqlite_clerk("zhuoni").get(f"{PAGE}?week={week}").status_code in {200, 400}

    def test_weekly_remittance_of_an_empty_week_says_so(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        assert "截至本周没有待汇的收费" in told(sqlite_clerk("lintan").get(PAGE))
