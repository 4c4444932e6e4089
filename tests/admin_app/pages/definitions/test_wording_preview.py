"""A wording is seen on a record of one's own scope before it is saved; nothing is written."""

from __future__ import annotations

import re

import pytest

from tests.support.database.database_digest import digest
from tests.support.definitions.templates import charge, word_notice, word_paper
from tests.support.pages.papers import SignIn, text_of
from tests.support.world.cast import World

PAPER = "/admin/wording_preview/?subject=paper_payment"
FORM = "/admin/template/action/?action=change_paper"
MARK = "预览，不是正式单据"


def begin(clerk: SignIn, opening: str) -> None:
    """Types a form and does not confirm it."""
    page = clerk("gansu").get(f"{FORM}&subject=paper_payment").text
    fields = dict(re.findall(r'name="(key|selection|shown)" value="([^"]*)"', page))
    typed = {**fields, "subject": "paper_payment", "language": "zh_CN", "opening": opening}
    assert clerk("gansu").post(FORM, data={**typed, "recalculate": "1"}).status_code == 200


class TestPapers:
    def test_the_words_in_use_are_shown_on_the_newest_record_in_scope(
        self, world: World, clerk: SignIn
    ) -> None:
        charge(world)
        word_paper(world, "gansu", "新样式", days=1)
        said = clerk("gansu").get(PAPER).text
        assert MARK in said
        assert "新样式" in said
        other = clerk("shaanxi").get(PAPER).text
        assert "新样式" not in other
        assert "卓尼" not in other

    def test_a_record_of_another_province_is_not_there(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        said = sqlite_clerk("gansu").get(f"{PAPER}&number=S610000-1").text
        assert "本辖区没有这样的单据" in said

    def test_what_is_being_typed_is_shown_and_nothing_is_saved(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        charge(sqlite_world)
        begin(sqlite_clerk, "未确认的文字")
        clerk = sqlite_clerk("gansu")
        before = digest(sqlite_world.engine)
        said = clerk.get("/admin/wording_preview/?draft=change_paper").text
        assert "未确认的文字" in said
        assert MARK in said
        assert "未确认的文字" not in clerk.get(PAPER).text
        assert digest(sqlite_world.engine) == before

    def test_a_fault_of_what_is_typed_is_said(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        begin(sqlite_clerk, "{office_name.__class__}")
        said = sqlite_clerk("gansu").get("/admin/wording_preview/?draft=change_paper").text
        assert "不是变量" in said

    def test_the_pdf_says_that_it_is_no_document(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        charge(sqlite_world)
        word_paper(sqlite_world, "gansu", "新样式", days=1)
        said = text_of(sqlite_clerk("gansu").get(PAPER.replace("/?", "/pdf/?")))
        assert MARK in said
        assert "新样式" in said

    @pytest.mark.parametrize(
        "subject", ["paper_receipt", "paper_handover", "paper_remittance", "paper_desk_handover"]
    )
    def test_every_paper_can_be_seen(
        self, subject: str, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        charge(sqlite_world)
        page = sqlite_clerk("gansu").get(PAPER.replace("paper_payment", subject))
        assert page.status_code == 200


class TestOthers:
    def test_a_version_is_shown_with_examples_or_the_newest_notice(
        self, world: World, clerk: SignIn
    ) -> None:
        key = word_notice(world, "gansu", "缴费{amount_fen}。", title="通知标题")
        address = f"/admin/wording_preview/?id={key}"
        assert "缴费¥1,000.00。" in clerk("gansu").get(address).text
        charge(world)
        said = clerk("gansu").get(address).text
        assert "缴费¥600.00。" in said
        assert "通知标题" in said

    def test_a_version_of_another_province_does_not_exist(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        key = word_notice(sqlite_world, "shaanxi", "甲")
        absent = sqlite_clerk("gansu").get("/admin/wording_preview/?id=999999")
        found = sqlite_clerk("gansu").get(f"/admin/wording_preview/?id={key}")
        assert found.status_code == absent.status_code == 404
