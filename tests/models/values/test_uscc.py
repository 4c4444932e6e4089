"""Reading a 统一社会信用代码 and what its class opens."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as reference

from models.values.tld import Tld, TldFamily, tlds_of
from models.values.uscc import (
    ALPHABET,
    Uscc,
    UsccError,
    UsccFault,
    check_character,
    eligibility,
    org_check_character,
    tlds_allowed,
)

ZHENGWU = tlds_of(TldFamily.ZHENGWU)
GONGYI = tlds_of(TldFamily.GONGYI)

TIANJIN_UNIVERSITY = "12100000401359321Q"
STATE_ORGAN = "11100000MB0143028R"
ENTERPRISE = "91110108551385082Q"


def completed(first17: str) -> str:
    return first17 + check_character(first17)


def of_class(two: str) -> Uscc:
    return Uscc.parse(completed(f"{two}620923013518201"))


def fault_of(text: str) -> UsccError:
    with pytest.raises(UsccError) as caught:
        Uscc.parse(text)
    return caught.value


bodies = st.builds(
    "{}{}{}".format,
    st.sampled_from(["11", "12", "13", "51", "91"]),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(ALPHABET, min_size=9, max_size=9),
)


class TestCheckCharacter:
    @pytest.mark.parametrize("code", [TIANJIN_UNIVERSITY, STATE_ORGAN, ENTERPRISE])
    def test_check_character_of_published_codes_is_their_last(self, code: str) -> None:
        assert check_character(code[:17]) == code[17]

    @given(bodies)
    def test_check_character_agrees_with_an_independent_implementation(self, first17: str) -> None:
        assert check_character(first17) == reference.calc_check_digit(first17)

    @given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
    def test_check_character_changes_when_any_one_character_is_mistyped(
        self, first17: str, at: int, char: str
    ) -> None:
        mistyped = first17[:at] + char + first17[at + 1 :]
        same = check_character(mistyped) == check_character(first17)
        assert same == (mistyped == first17)


class TestOrgCheckCharacter:
    @pytest.mark.parametrize("org_code", ["401359321", "MB0143028", "551385082", "D2143569X"])
    def test_org_check_character_of_published_codes_is_their_last(self, org_code: str) -> None:
        assert org_check_character(org_code[:8]) == org_code[8]


class TestParse:
    def test_uscc_parse_takes_the_parts_from_their_places(self) -> None:
        code = Uscc.parse(TIANJIN_UNIVERSITY)
        parts = (code.department, code.class_code, code.division_code, code.org_code)
        assert parts == ("1", "12", "100000", "401359321")
        assert str(code) == TIANJIN_UNIVERSITY

    @pytest.mark.parametrize(
        "typed",
        [" 12100000401359321q ", "１２１０００００４０１３５９３２１Ｑ", "\t12100000401359321Q\n"],
    )
    def test_uscc_parse_forgives_case_width_and_outer_space(self, typed: str) -> None:
        assert str(Uscc.parse(typed)) == TIANJIN_UNIVERSITY

    @pytest.mark.parametrize("two", ["A1", "N2", "Y1"])
    def test_uscc_parse_accepts_the_legal_first_letters(self, two: str) -> None:
        assert of_class(two).class_code == two
        assert not reference.is_valid(of_class(two).code)

    @pytest.mark.parametrize(
        "text", ["", "1210000040135932", TIANJIN_UNIVERSITY + "1", "1" * 2**20]
    )
    def test_uscc_parse_names_the_measured_length(self, text: str) -> None:
        error = fault_of(text)
        assert (error.fault, error.found) == (UsccFault.LENGTH, str(len(text)))

    def test_uscc_parse_names_the_place_of_a_letter_outside_the_alphabet(self) -> None:
        error = fault_of("1210000O401359321Q")
        assert (error.fault, error.position, error.found) == (UsccFault.ALPHABET, 8, "O")

    def test_uscc_parse_refuses_a_department_nobody_has(self) -> None:
        assert fault_of(completed("01620923013518201")).fault is UsccFault.DEPARTMENT

    def test_uscc_parse_refuses_letters_in_the_division(self) -> None:
        error = fault_of(completed("1162A923013518201"))
        assert (error.fault, error.found) == (UsccFault.DIVISION, "62A923")

    def test_uscc_parse_refuses_a_wrong_check_character(self) -> None:
        error = fault_of(TIANJIN_UNIVERSITY[:17] + "R")
        assert (error.fault, error.position) == (UsccFault.CHECK_CHARACTER, 18)

    @given(st.text())
    def test_either_parses_or_names_a_fault(self, text: str) -> None:
        with suppress(UsccError):
            assert Uscc.parse(text).code.isascii()


class TestWarnings:
    def test_a_sound_code_gives_none(self) -> None:
        code = Uscc.parse(STATE_ORGAN)
        assert code.is_class_known
        assert code.is_org_code_sound

    def test_an_unlisted_class_is_told(self) -> None:
        assert not of_class("16").is_class_known

    def test_an_unsound_org_code_is_told(self) -> None:
        assert not Uscc.parse(completed("12100000401359322")).is_org_code_sound


class TestTldsAllowed:
    @pytest.mark.parametrize(
        ("two", "without", "with_function"),
        [
            ("11", ZHENGWU, ZHENGWU),
            ("13", ZHENGWU, ZHENGWU),
            ("12", GONGYI, GONGYI | ZHENGWU),
            ("51", GONGYI, GONGYI),
            ("52", GONGYI, GONGYI),
            ("53", GONGYI, GONGYI),
            ("54", GONGYI, GONGYI),
            ("91", frozenset(), frozenset()),
            ("92", frozenset(), frozenset()),
            ("N2", frozenset(), frozenset()),
            ("31", frozenset(), frozenset()),
        ],
    )
    def test_tlds_allowed_follows_the_registered_class(
        self, two: str, without: frozenset[Tld], with_function: frozenset[Tld]
    ) -> None:
        code = of_class(two)
        assert tlds_allowed(code, administrative_function=False) == without
        assert tlds_allowed(code, administrative_function=True) == with_function

    def test_tlds_allowed_refuses_an_enterprise_with_a_sound_code(self) -> None:
        assert not tlds_allowed(Uscc.parse(ENTERPRISE), administrative_function=True)

    def test_every_rule_says_where_it_is_from(self) -> None:
        assert all(eligibility(of_class(two)).source for two in ("11", "12", "54", "91", "Y1"))
