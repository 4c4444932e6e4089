"""三方对账 as a page: each number leads to its rows."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from models.offices.office import Office
from models.values.calendar import week_key
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import NOW, TODAY
from tests.support.world.money_factories import Maker

WEEK = week_key(TODAY)


@pytest.fixture
def charged(sqlite_doors: Doors) -> Doors:
    """B paid 400 yuan and was given no sheet."""
    world = sqlite_doors.world
    given = ChargeInput(40_000, 0, deferred_reason="发票用完")
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], given)
    return sqlite_doors


class TestTheThreeWayPage:
    def test_the_three_way_page_marks_what_differs_and_leads_to_it(self, charged: Doors) -> None:
        clerk = charged.clerk("zhuoni")
        page = clerk.get("/admin/reconciliation/").get_data(as_text=True)
        assert WEEK in page
        # Money of this week can still be sent on; its sheet was due at once.
        assert page.count('class="figure differs"') == 1
        assert "对账差异 1 笔" in told(clerk.get("/admin/reconciliation/"))
        url = re.search(r'class="figure differs" href="([^"]+invoiced)"', page)
        assert url is not None
        rows = told(clerk.get(url[1].replace("&amp;", "&")))
        assert "卓尼县柳林小学" in rows
        assert "待补开票：发票用完" in rows

    def test_the_three_way_page_calls_money_late_when_its_week_is_over(
        self, sqlite_doors: Doors
    ) -> None:
        world = sqlite_doors.world
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            maker.payment(received_on=TODAY - dt.timedelta(days=7))
        page = sqlite_doors.clerk("zhuoni").get("/admin/reconciliation/").get_data(as_text=True)
        assert page.count('class="figure differs"') == 2
        assert "differing=remitted" in page

    def test_the_three_way_page_lets_the_province_walk_down(self, charged: Doors) -> None:
        clerk = charged.clerk("gansu")
        page = clerk.get("/admin/reconciliation/").get_data(as_text=True)
        assert "under=623000" in page
        below = told(clerk.get("/admin/reconciliation/?under=623000"))
        assert "卓尼县" in below
        assert "¥400.00" in below

    @pytest.mark.parametrize("query", ["until=2026-W60", "until=x"])
    def test_the_three_way_page_of_no_week_is_that_of_the_present_one_with_a_word(
        self, charged: Doors, query: str
    ) -> None:
        page = charged.clerk("zhuoni").get(f"/admin/reconciliation/?{query}")
        assert page.status_code == 200
        assert "这一周。这一项没有采用" in told(page)

    @pytest.mark.parametrize("query", ["under=610122", "under=999999"])
    def test_the_three_way_page_knows_no_office_out_of_sight(
        self, charged: Doors, query: str
    ) -> None:
        clerk = charged.clerk("zhuoni")
        assert clerk.get(f"/admin/reconciliation/?{query}").status_code == 404

    def test_the_three_way_page_is_nothing_for_registrants(self, charged: Doors) -> None:
        assert charged.clerk("unit-a").get("/admin/reconciliation/").status_code == 403
