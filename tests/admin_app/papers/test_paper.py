"""Papers on one template: what each tells, to whom, and how it is fetched."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.remittances.draft import DRAFT_REMITTANCE
from models.invoices.invoice_type import Medium, Tracking
from models.offices.office import Office
from models.remittances.remittance import Remittance
from models.workspace.notification import FileRecord
from tests.support.pages.doors import told
from tests.support.pages.papers import A_ORDERS, SignIn, text_of
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


@pytest.fixture
def payment(sqlite_world: World) -> int:
    ids = [sqlite_world.id(name) for name in A_ORDERS]
    outcome = sqlite_world.perform(CHARGE, "zhuoni", ids, ChargeInput(60_000, 3))
    return int(outcome.totals["payment_id"])


@pytest.fixture
def addresses(sqlite_world: World, payment: int) -> dict[str, str]:
    """Each of the papers, by its name."""
    world = sqlite_world
    world.perform(DRAFT_REMITTANCE, "zhuoni", [world.id("office-zhuoni")], Nothing())
    with world.session("zhuoni") as session:
        remittance = session.scalars(select(Remittance.id)).first()
    ids = [world.id("b-order")]
    receipt = world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2)).entry_id
    return {
        "业务单": f"/admin/receipt/?id={receipt}",
        "收费收据": f"/admin/payment_paper/?id={payment}",
        "汇款单": f"/admin/remittance_paper/?id={remittance}",
        "发票交接单": f"/admin/handover/?id={payment}",
        "库存卡": f"/admin/pedigree/card/?id={world.id('zhuoni-signed')}",
        "岗位交接单": f"/admin/desk_handover/sheet/?id={world.actor('zhuoni').user_id}",
    }


def pdf_url(address: str) -> str:
    return address.replace("/?", "/pdf/?")


class TestPapers:
    def test_share_one_look(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        for title, address in addresses.items():
            page = clerk.get(address)
            said = told(page)
            assert page.status_code == 200, title
            for word in (title, "卓尼县", "2026年6月10日星期三", "打印人 卓尼管理员", "（签字）"):
                assert word in said, (title, word)
            assert "css/paper.css" in page.text, title
            assert "data-print" in page.text, title
            assert f'action="{pdf_url(address)}"' in page.text, title

    def test_papers_keep_the_name_that_the_office_had_on_their_day(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        former = "卓尼县机构编制委员会办公室"
        entry = {"name": former, "until": "2026-06-11", "document_no": "民函〔2026〕2号"}
        with sqlite_world.writing() as session:
            office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
            office.name, office.former_names = "卓尼市机构编制委员会办公室", [entry]
        clerk = sqlite_clerk("zhuoni")
        for title, address in addresses.items():
            said = text_of(clerk.post(pdf_url(address)))
            assert former in said, title
            assert "卓尼市" not in said, title

    def test_papers_are_the_same_as_pdf(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        for title, address in addresses.items():
            said = text_of(clerk.post(pdf_url(address)))
            for word in (title, "卓尼县", "2026年6月10日星期三", "（签字）", "1/1"):
                assert word in said, (title, word)
            # The frame of the program stays on the screen.
            assert "工作台" not in said

    def test_papers_tell_units_amounts_and_amounts_in_words(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        for title in ("收费收据", "汇款单", "发票交接单"):
            said = text_of(clerk.post(pdf_url(addresses[title])))
            for word in ("卓尼县教育局", "¥600.00", "陆佰元整"):
                assert word in said, (title, word)

    def test_name_each_electronic_invoice_by_its_number(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        world, numbers = sqlite_world, [f"2662{n:016}" for n in (1, 2)]
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            maker = Maker(session, office, NOW)
            given: dict[str, Any] = {"medium": Medium.ELECTRONIC, "tracking": Tracking.COUNT}
            maker.lot(maker.invoice_type(None, code="electronic", **given), None, 10)
        charge = ChargeInput(40_000, 2, invoice_type="electronic", numbers=" ".join(numbers))
        done = world.perform(CHARGE, "zhuoni", [world.id("b-order")], charge)
        key = done.totals["payment_id"]
        page = told(sqlite_clerk("zhuoni").get(f"/admin/handover/?id={key}"))
        assert all(number in page for number in numbers)

    def test_papers_of_a_charge_end_in_its_amount(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        page = sqlite_clerk("zhuoni").get(addresses["业务单"]).text
        (totals,) = re.findall(r'<dl class="totals">(.*?)</dl>', page, re.DOTALL)
        assert re.findall(r"<dd>([^<]*)", totals)[-1].strip() == "¥400.00"

    def test_papers_of_a_remittance_has_the_memo_for_the_bank(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        with sqlite_world.session("zhuoni") as session:
            number = session.scalars(select(Remittance.remittance_no)).one()
        said = told(sqlite_clerk("zhuoni").get(addresses["汇款单"]))
        assert re.search(rf"附言 域名注册费 \S*卓尼县\S* 2026-W24 {number}", said)

    def test_papers_of_a_payment_has_its_orders(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        said = told(sqlite_clerk("zhuoni").get(addresses["收费收据"]))
        assert said.count("¥200.00") == len(A_ORDERS)
        assert "合计" in said

    def test_papers_are_reached_from_their_records(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str], payment: int
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        assert addresses["收费收据"] in clerk.get(f"/admin/payment/details/?id={payment}").text
        slip = addresses["汇款单"].rpartition("=")[2]
        assert addresses["汇款单"] in clerk.get(f"/admin/remittance/details/?id={slip}").text

    @pytest.mark.parametrize(("username", "status"), [("unit-a", 200), ("unit-b", 404)])
    def test_papers_of_a_payment_are_its_units_too(
        self, sqlite_clerk: SignIn, payment: int, username: str, status: int
    ) -> None:
        clerk = sqlite_clerk(username)
        address = f"/admin/payment_paper/?id={payment}"
        assert clerk.get(address).status_code == status
        assert clerk.post(pdf_url(address)).status_code == status

    def test_papers_are_hidden_from_strangers(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        for username in ("lintan", "lantian"):
            clerk = sqlite_clerk(username)
            for title, address in addresses.items():
                assert clerk.get(address).status_code == 404, title
                assert clerk.post(pdf_url(address)).status_code == 404, title

    def test_papers_say_first_that_they_are_void(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput

        world = sqlite_world
        paid = world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
        key = int(paid.totals["payment_id"])
        world.perform(REVERSE_PAYMENT, "zhuoni", [key], ReversePaymentInput("收错"))
        said = told(sqlite_clerk("zhuoni").get(f"/admin/payment_paper/?id={key}"))
        assert "冲正，本单无效" in said


class TestDownloads:
    def test_downloads_are_named_in_chinese_and_the_same_each_time(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        said = {
            clerk.post(pdf_url(addresses["收费收据"])).headers["Content-Disposition"]
            for _turn in range(2)
        }
        (disposition,) = said
        assert re.search(r"收费收据-S623022\S+-2026-06-10\.pdf$", unquote(disposition))

    def test_downloads_are_written_down(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str], payment: int
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        clerk.post(pdf_url(addresses["收费收据"]))
        with sqlite_world.session("zhuoni") as session:
            record = session.scalars(select(FileRecord)).one()
        assert record.entity == "payment"
        assert record.by == "卓尼管理员"
        assert record.selection["list"] == f"payment_paper.pdf?id={payment}"

    def test_downloads_are_asked_for_by_a_form(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        address = pdf_url(addresses["收费收据"])
        assert clerk.get(address).status_code == 405
        assert clerk.client.post(address).status_code == 400
