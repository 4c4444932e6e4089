"""A definition is called by its name in the reader's language, in memory as in SQL."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.definitions.label import Label
from models.definitions.own_words import (
    can_be_listed,
    know_language,
    known_language,
    language_parameters,
    word_in_sql,
)
from models.values.language import Language
from tests.support.definitions.labels import define
from tests.support.world.cast import World


@pytest.mark.parametrize("language", Language)
def test_a_name_is_the_same_in_memory_as_in_sql(world: World, language: Language) -> None:
    define(world, "gansu", "急件", "Urgent")
    define(world, "gansu", "督办")
    with world.session("zhuoni") as session:
        know_language(session, language)
        assert known_language(session) is language
        wanted = select(Label, word_in_sql(Label)).params(language_parameters(session))
        names = {label.name_in(language): said for label, said in session.execute(wanted)}
    urgent = "Urgent" if language is Language.ENGLISH else "急件"
    assert names == {urgent: urgent, "督办": "督办"}


def test_a_session_without_a_reader_speaks_chinese(sqlite_world: World) -> None:
    with sqlite_world.session() as session:
        assert known_language(session) is Language.CHINESE


@pytest.mark.parametrize(
    ("name", "can_be"),
    [("急件", True), ("Q3 2026", True), ("2026", False), ("甲、乙", False), ("a;b", False)],
)
def test_a_name_that_is_listed_is_neither_a_number_nor_two_names(name: str, can_be: bool) -> None:
    assert can_be_listed(name) is can_be
