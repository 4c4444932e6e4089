"""The types keep a word as its code, whatever a definition adds to its list later."""

from __future__ import annotations

from models.definitions.chosen_words import Choice, words_of_choices
from models.definitions.field_types import SeveralWords, enum_type

WORDS = words_of_choices((Choice("r", "红", "Red"), Choice("g", "绿", "Green")))


def test_a_word_is_stored_as_its_code_and_no_constraint_holds_the_list() -> None:
    kind = enum_type(WORDS)
    assert kind.enums == ["r", "g"]
    assert not kind.native_enum
    assert not kind.create_constraint


def test_several_words_are_of_one_list() -> None:
    assert SeveralWords(WORDS).enum_class is WORDS
