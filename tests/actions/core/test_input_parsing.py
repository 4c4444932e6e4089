"""What people and programs type becomes a typed input, or a refusal for each field."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.core.action import Nothing, param
from actions.core.input_parsing import (
    MAXIMUM_INPUT_LINES,
    MAXIMUM_TEXT_LENGTH,
    InputFault,
    canonical,
    line_type,
    parse_input,
    plain_type,
)
from actions.core.refusal import Refused
from actions.permissions import CATALOG
from models.core.text_type import TextType
from tests.support.texts.hostile_text import texts


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Line:
    name: str = param(maximum_length=5)
    count: int = param(minimum=1, maximum=9)


@dataclass(frozen=True, slots=True)
class Everything:
    """A field of each kind."""

    years: int = param(minimum=1, maximum=10)
    name: str
    lines: tuple[Line, ...]
    amount_fen: int | None = param(default=None, fen=True, minimum=1)
    on: dt.date | None = None
    at: dt.datetime | None = None
    colour: Colour = Colour.RED
    is_urgent: bool = False
    colours: tuple[Colour, ...] = ()
    more_lines: tuple[Line, ...] = ()
    note: str | None = param(default=None, maximum_length=4)
    bank_ref: str | None = param(default=None, text=TextType.CODE, maximum_length=20)
    email: str | None = param(text=TextType.EMAIL, default=None)
    phone: str | None = param(text=TextType.PHONE, default=None)
    uscc: str | None = param(default=None, text=TextType.USCC, maximum_length=18)


LEAST: dict[str, Any] = {"years": 1, "name": "甲", "lines": []}


def faults(kind: type[Any] = Everything, **typed: Any) -> dict[str, Any]:
    """Field → fault of an otherwise lawful input."""
    with pytest.raises(Refused) as caught:
        parse_input(kind, LEAST | typed)
    return {name: refusal.code for name, refusal in caught.value.inputs.items()}


def read(**typed: Any) -> Everything:
    return parse_input(Everything, LEAST | typed)


class TestParseInput:
    def test_parse_input_reads_what_a_form_sends(self) -> None:
        typed = read(
            years=" 3 ",
            name=" 卓尼 ",
            amount_fen="1,000.50",
            on="2026-06-10",
            colour="green",
            is_urgent="on",
            colours=["red", "green"],
            lines=[{"name": "甲", "count": "2"}],
            note="",
        )

        assert typed == Everything(
            years=3,
            name="卓尼",
            amount_fen=100_050,
            on=dt.date(2026, 6, 10),
            colour=Colour.GREEN,
            is_urgent=True,
            colours=(Colour.RED, Colour.GREEN),
            lines=(Line("甲", 2),),
        )

    def test_parse_input_reads_what_json_sends(self) -> None:
        assert read(amount_fen=500, is_urgent=True).amount_fen == 500

    def test_parse_input_takes_digits_of_full_width(self) -> None:
        assert read(years="３").years == 3

    def test_parse_input_takes_defaults_for_what_is_absent(self) -> None:
        assert read() == Everything(years=1, name="甲", lines=())

    @pytest.mark.parametrize("typed", [{}, {"more_lines": None}, {"more_lines": []}])
    def test_parse_input_takes_no_lines_where_lines_may_be_left_out(
        self, typed: dict[str, Any]
    ) -> None:
        assert read(**typed).more_lines == ()

    def test_parse_input_takes_a_default_for_a_choice_left_blank(self) -> None:
        assert read(colour=" ").colour is Colour.RED

    def test_parse_input_empties_an_optional_field_left_blank(self) -> None:
        assert read(note=" ").note is None

    def test_parse_input_drops_what_no_database_stores(self) -> None:
        assert read(name="甲\x00\ud800乙").name == "甲乙"

    def test_parse_input_judges_the_length_of_what_is_kept(self) -> None:
        assert read(note="  一\u200b二\n三\ufeff  ").note == "一二 三"
        assert read(uscc="1210 0000-4013 5932 1q").uscc == "12100000401359321Q"

    @pytest.mark.parametrize("blank", ["\u200b", "\ufeff ", "\n\u200d"])
    def test_parse_input_takes_the_unseen_for_nothing(self, blank: str) -> None:
        assert faults(name=blank) == {"name": InputFault.MISSING}

    def test_parse_input_reads_an_action_without_input(self) -> None:
        assert parse_input(Nothing, {}) == Nothing()

    @pytest.mark.parametrize("given_", [None, 1, "x", [], [1]])
    def test_parse_input_refuses_what_is_no_object(self, given_: object) -> None:
        with pytest.raises(Refused) as caught:
            parse_input(Everything, given_)

        assert caught.value.first.code is InputFault.NOT_AN_OBJECT

    @pytest.mark.parametrize(
        ("typed", "fault"),
        [
            ({"years": ""}, InputFault.MISSING),
            ({"years": None}, InputFault.MISSING),
            ({"name": "  "}, InputFault.MISSING),
            ({"name": "\x00"}, InputFault.MISSING),
            ({"years": "三"}, InputFault.NOT_A_NUMBER),
            ({"years": "1.5"}, InputFault.NOT_A_NUMBER),
            ({"years": 1.5}, InputFault.NOT_A_NUMBER),
            ({"years": True}, InputFault.NOT_A_NUMBER),
            ({"years": "--5"}, InputFault.NOT_A_NUMBER),
            ({"years": "1e3"}, InputFault.NOT_A_NUMBER),
            ({"years": "9" * 40}, InputFault.NOT_A_NUMBER),
            ({"years": 0}, InputFault.TOO_SMALL),
            ({"years": -1}, InputFault.TOO_SMALL),
            ({"years": 11}, InputFault.TOO_LARGE),
            ({"years": 2**70}, InputFault.TOO_LARGE),
            ({"amount_fen": "十元"}, InputFault.NOT_AN_AMOUNT),
            ({"amount_fen": "0"}, InputFault.TOO_SMALL),
            ({"amount_fen": 2**63}, InputFault.TOO_LARGE),
            ({"on": "2026-02-29"}, InputFault.NOT_A_DATE),
            ({"on": "昨天"}, InputFault.NOT_A_DATE),
            ({"at": "2026-03-09"}, InputFault.NOT_AN_INSTANT),
            ({"colour": "blue"}, InputFault.NOT_A_CHOICE),
            ({"colour": ["red"]}, InputFault.NOT_A_CHOICE),
            ({"colours": ["red", "blue"]}, InputFault.NOT_A_CHOICE),
            ({"is_urgent": "perhaps"}, InputFault.NOT_A_CHOICE),
            ({"name": {"a": 1}}, InputFault.NOT_A_CHOICE),
            ({"name": 1.5}, InputFault.NOT_A_CHOICE),
            ({"note": "五个字太长"}, InputFault.TOO_LONG),
            ({"name": "卓尼\ue000县"}, InputFault.CHARACTER),
            ({"bank_ref": "6.22848E+18"}, InputFault.LOST_DIGITS),
            ({"email": "nobody"}, InputFault.EMAIL),
            ({"phone": "abc"}, InputFault.PHONE),
            ({"name": "长" * (MAXIMUM_TEXT_LENGTH + 1)}, InputFault.TOO_LONG),
            ({"lines": "x"}, InputFault.NOT_AN_OBJECT),
            ({"lines": ["x"]}, InputFault.NOT_AN_OBJECT),
            ({"lines": None}, InputFault.MISSING),
            ({"lines": [{}] * (MAXIMUM_INPUT_LINES + 1)}, InputFault.TOO_MANY_LINES),
            ({"colours": ["red"] * (MAXIMUM_INPUT_LINES + 1)}, InputFault.TOO_MANY_LINES),
        ],
    )
    def test_parse_input_refuses_each_fault_by_its_name(
        self, typed: Any, fault: InputFault
    ) -> None:
        assert faults(**typed) == {next(iter(typed)): fault}

    def test_parse_input_refuses_fields_it_does_not_know(self) -> None:
        assert faults(state="registered") == {"state": InputFault.UNKNOWN_FIELD}

    def test_parse_input_names_a_fault_in_a_line_by_its_place(self) -> None:
        lines = [{"name": "甲", "count": 1}, {"name": "一二三四五六", "count": 0, "id": 7}]

        assert faults(lines=lines) == {
            "lines.1.name": InputFault.TOO_LONG,
            "lines.1.count": InputFault.TOO_SMALL,
            "lines.1.id": InputFault.UNKNOWN_FIELD,
        }

    def test_parse_input_tells_every_fault_at_once(self) -> None:
        assert set(faults(years="x", note="五个字太长", colour="blue")) == {
            "years",
            "note",
            "colour",
        }

    def test_parse_input_says_the_bound_that_was_passed(self) -> None:
        with pytest.raises(Refused) as caught:
            parse_input(Everything, LEAST | {"years": 11})

        assert caught.value.inputs["years"].facts == {"maximum": 10}

    def test_parse_input_can_give_every_fault(self) -> None:
        """The table above leaves none of the enum's words out."""
        marks = [
            mark
            for mark in type(self).test_parse_input_refuses_each_fault_by_its_name.pytestmark  # type: ignore[attr-defined]
            if mark.name == "parametrize"
        ]
        tried = {fault for _, fault in marks[0].args[1]}

        assert tried | {InputFault.UNKNOWN_FIELD} == set(InputFault)


_hostile_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | texts
    | st.sampled_from(["", "0", "-1", "--5", "１２", "1e9", "2^63", "0000-00-00", "10000-01-01"])
    | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


class TestHostileInput:
    @given(st.dictionaries(st.sampled_from(list(LEAST)) | texts, _hostile_values, max_size=8))
    def test_hostile_input_is_read_or_refused_and_nothing_else(self, typed: dict[str, Any]) -> None:
        try:
            result = parse_input(Everything, typed)
        except Refused as refused:
            assert refused.first.code in InputFault
            str(refused.inputs).encode()
        else:
            json.dumps(canonical(result)).encode()

    @settings(max_examples=300)
    @given(st.sampled_from(list(CATALOG)), st.data())
    def test_input_of_every_action_is_parsed_or_refused(
        self, action: Any, data: st.DataObject
    ) -> None:
        names = sorted(action.input.__dataclass_fields__)
        keys = st.sampled_from(names) if names else texts
        typed = data.draw(st.dictionaries(keys, _hostile_values, max_size=6))
        try:
            canonical(parse_input(action.input, typed))
        except Refused as refused:
            assert refused.first.code in InputFault


class TestCanonical:
    def test_canonical_is_the_same_however_the_input_came(self) -> None:
        form = read(years="2", amount_fen="10.00", on="2026-06-10", lines=[])
        program = read(years=2, amount_fen=1000, on=dt.date(2026, 6, 10), lines=())

        assert canonical(form) == canonical(program)

    def test_canonical_is_json(self) -> None:
        typed = read(lines=[{"name": "甲", "count": 1}], on="2026-06-10", colours=["red"])

        assert json.loads(json.dumps(canonical(typed))) == {
            "years": 1,
            "name": "甲",
            "amount_fen": None,
            "on": "2026-06-10",
            "at": None,
            "colour": "red",
            "is_urgent": False,
            "colours": ["red"],
            "lines": [{"name": "甲", "count": 1}],
            "more_lines": [],
            "note": None,
            "bank_ref": None,
            "email": None,
            "phone": None,
            "uscc": None,
        }

    def test_canonical_reads_back_into_the_same_input(self) -> None:
        typed = read(lines=[{"name": "甲", "count": 1}], on="2026-06-10", colours=["red"])

        assert parse_input(Everything, canonical(typed)) == typed

    def test_canonical_leaves_a_secret_out(self) -> None:
        @dataclass(frozen=True, slots=True)
        class Login:
            password: str = param(secret=True)

        assert canonical(Login("lapis")) == {"password": None}

    def test_canonical_keeps_an_object_s_names_as_text(self) -> None:
        assert canonical({Colour.RED: (1, None)}) == {"red": [1, None]}


class TestTypes:
    def test_types_of_lines(self) -> None:
        assert line_type(tuple[Line, ...]) is Line
        assert line_type(tuple[Colour, ...]) is None
        assert line_type(int) is None

    def test_types_of_what_may_be_empty(self) -> None:
        assert plain_type(int | None) == (int, True)
        assert plain_type(int) == (int, False)
