"""Two characters or the initials of a name find it, from an index that keeps up with the row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from sqlalchemy import select

from models.core.search_index import (
    MAXIMUM_CHARACTERS,
    candidates,
    contains,
    grams,
    initials,
    normalise,
    search_text_of,
)
from models.domains.domain import Domain
from models.offices.office import Office
from models.units.unit import Unit
from models.values.domain_name import DomainName
from models.values.tld import Tld
from tests.support.texts.hostile_text import texts
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def found(world: World, model: Any, words: str, username: str = "conac") -> set[str]:
    """What the words find, by index and exact test together, as the grid asks."""
    with world.session(username) as session:
        statement = select(model).where(
            candidates(model, words, world.engine.dialect.name), contains(model, words)
        )
        return {str(row) for row in session.scalars(statement)}


class TestNormalise:
    @pytest.mark.parametrize(
        ("typed", "asked"),
        [
            ("  卓尼县　教育局 ", "卓尼县 教育局"),
            ("ＪＹＪ", "jyj"),
            ("a_b-c.d", "a b c d"),
            ("％''\"", ""),
        ],
    )
    def test_normalise_keeps_letters_and_digits(self, typed: str, asked: str) -> None:
        assert normalise(typed) == asked

    @given(texts)
    def test_normalise_takes_any_text_and_stays_short(self, typed: str) -> None:
        assert len(normalise(typed)) <= MAXIMUM_CHARACTERS


class TestInitials:
    def test_initials_of_a_chinese_name(self) -> None:
        assert initials("卓尼县教育局") == "znxjyj"

    def test_initials_of_anything_else_are_none(self) -> None:
        assert initials("abc") == ""


class TestGrams:
    def test_grams_are_pairs_of_each_part_without_repeats(self) -> None:
        assert grams("教育教育 局长") == ["教育", "育教", "局长"]

    def test_grams_of_one_character_are_none(self) -> None:
        assert grams("局") == []


class TestSearchTextOf:
    def test_search_text_of_holds_the_words_and_their_initials_once(self) -> None:
        assert search_text_of(["卓尼县教育局", None, "卓尼县教育局"]) == "卓尼县教育局 znxjyj"


class TestFinding:
    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("柳林", {"卓尼县柳林小学.公益", "柳林小学.公益"}),
            ("柳林小学", {"卓尼县柳林小学.公益", "柳林小学.公益"}),
            ("znxllxx", {"卓尼县柳林小学.公益"}),
            ("ZNXLL", {"卓尼县柳林小学.公益"}),
            ("卓尼 督导", {"卓尼县教育督导.政务"}),
            ("玛曲", set()),
        ],
    )
    def test_finding_by_two_characters_more_or_initials(
        self, world: World, words: str, names: set[str]
    ) -> None:
        assert found(world, Domain, words) == names

    def test_finding_by_the_ascii_form(self, world: World) -> None:
        ascii_label = DomainName.of("柳林小学", Tld.GONGYI).name_a.partition(".")[0]

        assert found(world, Domain, ascii_label) == {"柳林小学.公益"}

    def test_finding_by_a_credit_code(self, world: World) -> None:
        with world.session() as session:
            code = session.get_one(Unit, world.id("unit-c")).uscc

        assert found(world, Unit, code) == {"临潭县教育局"}

    def test_finding_stays_in_scope(self, world: World) -> None:
        assert found(world, Unit, "教育局", "lintan") == {"临潭县教育局"}
        assert found(world, Unit, "教育局", "shaanxi") == {"蓝田县教育局"}

    def test_only_where_the_characters_stand_together(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            maker.unit("甲乙丙丁")
            maker.unit("乙丙甲乙")

        assert found(world, Unit, "甲乙丙") == {"甲乙丙丁"}

    def test_finding_follows_a_rename(self, world: World) -> None:
        with world.writing() as session:
            unit = session.get_one(Unit, world.id("unit-b"))
            unit.former_names = [{"name": unit.name, "until": "2026-06-10", "document_no": "1"}]
            unit.name = "卓尼县洮砚小学"

        assert found(world, Unit, "洮砚") == {"卓尼县洮砚小学"}
        assert found(world, Unit, "柳林") == {"卓尼县洮砚小学"}

    def test_finding_forgets_words_that_went(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(Unit, world.id("unit-b")).name = "卓尼县洮砚小学"

        assert found(world, Unit, "柳林") == set()

    @pytest.mark.parametrize(
        "words", ["100%", "a_b", "x' OR '1'='1", 'a"b', "a AND b", "NEAR(a b)"]
    )
    def test_finding_takes_signs_for_what_they_are(self, world: World, words: str) -> None:
        assert found(world, Domain, words) == set()
