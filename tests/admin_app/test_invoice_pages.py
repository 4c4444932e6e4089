"""The pages about invoices: asking for them, splitting, their families, cards and hand-over."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from models.core.setting import Setting
from models.invoices.invoice import Invoice
from models.invoices.stock import InvoiceLot, InvoiceRequest
from models.offices.office import Office
from tests.admin_app.conftest import Clerk
from tests.support.cast import NOW, World
from tests.support.money_factories import Maker

SignIn = Callable[[str], Clerk]
ASK = "/admin/office/action/?action=request_invoices"


def text_of(page: Any) -> str:
    """What is read on a page, without its marks."""
    body = page.get_data(as_text=True).partition("<main")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def hidden(page: Any) -> dict[str, str]:
    """What the form of a page carries unseen."""
    body = page.get_data(as_text=True)
    return {
        name: html.unescape(found[1])
        for name in ("key", "selection")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', body))
    }


@pytest.fixture
def addressed(sqlite_world: World) -> World:
    """Every address book of 甘肃 and 卓尼 has its default."""
    with sqlite_world.writing() as session:
        for name in ("office-gansu", "office-zhuoni"):
            office = session.get_one(Office, sqlite_world.id(name))
            Maker(session, office, NOW).mailing_address(is_default=True)
    return sqlite_world


def set_to(world: World, name: str, value: Any) -> None:
    with world.writing() as session:
        session.add(Setting(name=name, value={"value": value}))


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
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "30", "confirm": "1"}
        answer = clerk.post(ASK, given)

        assert answer.status_code == 303
        with addressed.session("zhuoni") as session:
            request = session.scalars(select(InvoiceRequest)).one()
            assert (request.quantity, request.total_fen) == (30, 600_000)
        said = text_of(clerk.get("/admin/invoice_application/"))
        assert request.request_no in said
        assert "待审批" in said
        assert "另有 40 张已申请或在途" in said

    def test_without_a_script_the_server_tells_the_sum(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "7", "recalculate": "1"}
        said = text_of(clerk.post(ASK, given))
        assert "¥1,400.00" in said
        assert "目前发票余额 60 张" in said

    def test_leads_back_to_itself_from_the_plan(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "7", "recalculate": "1"}
        assert 'href="/admin/invoice_application/"' in clerk.post(ASK, given).text

    def test_says_what_stands_in_the_way(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        said = text_of(sqlite_clerk("zhuoni").get("/admin/invoice_application/"))
        assert "没有可用的邮寄地址" in said
        assert "增加邮寄地址" in said

    @pytest.mark.parametrize("username", ["unit-a", "conac-finance", "zhuoni-viewer"])
    def test_is_for_who_may_ask(self, sqlite_clerk: SignIn, username: str) -> None:
        assert sqlite_clerk(username).get("/admin/invoice_application/").status_code == 403

    def test_shows_no_neighbour_s_requests(self, addressed: World, sqlite_clerk: SignIn) -> None:
        with addressed.writing() as session:
            maker = Maker(session, session.get_one(Office, addressed.id("office-lintan")), NOW)
            other = maker.invoice_request().request_no
        assert other not in sqlite_clerk("zhuoni").get("/admin/invoice_application/").text


class TestQ2:
    """每次申请发票的最高额度为3万元 (Q2)."""

    @pytest.mark.parametrize(("sheets", "status"), [("150", 303), ("151", 422)])
    def test_is_refused_past_thirty_thousand_yuan_alone(
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

    def test_goes_as_the_guide_says(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        world, clerk = sqlite_world, sqlite_clerk("gansu")
        listed = clerk.get("/admin/lot/")
        pane = listed.text.partition('<aside class="pane"')[2].partition("</aside>")[0]
        assert "发票信息" in pane
        assert 'value="split">拆分' in pane
        assert 'value="sign_for">签收' in pane
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


class TestExposure:
    def charge(self, world: World) -> None:
        ids = [world.id("b-order")]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))

    def test_shows_what_is_on_hand_and_what_was_not_remitted(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        self.charge(sqlite_world)
        said = text_of(sqlite_clerk("zhuoni").get("/admin/exposure/"))
        assert "58 ¥11,600.00 ¥400.00 ¥0.00 ¥0.00 ¥12,000.00" in said
        assert "临潭" not in said

    def test_ages(self, sqlite_world: World, sqlite_clerk: SignIn, hands: Any) -> None:
        self.charge(sqlite_world)
        hands.turn(days=8)
        assert "¥0.00 ¥400.00 ¥0.00" in text_of(sqlite_clerk("zhuoni").get("/admin/exposure/"))
        hands.turn(days=30)
        assert "¥0.00 ¥0.00 ¥400.00" in text_of(sqlite_clerk("zhuoni").get("/admin/exposure/"))

    def test_of_a_province_has_its_offices_and_their_sum(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        said = text_of(sqlite_clerk("gansu").get("/admin/exposure/"))
        assert "卓尼县" in said
        assert "临潭县" in said
        assert "蓝田县" not in said
        assert "250 ¥50,000.00" in said

    def test_past_the_limit_warns_on_the_desk_and_where_one_asks(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        set_to(addressed, "exposure_limit_fen", 1_000_000)
        clerk = sqlite_clerk("zhuoni")
        assert "超过暴露额度 ¥10,000.00" in text_of(clerk.get("/admin/"))
        page = clerk.get("/admin/invoice_application/")
        assert "请尽快汇款" in text_of(page)
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "1", "confirm": "1"}
        assert clerk.post(ASK, given).status_code == 303

    def test_stops_where_the_setting_says_so(self, addressed: World, sqlite_clerk: SignIn) -> None:
        set_to(addressed, "exposure_limit_fen", 1_000_000)
        set_to(addressed, "exposure_stops", True)
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "1", "confirm": "1"}
        answer = clerk.post(ASK, given)
        assert answer.status_code == 422
        assert "请先汇款，再申请" in text_of(answer)


class TestOverdue:
    def test_lots_are_told_on_the_desk_and_listed(
        self, addressed: World, sqlite_clerk: SignIn, hands: Any
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        assert "还没有签收" not in text_of(clerk.get("/admin/"))
        hands.turn(days=16)
        clerk = sqlite_clerk("zhuoni")
        desk = clerk.get("/admin/")
        assert "有 1 批发票寄发超过 15 天还没有签收" in text_of(desk)
        found = re.search(r"href='([^']*dispatched_at_to[^']*)'", desk.text)
        assert found
        assert "LOT-zhuoni-transit" in clerk.get(html.unescape(found[1])).text
        assert "还没有签收" in text_of(clerk.get("/admin/invoice_application/"))


def family(world: World) -> dict[str, int]:
    """甘肃's lot split to two counties, one of which signed, issued, returned and lost some."""
    lines = SplitInput((SplitLine("zhuoni", 60), SplitLine("lintan", 40)))
    split = world.perform(SPLIT, "gansu", [world.id("gansu-signed")], lines)
    zhuoni, lintan = (row.row_id for row in split.rows)
    world.perform(RETURN_LOT, "zhuoni", [world.id("zhuoni-signed")], ReturnLotInput("停用"))
    world.perform(SIGN_FOR, "zhuoni", [zhuoni], Nothing())
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    world.perform(RETURN_LOT, "zhuoni", [zhuoni], ReturnLotInput("多余", 10))
    world.perform(LOSE_LOT, "zhuoni", [zhuoni], LoseLotInput("1号", "丢失", 1))
    return {"zhuoni": zhuoni, "lintan": lintan, "root": world.id("gansu-signed")}


class TestPedigree:
    def test_proves_that_every_sheet_is_somewhere(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lots = family(sqlite_world)
        for entry in ("root", "zhuoni", "lintan"):
            page = sqlite_clerk("gansu").get(f"/admin/pedigree/?id={lots[entry]}")
            said = text_of(page)
            proof = "可用 137 + 已开具 2 + 作废 0 + 已退回 10 + 遗失 1 = 150 = 150"
            assert proof in said
            assert "号码没有重叠和缺号" in said
            assert page.text.count('class="branch"') == 1 + 1 + 2 * 2

    def test_tells_who_holds_what(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        lots = family(sqlite_world)
        said = text_of(sqlite_clerk("gansu").get(f"/admin/pedigree/?id={lots['root']}"))
        held = said.partition("谁手里还有几张")[2]
        assert re.search(r"甘肃\S* 50 0", held)
        assert re.search(r"卓尼县\S* 47 0", held)
        assert re.search(r"临潭县\S* 0 40", held)

    def test_shows_a_county_its_own_branch_alone(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lots = family(sqlite_world)
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get(f"/admin/pedigree/?id={lots['zhuoni']}")
        said = text_of(page)
        assert "上级批次由上级编办管理" in said
        assert "= 60 = 60" in said
        assert "LOT-gansu-signed" not in page.text
        assert "150" not in said
        assert clerk.get(f"/admin/pedigree/?id={lots['root']}").status_code == 404
        assert clerk.get(f"/admin/pedigree/?id={lots['lintan']}").status_code == 404
        assert clerk.get(f"/admin/pedigree/card/?id={lots['lintan']}").status_code == 404

    def test_without_a_lot_lists_the_families_in_sight(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lots = family(sqlite_world)
        page = sqlite_clerk("zhuoni").get("/admin/pedigree/").text
        assert f"/admin/pedigree/?id={lots['zhuoni']}" in page
        assert "LOT-gansu-signed" not in page
        assert sqlite_clerk("zhuoni").get("/admin/pedigree/?id=x").status_code == 404

    def test_is_reached_from_the_lot(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        lot = sqlite_world.id("zhuoni-signed")
        page = sqlite_clerk("zhuoni").get(f"/admin/lot/details/?id={lot}").text
        assert f"/admin/pedigree/?id={lot}" in page
        assert f"/admin/pedigree/card/?id={lot}" in page

    def test_is_not_for_registrants(self, sqlite_clerk: SignIn) -> None:
        assert sqlite_clerk("unit-a").get("/admin/pedigree/").status_code == 403


class TestStockCard:
    def test_tells_every_move_with_what_was_left(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lots = family(sqlite_world)
        said = text_of(sqlite_clerk("zhuoni").get(f"/admin/pedigree/card/?id={lots['zhuoni']}"))
        assert "现有 47 张" in said
        for line in (
            "拆入 60 不变 0",
            "签收 60 +60 60",
            "开具 2 -2 58",
            "拆出 10 -10 48",
            "拆出 1 -1 47",
        ):
            assert line in said, line

    def test_of_a_parcel_lost_on_its_way_never_had_any(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lot = sqlite_world.id("zhuoni-transit")
        sqlite_world.perform(LOSE_LOT, "zhuoni", [lot], LoseLotInput("1号", "丢失"))
        said = text_of(sqlite_clerk("zhuoni").get(f"/admin/pedigree/card/?id={lot}"))
        assert "遗失 10 不变 0 1号" in said


class TestHandover:
    @pytest.fixture
    def paid(self, sqlite_world: World) -> int:
        world = sqlite_world
        ids = [world.id(f"a-order-renew-{n}") for n in (1, 2, 3)]
        outcome = world.perform(CHARGE, "zhuoni", ids, ChargeInput(60_000, 3))
        return int(outcome.totals["payment_id"])

    def test_lists_the_numbers_a_unit_got(
        self, sqlite_world: World, sqlite_clerk: SignIn, paid: int
    ) -> None:
        clerk = sqlite_clerk("zhuoni-cashier")
        record = clerk.get(f"/admin/payment/details/?id={paid}").text
        assert f"/admin/handover/?id={paid}" in record
        said = text_of(clerk.get(f"/admin/handover/?id={paid}"))
        assert "00013001–00013003" in said
        assert "卓尼县教育局" in said
        assert "陆佰元整" in said
        assert "领取人（签字）" in said

    def test_tells_what_was_void_and_what_is_owed(
        self, sqlite_world: World, sqlite_clerk: SignIn, paid: int
    ) -> None:
        with sqlite_world.session() as session:
            sheet = session.scalars(select(Invoice.id).where(Invoice.number == "00013002")).one()
        given = VoidInvoiceInput("写错", reissue=False)
        sqlite_world.perform(VOID_INVOICE, "zhuoni", [sheet], given)
        clerk = sqlite_clerk("zhuoni")
        said = text_of(clerk.get(f"/admin/handover/?id={paid}"))
        assert "还有 ¥200.00 待补开发票" in said
        assert "00013001 " in said
        assert "00013003 " in said
        assert "00013002 作废" in said
        assert "待补开票的收费" in text_of(clerk.get("/admin/"))
        owed = clerk.get("/admin/payment/?invoice_deferred_reason=yes")
        assert "卓尼县教育局" in owed.text
        assert "卓尼县教育局" not in clerk.get("/admin/payment/?invoice_deferred_reason=no").text

    @pytest.mark.parametrize(
        ("username", "status"), [("unit-a", 200), ("unit-b", 404), ("lintan", 404), ("gansu", 200)]
    )
    def test_is_for_the_unit_and_its_office(
        self, sqlite_clerk: SignIn, paid: int, username: str, status: int
    ) -> None:
        page = sqlite_clerk(username).get(f"/admin/handover/?id={paid}")
        assert page.status_code == status


class TestInvoiceList:
    def test_asks_for_numbers_from_one_to_another(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        ids = [sqlite_world.id(f"a-order-renew-{n}") for n in (1, 2, 3)]
        sqlite_world.perform(CHARGE, "zhuoni", ids, ChargeInput(60_000, 3))
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice/?number_from=13002&number_to=00013003").text
        assert "00013002" in page
        assert "00013003" in page
        assert ">00013001<" not in page
        assert clerk.get("/admin/invoice/?number_from=1x").status_code == 400
        assert clerk.get("/admin/payment/?invoice_deferred_reason=maybe").status_code == 400


class TestDesk:
    def test_the_registry_sees_what_came_back(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        lot = [sqlite_world.id("zhuoni-signed")]
        sqlite_world.perform(RETURN_LOT, "zhuoni", lot, ReturnLotInput("停用"))
        clerk = sqlite_clerk("conac-finance")
        assert "退回待销毁的发票" in text_of(clerk.get("/admin/"))
        assert "LOT-zhuoni-signed" in clerk.get("/admin/lot/?list=returned").text
