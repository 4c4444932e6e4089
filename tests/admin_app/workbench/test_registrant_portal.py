"""注册单位's own page: its names, dues, payee, and what was sent back (domain.md 1.6, 续-002)."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from actions.core.adverse_review import ReviewReasons
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.units.suspend import SUSPEND_UNIT, SuspendUnitInput
from models.billing.order import Order, OrderState
from models.domains.domain import Domain, DomainState
from models.domains.review import ReviewReason
from models.offices.office import Office, PaymentMode
from tests.support.pages.doors import Doors, carried, told
from tests.support.world.cast import World


def account(world: World) -> None:
    """Zhuoni tells where to pay."""
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        mode = PaymentMode(
            office_id=office.id,
            payee="卓尼县财政局",
            bank="农业银行卓尼支行",
            bank_account_no="2788 0104 0001 234",
            notice="请注明单位名称",
        )
        mode.belong_to(office)
        session.add(mode)


class TestUnitPortal:
    def test_unit_portal_shows_the_units_own_names_with_their_dates_and_phase(
        self, doors: Doors
    ) -> None:
        said = told(doors.clerk("unit-a").get("/admin/"))
        assert "我的域名" in said
        for words in ("卓尼县教育局.政务 即将到期", "卓尼教育.政务 宽限期", "2026-07-10"):
            assert words in said
        assert "柳林小学" not in said
        assert "临潭" not in said

    def test_unit_portal_says_why_a_name_cannot_be_renewed(self, sqlite_doors: Doors) -> None:
        said = told(sqlite_doors.clerk("unit-a").get("/admin/"))
        assert "已冻结：主管部门要求" in said
        assert "续费已提交（待收费）" in said
        assert "起可以续费" in said
        assert "已过赎回期" in said
        page = sqlite_doors.clerk("unit-a").get("/admin/").get_data(as_text=True)
        ticks = set(map(int, re.findall(r'name="ids" value="(\d+)"', page)))
        assert ticks == {sqlite_doors.world.id(n) for n in ("a-due", "a-grace", "a-redemption")}

    def test_unit_portal_shows_what_is_due_and_where_to_pay(self, sqlite_doors: Doors) -> None:
        account(sqlite_doors.world)
        said = told(sqlite_doors.clerk("unit-a").get("/admin/"))
        assert "应缴费用 ¥1,000.00" in said
        assert "壹仟元整" in said
        for words in ("卓尼县财政局", "农业银行卓尼支行", "2788 0104 0001 234", "请注明单位名称"):
            assert words in said

    def test_unit_portal_shows_nothing_of_another_offices_account(
        self, sqlite_doors: Doors
    ) -> None:
        account(sqlite_doors.world)
        assert "卓尼县财政局" not in told(sqlite_doors.clerk("unit-c").get("/admin/"))

    def test_unit_portal_renews_what_is_ticked_for_the_years_chosen(self, doors: Doors) -> None:
        clerk, key = doors.clerk("unit-a"), doors.world.id("a-due")
        clerk.get("/admin/")
        given = {"action": "renew", "ids": [key], "years": "3", "typed": "1"}
        page = clerk.post("/admin/domain/action/", given)
        said = told(page)
        assert page.status_code == 200
        assert "¥600.00" in said
        assert "2029-07-10" in said
        for hidden in ("账户余额", "发票余额", "柳林小学"):
            assert hidden not in page.get_data(as_text=True)
        done = clerk.post(
            "/admin/domain/action/?action=renew",
            {**carried(page), "years": "3", "confirm": "1"},
        )
        assert done.status_code == 303
        with doors.world.session() as session:
            order = session.scalars(select(Order).where(Order.domain_id == key)).one()
            assert (order.term_years, order.state) == (3, OrderState.PAYABLE)
        assert "续费" in told(clerk.get(done.location))
        home = told(clerk.get("/admin/"))
        assert "应缴费用 ¥1,600.00" in home

    def test_unit_portal_cannot_tick_anothers_name(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("unit-a")
        clerk.get("/admin/")
        for name in ("b-due", "c-due"):
            given = {"action": "renew", "ids": [sqlite_doors.world.id(name)], "typed": "1"}
            page = clerk.post("/admin/domain/action/", {**given, "years": "1"})
            assert "没有找到这条记录" in told(page)

    def test_unit_portal_tells_what_was_sent_back_and_mends_it(self, doors: Doors) -> None:
        world, key = doors.world, doors.world.id("a-submitted")
        wanted = ReviewReasons((ReviewReason.NAME_AMBIGUOUS,), "请加冠“卓尼县”全称")
        world.perform(RETURN_FOR_CHANGES, "zhuoni", [key], wanted)
        clerk = doors.clerk("unit-a")
        page = clerk.get("/admin/")
        said = told(page)
        assert "名称容易混淆" in said
        assert "请加冠“卓尼县”全称" in said
        mend = f"/admin/domain/action/?action=resubmit&amp;ids={key}"
        assert mend in page.get_data(as_text=True)
        form = clerk.get(mend.replace("&amp;", "&"))
        given = {**carried(form), "label": "卓尼县电化教育馆", "confirm": "1"}
        refused = clerk.post("/admin/domain/action/?action=resubmit", given)
        assert refused.status_code == 422
        assert "名称说明" in told(refused)
        done = clerk.post(
            "/admin/domain/action/?action=resubmit",
            {**given, **carried(refused), "name_reason": "电化教育馆由本单位管理"},
        )
        assert done.status_code == 303
        with world.session() as session:
            domain = session.get_one(Domain, key)
            assert (domain.state, domain.label_u) == (DomainState.SUBMITTED, "卓尼县电化教育馆")
        assert "请加冠" not in told(clerk.get("/admin/"))

    def test_unit_portal_says_when_the_unit_may_do_nothing(self, sqlite_doors: Doors) -> None:
        world = sqlite_doors.world
        world.perform(SUSPEND_UNIT, "zhuoni", [world.id("unit-a")], SuspendUnitInput("信息不符"))
        page = sqlite_doors.clerk("unit-a").get("/admin/")
        assert "单位已停用" in told(page)
        assert 'name="ids"' not in page.get_data(as_text=True)

    @pytest.mark.parametrize("username", ["zhuoni", "gansu", "conac"])
    def test_unit_portal_is_the_units_alone(self, sqlite_doors: Doors, username: str) -> None:
        assert "我的域名" not in told(sqlite_doors.clerk(username).get("/admin/"))

    def test_unit_portal_leads_to_pages_that_open(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("unit-a")
        page = clerk.get("/admin/").get_data(as_text=True)
        for url in {u.replace("&amp;", "&") for u in re.findall(r'href="(/admin/[^"#]*)"', page)}:
            assert clerk.get(url, follow_redirects=True).status_code == 200, url
