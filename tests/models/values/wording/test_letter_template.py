"""Placeholders of a Word template, and the letters drawn from it."""

from __future__ import annotations

import pytest

from models.values.wording.letter_file import LetterError, LetterFault
from models.values.wording.letter_template import Letter, check_letter
from tests.support.definitions.word_files import text_of_word, word_file

NAMES, LIST = ("unit_name", "today"), "domains"
LINES = ("致 {{ unit_name }}：", "{%p for domain in domains %}", "{{ domain }}", "{%p endfor %}")

REFUSED = {
    "{{ ''.__class__ }}": LetterFault.NOT_ALLOWED,
    "{{ unit_name.__class__.__mro__ }}": LetterFault.NOT_ALLOWED,
    "{{ unit_name|upper }}": LetterFault.NOT_ALLOWED,
    "{{ unit_name() }}": LetterFault.NOT_ALLOWED,
    "{{ unit_name[0] }}": LetterFault.NOT_ALLOWED,
    "{{ 9**9**9 }}": LetterFault.NOT_ALLOWED,
    "{% if unit_name %}甲{% endif %}": LetterFault.NOT_ALLOWED,
    "{% set x = 1 %}": LetterFault.NOT_ALLOWED,
    "{% include 'x' %}": LetterFault.NOT_ALLOWED,
    "{% vm %}": LetterFault.NOT_ALLOWED,
    "{% for x in range(9999999) %}{% endfor %}": LetterFault.NOT_ALLOWED,
    "{% for d in domains if d %}{% endfor %}": LetterFault.NOT_ALLOWED,
    "{% for d in domains %}{{ d.x }}{% endfor %}": LetterFault.NOT_ALLOWED,
    "{% for d in others %}{% endfor %}": LetterFault.UNKNOWN_LIST,
    "{% for d in domains %}{% for e in domains %}{% endfor %}{% endfor %}": (
        LetterFault.UNKNOWN_LIST
    ),
    "{% for d in domains %}{% endfor %}{% for e in domains %}{% endfor %}": LetterFault.TWO_LISTS,
    "{{ password }}": LetterFault.UNKNOWN_NAME,
    "{{ loop }}": LetterFault.UNKNOWN_NAME,
    "{{ self }}": LetterFault.UNKNOWN_NAME,
    "{{ unit_name": LetterFault.MALFORMED,
}


@pytest.mark.parametrize("text", REFUSED)
def test_anything_but_names_and_one_list_is_refused(text: str) -> None:
    with pytest.raises(LetterError) as caught:
        check_letter(word_file(text), NAMES, LIST)
    assert caught.value.fault is REFUSED[text]


def test_a_letter_without_a_list_goes_through_none() -> None:
    with pytest.raises(LetterError) as caught:
        check_letter(word_file(*LINES), NAMES, None)
    assert caught.value.fault is LetterFault.UNKNOWN_LIST


def test_values_are_filled_in_as_text() -> None:
    content = word_file(*LINES)
    check_letter(content, NAMES, LIST)
    values = {"unit_name": "<b>&{{ today }}", "domains": ["甲.政务", "乙.政务"]}
    assert text_of_word(Letter(content).draw(values)) == [
        "致 <b>&{{ today }}：",
        "甲.政务",
        "乙.政务",
    ]


def test_the_same_letter_is_the_same_file() -> None:
    letter = Letter(word_file("{{ unit_name }}"))
    assert letter.draw({"unit_name": "甲"}) == letter.draw({"unit_name": "甲"})


def test_a_value_that_is_missing_is_no_letter() -> None:
    with pytest.raises(LetterError):
        Letter(word_file("{{ unit_name }}")).draw({})
