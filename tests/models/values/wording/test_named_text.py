"""Texts name values and can do nothing else."""

from __future__ import annotations

import pytest

from models.values.wording.named_text import (
    MalformedNameError,
    UnknownNameError,
    as_named,
    check_text,
    fill_in,
    names_in,
)

NAMES = ("office_name", "amount")


def test_names_are_replaced_once_by_their_values() -> None:
    values = {"office_name": "{amount}", "amount": "¥1"}
    assert fill_in("{office_name}收到{amount}", values) == "{amount}收到¥1"


def test_a_value_that_is_missing_is_left_empty() -> None:
    assert fill_in("收到{amount}。", {}) == "收到。"


def test_a_text_of_plain_names_is_accepted() -> None:
    check_text("{office_name}：收到{amount}。", NAMES)
    assert names_in("{office_name}：收到{amount}。") == ["office_name", "amount"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{office_name.__class__}",
        "{office_name[0]}",
        "{office_name!r}",
        "{office_name:>99999999}",
        "{0}",
        "{}",
        "{ office_name }",
        "{office_name",
        "office_name}",
        "{% for x in y %}",
        "{1+1}",
        "{办}",
        "{office_name()}",
    ],
)
def test_what_reaches_for_more_than_a_name_is_malformed(text: str) -> None:
    with pytest.raises(MalformedNameError):
        check_text(text, NAMES)


def test_an_unknown_name_is_said() -> None:
    with pytest.raises(UnknownNameError) as caught:
        check_text("{office_name}{password}", NAMES)
    assert caught.value.part == "{password}"


def test_sentences_of_ours_are_shown_as_offices_write_them() -> None:
    assert as_named("%(names)s已缴费 100%%") == "{names}已缴费 100%"
