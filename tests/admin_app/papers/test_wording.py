"""A paper has the words of its office and of its own day."""

from __future__ import annotations

from actions.core.action import Nothing
from actions.definitions.templates.change_paper import PaperBlockLine
from actions.definitions.templates.reset_template import RESET_TEMPLATE
from models.definitions.template_subject import DEFAULT_BLOCKS, PaperBlock
from models.values.language import Language
from tests.support.definitions.templates import act, charge, word_paper
from tests.support.pages.papers import SignIn, text_of
from tests.support.world.cast import World

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def page(clerk: SignIn, who: str, payment: int) -> str:
    return clerk(who).get(f"/admin/payment_paper/?id={payment}").text


class TestAPaperOfAProvince:
    def test_everybody_who_reads_it_reads_the_words(self, world: World, clerk: SignIn) -> None:
        word_paper(world, "gansu", "{office_name}收到{amount}（{amount_words}）。", footer="页脚甲")
        payment = charge(world)
        for who in ("conac", "gansu", "zhuoni", "unit-a"):
            said = page(clerk, who, payment)
            assert "收到¥600.00（陆佰元整）。" in said, who
            assert "页脚甲" in said, who

    def test_the_pdf_is_the_same(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        word_paper(sqlite_world, "gansu", "收到{amount}。", letterhead="甘肃政务域名")
        payment = charge(sqlite_world)
        said = text_of(sqlite_clerk("zhuoni").post(f"/admin/payment_paper/pdf/?id={payment}"))
        for words in ("收到¥600.00。", "甘肃政务域名", "卓尼县", "大写", "陆佰元整", "签字"):
            assert words in said

    def test_a_paper_of_an_earlier_day_stays_as_it_was(self, world: World, clerk: SignIn) -> None:
        first = word_paper(world, "gansu", "第一版")
        payment = charge(world)
        word_paper(world, "gansu", "第二版", days=1)
        assert "第一版" in page(clerk, "zhuoni", payment)
        assert "第二版" not in page(clerk, "zhuoni", payment)
        assert first

    def test_a_paper_older_than_the_first_version_has_the_default(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        payment = charge(sqlite_world)
        word_paper(sqlite_world, "gansu", "第一版", days=1)
        assert "第一版" not in page(sqlite_clerk, "zhuoni", payment)

    def test_back_to_the_default_leaves_earlier_papers_alone(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        key = word_paper(sqlite_world, "gansu", "第一版")
        payment = charge(sqlite_world)
        act(sqlite_world, RESET_TEMPLATE, "gansu", [key], Nothing(), days=1)
        assert "第一版" in page(sqlite_clerk, "zhuoni", payment)

    def test_words_of_another_language_are_not_shown(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        word_paper(sqlite_world, "gansu", "Received.", language=Language.ENGLISH)
        assert "Received." not in page(sqlite_clerk, "zhuoni", charge(sqlite_world))

    def test_a_script_in_any_part_is_shown_as_text(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        word_paper(
            sqlite_world,
            "gansu",
            HOSTILE,
            letterhead="<script>",
            closing=HOSTILE,
            footer=HOSTILE,
        )
        said = page(sqlite_clerk, "zhuoni", charge(sqlite_world))
        article = said[said.index("<article") : said.index("</article>")]
        assert "<script" not in article
        assert "<img" not in article
        assert article.count("&lt;script&gt;") == 4

    def test_blocks_stand_in_the_order_of_the_office(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        blocks = tuple(map(PaperBlockLine, reversed(DEFAULT_BLOCKS)))
        word_paper(sqlite_world, "gansu", "开头", blocks=blocks)
        said = page(sqlite_clerk, "zhuoni", charge(sqlite_world))
        places = [said.index(mark) for mark in ('class="signs"', 'class="totals"', "开头</p>")]
        assert places == sorted(places)
        assert "大写" in said
        assert PaperBlock.OPENING is DEFAULT_BLOCKS[0]

    def test_the_sister_province_keeps_its_own_papers(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        word_paper(sqlite_world, "shaanxi", "陕西版")
        assert "陕西版" not in page(sqlite_clerk, "zhuoni", charge(sqlite_world))
