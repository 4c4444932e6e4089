"""Papers: five of them on one template, on screen and as PDF, to read, to sign and to file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.remittances.draft import DRAFT_REMITTANCE
from admin_app.papers import paper as papers
from admin_app.papers import pdf
from admin_app.papers.pdf import PdfFault, own_file, pdf_fault, write_pdf
from models.billing.order import OrderState
from models.invoices.stock import Medium, Tracking
from models.offices.office import Office
from models.remittances.remittance import Remittance
from models.workspace.notification import FileRecord
from tests.admin_app.conftest import Clerk
from tests.support.cast import NOW, World
from tests.support.doors import told
from tests.support.money_factories import Maker

SignIn = Callable[[str], Clerk]
A_ORDERS = ("a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def read(answer: Any) -> PdfReader:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.get_data()))


def text_of(answer: Any) -> str:
    """The text of all sheets without white space, since a line breaks where it must."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in read(answer).pages))


def fonts_of(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()["/DescendantFonts"][0].get_object()


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


def slip_of(world: World, units: int, name: str = "第{}中心小学") -> int:
    """A 汇款单 of so many units, one name each."""
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        maker = Maker(session, office, NOW)
        slip = maker.remittance(20_000 * units)
        slip.line_count = units
        for number in range(units):
            unit = maker.unit(f"卓尼县{name.format(number + 1)}")
            order = maker.order(maker.domain(unit=unit), OrderState.CHARGED)
            maker.remittance_line(maker.payment_line(order), remittance=slip)
        return int(slip.id)


class TestStatements:
    """对账单 as PDF: what the page says, to sign and to file (Q4)."""

    def test_of_the_account_end_in_its_balance(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("lantian")
        page = clerk.get("/admin/statement/").text
        assert 'action="/admin/statement/pdf/?' in page
        said = text_of(clerk.post("/admin/statement/pdf/"))
        for word in ("账户对账单", "期初余额¥0.00", "充值", "期末余额¥200.00¥0.00¥200.00"):
            assert word in said, word
        with sqlite_world.session() as session:
            record = session.scalars(select(FileRecord)).one()
            assert record.by == "蓝田管理员"
            assert record.file_name.endswith(".pdf")

    def test_of_a_unit_are_for_itself_too(
        self, sqlite_world: World, sqlite_clerk: SignIn, payment: int
    ) -> None:
        url = f"/admin/statement/unit/pdf/?unit={sqlite_world.id('unit-a')}"
        for username in ("zhuoni", "unit-a"):
            said = text_of(sqlite_clerk(username).post(url))
            for word in ("单位对账单", "卓尼县教育局", "¥600.00", "单位签收（盖章）"):
                assert word in said, word

    def test_tell_days_asked_for_alone(
        self, sqlite_world: World, sqlite_clerk: SignIn, payment: int
    ) -> None:
        url = f"/admin/statement/unit/pdf/?unit={sqlite_world.id('unit-a')}"
        early = sqlite_clerk("zhuoni").post(f"{url}&from=2026-01-01&to=2026-01-02")
        assert "这段时间没有应缴、收费或开票。" in text_of(early)


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

    def test_are_the_same_as_pdf(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        for title, address in addresses.items():
            said = text_of(clerk.post(pdf_url(address)))
            for word in (title, "卓尼县", "2026年6月10日星期三", "（签字）", "1/1"):
                assert word in said, (title, word)
            # The frame of the program stays on the screen.
            assert "工作台" not in said

    def test_tell_units_amounts_and_amounts_in_words(
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

    def test_of_a_charge_end_in_its_amount(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        page = sqlite_clerk("zhuoni").get(addresses["业务单"]).text
        (totals,) = re.findall(r'<dl class="totals">(.*?)</dl>', page, re.DOTALL)
        assert re.findall(r"<dd>([^<]*)", totals)[-1].strip() == "¥400.00"

    def test_of_a_remittance_has_the_memo_for_the_bank(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        with sqlite_world.session("zhuoni") as session:
            number = session.scalars(select(Remittance.remittance_no)).one()
        said = told(sqlite_clerk("zhuoni").get(addresses["汇款单"]))
        assert re.search(rf"附言 域名注册费 \S*卓尼县\S* 2026-W24 {number}", said)

    def test_of_a_payment_has_its_orders(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        said = told(sqlite_clerk("zhuoni").get(addresses["收费收据"]))
        assert said.count("¥200.00") == len(A_ORDERS)
        assert "合计" in said

    def test_are_reached_from_their_records(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str], payment: int
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        assert addresses["收费收据"] in clerk.get(f"/admin/payment/details/?id={payment}").text
        slip = addresses["汇款单"].rpartition("=")[2]
        assert addresses["汇款单"] in clerk.get(f"/admin/remittance/details/?id={slip}").text

    @pytest.mark.parametrize(("username", "status"), [("unit-a", 200), ("unit-b", 404)])
    def test_of_a_payment_are_its_units_too(
        self, sqlite_clerk: SignIn, payment: int, username: str, status: int
    ) -> None:
        clerk = sqlite_clerk(username)
        address = f"/admin/payment_paper/?id={payment}"
        assert clerk.get(address).status_code == status
        assert clerk.post(pdf_url(address)).status_code == status

    def test_are_hidden_from_strangers(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        for username in ("lintan", "lantian"):
            clerk = sqlite_clerk(username)
            for title, address in addresses.items():
                assert clerk.get(address).status_code == 404, title
                assert clerk.post(pdf_url(address)).status_code == 404, title

    def test_say_first_that_they_are_void(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput

        world = sqlite_world
        paid = world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
        key = int(paid.totals["payment_id"])
        world.perform(REVERSE_PAYMENT, "zhuoni", [key], ReversePaymentInput("收错"))
        said = told(sqlite_clerk("zhuoni").get(f"/admin/payment_paper/?id={key}"))
        assert "冲正，本单无效" in said


class TestDownloads:
    def test_are_named_in_chinese_and_the_same_each_time(
        self, sqlite_clerk: SignIn, addresses: dict[str, str]
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        said = {
            clerk.post(pdf_url(addresses["收费收据"])).headers["Content-Disposition"]
            for _turn in range(2)
        }
        (disposition,) = said
        assert re.search(r"收费收据-S623022\S+-2026-06-10\.pdf$", unquote(disposition))

    def test_are_written_down(
        self, sqlite_world: World, sqlite_clerk: SignIn, addresses: dict[str, str], payment: int
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        clerk.post(pdf_url(addresses["收费收据"]))
        with sqlite_world.session("zhuoni") as session:
            record = session.scalars(select(FileRecord)).one()
        assert record.entity == "payment"
        assert record.by == "卓尼管理员"
        assert record.selection["list"] == f"payment_paper.pdf?id={payment}"

    def test_are_asked_for_by_a_form(self, sqlite_clerk: SignIn, addresses: dict[str, str]) -> None:
        clerk = sqlite_clerk("zhuoni")
        address = pdf_url(addresses["收费收据"])
        assert clerk.get(address).status_code == 405
        assert clerk.client.post(address).status_code == 400


class TestALongPaper:
    def test_runs_over_sheets_with_its_headings_on_each(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        slip = slip_of(sqlite_world, 60)
        answer = sqlite_clerk("zhuoni").post(f"/admin/remittance_paper/pdf/?id={slip}")
        pages = [re.sub(r"\s+", "", page.extract_text()) for page in read(answer).pages]
        assert len(pages) > 1
        for number, page in enumerate(pages, start=1):
            assert f"{number}/{len(pages)}" in page
            assert "缴费单位收费单号笔数金额" in page
            # From the second on, a sheet says above what it belongs to.
            assert number == 1 or "汇款单H-" in page
        assert "壹万贰仟元整" in pages[-1]
        assert "复核人（签字）" in pages[-1]
        for number in (1, 30, 60):
            assert f"卓尼县第{number}中心小学" in "".join(pages)

    def test_has_its_letters_with_it(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        slip = slip_of(sqlite_world, 2)
        reader = read(sqlite_clerk("zhuoni").post(f"/admin/remittance_paper/pdf/?id={slip}"))
        fonts = list(fonts_of(reader))
        assert fonts
        for font in fonts:
            held = {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])
            assert held, font["/BaseFont"]
        assert any("CJK" in font["/BaseFont"] for font in fonts)

    def test_keeps_markup_in_names_as_text(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        slip = slip_of(sqlite_world, 1, "<img src=file:///etc/passwd>小学")
        answer = sqlite_clerk("zhuoni").post(f"/admin/remittance_paper/pdf/?id={slip}")
        assert "<imgsrc=file:///etc/passwd>" in text_of(answer)

    def test_past_the_limit_is_refused_and_says_what_to_do(
        self, sqlite_world: World, sqlite_clerk: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(papers, "MAXIMUM_PDF_ROWS", 2)
        slip = slip_of(sqlite_world, 3)
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get(f"/admin/remittance_paper/?id={slip}")
        assert "超过 2 行，不能生成 PDF" in told(page)
        assert 'disabled aria-describedby="no-pdf"' in page.text
        assert "第3中心小学" in told(page)
        answer = clerk.post(f"/admin/remittance_paper/pdf/?id={slip}")
        assert answer.status_code == 422
        assert "超过 2 行" in told(answer)
        with sqlite_world.session("zhuoni") as session:
            assert session.scalars(select(FileRecord)).all() == []


class TestWithoutTheLibrary:
    @pytest.mark.parametrize(
        ("fault", "why"),
        [
            (PdfFault.NO_LIBRARY, "未安装 PDF 组件"),
            (PdfFault.NO_PANGO, "未安装排版组件"),
            (PdfFault.NO_FONT, "未安装中文字体"),
        ],
    )
    def test_the_paper_is_there_and_says_why_there_is_no_pdf(
        self,
        sqlite_clerk: SignIn,
        payment: int,
        monkeypatch: pytest.MonkeyPatch,
        fault: PdfFault,
        why: str,
    ) -> None:
        monkeypatch.setattr(papers, "pdf_fault", lambda: fault)
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get(f"/admin/payment_paper/?id={payment}")
        assert why in told(page)
        assert "请用浏览器打印" in told(page)
        assert "陆佰元整" in told(page)
        assert "disabled" in page.text
        answer = clerk.post(f"/admin/payment_paper/pdf/?id={payment}")
        assert answer.status_code == 422
        assert why in told(answer)

    @pytest.mark.parametrize(
        ("error", "fault"),
        [(ImportError("gone"), PdfFault.NO_LIBRARY), (OSError("pango"), PdfFault.NO_PANGO)],
    )
    def test_what_is_missing_is_found_out(
        self, monkeypatch: pytest.MonkeyPatch, error: Exception, fault: PdfFault
    ) -> None:
        def fails(_name: str) -> Any:
            raise error

        monkeypatch.setattr(pdf, "import_module", fails)
        assert pdf_fault.__wrapped__() is fault

    def test_a_font_without_chinese_is_found_out(
        self, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with sqlite_app.app_context():
            assert pdf_fault.__wrapped__() is None
            tools = import_module("fontTools.ttLib")
            monkeypatch.setattr(tools.TTFont, "getBestCmap", lambda _font: {ord("a"): "a"})
            assert pdf_fault.__wrapped__() is PdfFault.NO_FONT

    def test_readiness_tells_it(self, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        client = sqlite_app.test_client()
        assert client.get("/readyz").json == {"status": "ok", "pdf": "ok"}
        monkeypatch.setattr("admin_app.web.health.pdf_fault", lambda: PdfFault.NO_FONT)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json) == (200, {"status": "ok", "pdf": "pdf_no_font"})


class TestWritePdf:
    @pytest.mark.parametrize(
        "address",
        [
            "file:///etc/passwd",
            "http://example.com/x.css",
            "https://papers.invalid/login",
            "https://papers.invalid/static/../__init__.py",
            "https://papers.invalid/static/%2e%2e/__init__.py",
            "https://papers.invalid/static/css/",
            "https://papers.invalid/static/css/none.css",
            "https://papers.invalid.example.com/static/css/paper.css",
            "data:text/css,p{}",
        ],
    )
    def test_fetches_nothing_but_our_static_files(self, sqlite_app: Flask, address: str) -> None:
        assert sqlite_app.static_folder
        with pytest.raises(ValueError, match=re.escape(address)):
            own_file(address, "/static", sqlite_app.static_folder)
        fatal = import_module("weasyprint.urls").FatalURLFetchingError
        with sqlite_app.app_context(), pytest.raises(fatal):
            write_pdf(f"<link rel=stylesheet href='{address}'><img src='{address}'>")

    def test_fetches_those(self, sqlite_app: Flask) -> None:
        assert sqlite_app.static_folder
        found = own_file(
            "https://papers.invalid/static/css/paper.css", "/static", sqlite_app.static_folder
        )
        assert "@page" in found.read_text(encoding="utf-8")

    def test_lets_nobody_wait_for_ever(
        self, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pdf, "_PATIENCE_SECONDS", 0.01)
        with sqlite_app.app_context(), pdf._DRAWING, pytest.raises(Refused) as refused:
            write_pdf("<p>")
        assert refused.value.first.code is PdfFault.BUSY
