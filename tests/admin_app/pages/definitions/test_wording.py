"""The list of what an office may word, and one of them."""

from __future__ import annotations

import re

from actions.core.action import Nothing
from actions.definitions.templates.reset_template import RESET_TEMPLATE
from tests.support.definitions.templates import charge, word_notice
from tests.support.pages.papers import SignIn
from tests.support.world.cast import World

SUBJECT = "/admin/wording/?subject=notice_charged"


class TestTheList:
    def test_it_says_whose_words_hold(self, world: World, clerk: SignIn) -> None:
        word_notice(world, "conac", "中心措辞{amount_fen}")
        for who, expected in (("gansu", 1), ("shaanxi", 1)):
            assert clerk(who).get("/admin/wording/").text.count("设定</span>") == expected
        word_notice(world, "gansu", "甘肃措辞")
        said = clerk("gansu").get("/admin/wording/").text
        assert "由甘肃省" in said
        assert "由甘肃省" not in clerk("shaanxi").get("/admin/wording/").text

    def test_it_is_for_those_who_may_word(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        for who in ("zhuoni", "gannan", "unit-a", "conac-finance"):
            assert sqlite_clerk(who).get("/admin/wording/").status_code == 403


class TestOne:
    def test_it_shows_words_values_and_a_form_that_begins_with_them(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("gansu")
        said = clerk.get(SUBJECT).text
        assert "{amount_fen}" in said
        assert "¥1,000.00" in said
        filled = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', said))
        plan = clerk.post("/admin/template/action/?action=change_template", data=filled)
        assert plan.status_code == 200
        assert filled["body"] in plan.text

    def test_an_unknown_subject_is_not_found(self, sqlite_clerk: SignIn) -> None:
        clerk = sqlite_clerk("gansu")
        for key in ("nothing", "letter_unit"):
            assert clerk.get(f"/admin/wording/?subject={key}").status_code == 404


class TestNoticesAndHelp:
    def test_a_notice_reads_as_it_was_worded_when_it_was_written(
        self, world: World, clerk: SignIn
    ) -> None:
        key = word_notice(world, "gansu", "贵单位缴费{amount_fen}已办妥<b>", title="缴费通知")
        charge(world)
        word_notice(world, "gansu", "以后的措辞", days=1)
        said = clerk("unit-a").get("/admin/notice/").text
        assert "贵单位缴费¥600.00已办妥&lt;b&gt;" in said
        assert "<strong>缴费通知</strong>" in said
        assert "以后的措辞" not in said
        assert key

    def test_the_help_has_what_the_province_adds(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        key = word_notice(sqlite_world, "gansu", "{office_name}请拨打 0931。", subject="help_q1")
        assert "请拨打 0931。" in sqlite_clerk("zhuoni").get("/admin/help/").text
        assert "请拨打 0931。" not in sqlite_clerk("shaanxi").get("/admin/help/").text
        sqlite_world.perform(RESET_TEMPLATE, "gansu", [key], Nothing())
        assert "请拨打 0931。" not in sqlite_clerk("zhuoni").get("/admin/help/").text
