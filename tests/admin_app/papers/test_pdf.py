"""Papers as PDF: long ones, hostile text, a missing library, and what may be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Refused
from admin_app.labels.papers import PdfFault
from admin_app.papers import paper as papers
from admin_app.papers import pdf
from admin_app.papers.pdf import own_file, pdf_fault, write_pdf
from models.billing.order import OrderState
from models.offices.office import Office
from models.workspace.notification import FileRecord
from tests.support.pages.doors import told
from tests.support.pages.papers import A_ORDERS, SignIn, read, text_of
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def fonts_of(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()["/DescendantFonts"][0].get_object()


@pytest.fixture
def payment(sqlite_world: World) -> int:
    ids = [sqlite_world.id(name) for name in A_ORDERS]
    outcome = sqlite_world.perform(CHARGE, "zhuoni", ids, ChargeInput(60_000, 3))
    return int(outcome.totals["payment_id"])


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


class TestALongPaper:
    def test_a_long_paper_runs_over_sheets_with_its_headings_on_each(
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

    def test_a_long_paper_has_its_letters_with_it(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        slip = slip_of(sqlite_world, 2)
        reader = read(sqlite_clerk("zhuoni").post(f"/admin/remittance_paper/pdf/?id={slip}"))
        fonts = list(fonts_of(reader))
        assert fonts
        for font in fonts:
            held = {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])
            assert held, font["/BaseFont"]
        assert any("CJK" in font["/BaseFont"] for font in fonts)

    def test_a_long_paper_keeps_markup_in_names_as_text(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        slip = slip_of(sqlite_world, 1, "<img src=file:///etc/passwd>小学")
        answer = sqlite_clerk("zhuoni").post(f"/admin/remittance_paper/pdf/?id={slip}")
        assert "<imgsrc=file:///etc/passwd>" in text_of(answer)

    def test_a_long_paper_past_the_limit_is_refused_and_says_what_to_do(
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
    def test_write_pdf_fetches_nothing_but_our_static_files(
        self, sqlite_app: Flask, address: str
    ) -> None:
        assert sqlite_app.static_folder
        with pytest.raises(ValueError, match=re.escape(address)):
            own_file(address, "/static", sqlite_app.static_folder)
        fatal = import_module("weasyprint.urls").FatalURLFetchingError
        with sqlite_app.app_context(), pytest.raises(fatal):
            write_pdf(f"<link rel=stylesheet href='{address}'><img src='{address}'>")

    def test_write_pdf_fetches_our_static_files(self, sqlite_app: Flask) -> None:
        assert sqlite_app.static_folder
        found = own_file(
            "https://papers.invalid/static/css/paper.css", "/static", sqlite_app.static_folder
        )
        assert "@page" in found.read_text(encoding="utf-8")

    def test_write_pdf_refuses_when_others_render_for_too_long(
        self, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pdf, "_PATIENCE_SECONDS", 0.01)
        with sqlite_app.app_context(), pdf._DRAWING, pytest.raises(Refused) as refused:
            write_pdf("<p>")
        assert refused.value.first.code is PdfFault.BUSY
