"""The words of a value that may be searched, and the rows that they find."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.definitions.define_field import DEFINE_FIELD
from models.core.own_search import OWN_SEARCH, has_words, rows_with_words, words_within
from models.core.scope import BY_HAND
from models.core.search_index import MAXIMUM_CHARACTERS
from models.units.unit import Unit
from tests.actions.definitions.test_define_field import field
from tests.support.world.cast import World


def lines(world: World) -> set[str]:
    with world.session() as session:
        found = session.execute(select(OWN_SEARCH.c.words), execution_options={BY_HAND: True})
        return set(found.scalars())


class TestWordsWithin:
    def test_every_place_in_a_word_and_in_its_initials_begins_one(self) -> None:
        assert list(words_within("甘 肃A")) == ["甘", "肃a", "a", "gs", "s"]

    def test_they_are_as_long_as_words_that_are_searched_for(self) -> None:
        found = list(words_within("x" * 200))
        assert {len(each) for each in found} == set(range(1, MAXIMUM_CHARACTERS + 1))


class TestTheLines:
    def test_they_follow_the_values_of_a_row(self, world: World) -> None:
        given = field(is_searchable=True)
        key = str(world.perform(DEFINE_FIELD, "gansu", [], given).rows[0].row_id)
        for value, expected in (({key: "AB"}, {"ab", "b"}), ({key: "C"}, {"c"}), ({}, set())):
            with world.writing() as session:
                session.get_one(Unit, world.id("unit-a")).own_values = value
            assert lines(world) == expected

    def test_a_field_that_is_not_searched_has_none(self, world: World) -> None:
        key = world.perform(DEFINE_FIELD, "gansu", [], field()).rows[0].row_id
        with world.writing() as session:
            session.get_one(Unit, world.id("unit-a")).own_values = {str(key): "AB"}
        assert lines(world) == set()


class TestRowsWithWords:
    @pytest.mark.parametrize(
        ("words", "is_found"),
        [
            ("第7", True),
            ("号 第", True),
            ("７号", True),
            ("𠮷祥", True),
            ("第9", False),
        ],
    )
    def test_each_word_is_contained_somewhere(
        self, words: str, is_found: bool, world: World
    ) -> None:
        given = field(is_searchable=True)
        key = world.perform(DEFINE_FIELD, "gansu", [], given).rows[0].row_id
        unit = world.id("unit-a")
        with world.writing() as session:
            session.get_one(Unit, unit).own_values = {str(key): "甘教字第7号 𠮷祥"}
        with world.session() as session:
            found = session.execute(
                rows_with_words([key], words), execution_options={BY_HAND: True}
            )
            assert set(found.scalars()) == ({unit} if is_found else set())
            tested = session.scalars(select(Unit.id).where(has_words([key], words, Unit.id)))
            assert set(tested) == ({unit} if is_found else set())
