"""发票申请 as a page: what the guide names stands on it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.invoices.sign_for import SIGN_FOR
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.stock import InvoiceLot
from models.offices.office import Office
from tests.support.pages.doors import ticked
from tests.support.pages.invoice_pages import ASK, SignIn, hidden, text_of
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


@pytest.fixture
def addressed(sqlite_world: World) -> World:
    """Every address book of 甘肃 and 卓尼 has its default."""
    with sqlite_world.writing() as session:
        for name in ("office-gansu", "office-zhuoni"):
            office = session.get_one(Office, sqlite_world.id(name))
            Maker(session, office, NOW).mailing_address(is_default=True)
    return sqlite_world


class TestNew003:
    """新-003: 点击“预开发票申请”，在右侧填写发票数量，选择发票类型、邮寄地址，点击“发票申请”."""

    def test_the_page_holds_what_the_guide_names(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        assert 'href="/admin/invoice_application/"' in clerk.get("/admin/").text
        said = text_of(clerk.get("/admin/invoice_application/"))
        for word in ("发票信息", "发票类型", "发票数量", "邮寄地址", "发票申请", "提示信息"):
            assert word in said, word
        assert "目前发票余额：60 张 / ¥12,000.00" in said
        assert "柳林镇1号" in said

    def test_one_press_asks(self, addressed: World, sqlite_clerk: SignIn) -> None:
        addressed.perform(SIGN_FOR, "zhuoni", [addressed.id("zhuoni-transit")], Nothing())
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "30", "confirm": "1"}

        assert clerk.post(ASK, given).status_code == 303
        with addressed.session("zhuoni") as session:
            assert session.scalars(select(InvoiceRequest)).one().quantity == 30

    def test_sheets_under_way_are_ticked_before_more_are_asked_for(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "30", "confirm": "1"}
        asked = clerk.post(ASK, given)
        assert asked.status_code == 422
        assert "另有 10 张已申请或在途" in text_of(asked)
        assert "¥6,000.00" in text_of(asked)

        done = clerk.post(ASK, {**given, **ticked(asked)})
        assert done.status_code == 303
        with addressed.session("zhuoni") as session:
            request = session.scalars(select(InvoiceRequest)).one()
            assert (request.quantity, request.total_fen) == (30, 600_000)
        receipt = text_of(clerk.get(done.location))
        assert request.request_no in receipt
        assert "¥6,000.00" in receipt
        said = text_of(clerk.get("/admin/invoice_application/"))
        assert request.request_no in said
        assert "待审批" in said
        assert "另有 40 张已申请或在途" in said

    def test_new003_without_a_script_the_server_tells_the_sum(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "7", "recalculate": "1"}
        said = text_of(clerk.post(ASK, given))
        assert "¥1,400.00" in said
        assert "目前发票余额 60 张" in said

    def test_new003_leads_back_to_itself_from_the_plan(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "7", "recalculate": "1"}
        assert 'href="/admin/invoice_application/"' in clerk.post(ASK, given).text

    def test_new003_says_what_stands_in_the_way(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        said = text_of(sqlite_clerk("zhuoni").get("/admin/invoice_application/"))
        assert "没有可用的邮寄地址" in said
        assert "增加邮寄地址" in said

    @pytest.mark.parametrize("username", ["unit-a", "conac-finance", "zhuoni-viewer"])
    def test_new003_is_for_who_may_ask(self, sqlite_clerk: SignIn, username: str) -> None:
        assert sqlite_clerk(username).get("/admin/invoice_application/").status_code == 403

    def test_new003_shows_no_neighbour_s_requests(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        with addressed.writing() as session:
            maker = Maker(session, session.get_one(Office, addressed.id("office-lintan")), NOW)
            other = maker.invoice_request().request_no
        assert other not in sqlite_clerk("zhuoni").get("/admin/invoice_application/").text


class TestQ2:
    """每次申请发票的最高额度为3万元 (Q2)."""

    @pytest.mark.parametrize(("sheets", "status"), [("150", 303), ("151", 422)])
    def test_q2_is_refused_past_thirty_thousand_yuan_alone(
        self, addressed: World, sqlite_clerk: SignIn, sheets: str, status: int
    ) -> None:
        clerk = sqlite_clerk("gansu")
        page = clerk.get("/admin/invoice_application/")
        assert 'data-cap="3000000"' in page.text
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": sheets, "confirm": "1"}
        answer = clerk.post(ASK, given)
        assert answer.status_code == status
        assert ("超过每次最高额度 ¥30,000.00" in text_of(answer)) == (status == 422)


class TestQ3:
    """勾选需要拆分的发票记录，点击右侧“发票信息”中的“拆分”，点击“增加”，填写后“提交” (Q3)."""

    def test_q3_goes_as_the_guide_says(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        world, clerk = sqlite_world, sqlite_clerk("gansu")
        listed = clerk.get("/admin/lot/")
        pane = listed.text.partition('<aside class="pane"')[2].partition("</aside>")[0]
        assert "发票信息" in pane
        for verb, word in (("split", "拆分"), ("sign_for", "签收")):
            assert re.search(f'<button[^>]* value="{verb}"[^>]*>{word}</button>', pane), word
        lot = world.id("gansu-signed")
        assert f"name=ids value={lot}" in listed.text

        url = "/admin/lot/action/"
        dialog = clerk.post(url, {"action": "split", "ids": [lot]})
        assert "增加" in dialog.text
        url += "?action=split"
        first = {"lines-0-user_account": "zhuoni", "lines-0-quantity": "60"}
        grown = clerk.post(url, {**hidden(dialog), **first, "add_row": "lines"})
        assert 'name="lines-1-user_account"' in grown.text
        assert 'value="zhuoni"' in grown.text
        second = {"lines-1-user_account": "lintan", "lines-1-quantity": "40"}
        sent = clerk.post(url, {**hidden(grown), **first, **second, "confirm": "1"})

        assert sent.status_code == 303
        with world.session("gansu") as session:
            children = session.scalars(
                select(InvoiceLot).where(InvoiceLot.parent_id == lot).order_by(InvoiceLot.id)
            ).all()
            assert [child.quantity for child in children] == [60, 40]
