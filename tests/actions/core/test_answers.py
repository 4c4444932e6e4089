"""Warnings that ask for an answer: every figure counts, and what each asks is declared."""

from __future__ import annotations

import pytest

from actions.core.answers import answer_refusal, asked_of, asks, parse_answer
from actions.core.refusal import Common, Refused
from actions.core.result import Answer, Note, Preview, answer_code
from actions.domains.renew import RENEW, RenewNote
from actions.remittances.top_up import TOP_UP
from models.ledger.credit_differences import Difference

SHORT = Note(Difference.SHORT, {"short_fen": 100, "remittance_no": "H1"})
SURPLUS = Note(Difference.SURPLUS, {"surplus_fen": 100, "remittance_no": "H2"})


class TestAnswerRefusal:
    def test_a_tick_is_the_code_of_the_warnings_as_they_are(self) -> None:
        code = answer_code([SHORT])
        for answer, expected in (
            (Answer(), Common.TICK_MISSING),
            (Answer(reason="分两次到账"), Common.TICK_MISSING),
            (Answer("00000000"), Common.ANSWER_STALE),
            (Answer(answer_code([SURPLUS])), Common.ANSWER_STALE),
        ):
            found = answer_refusal(TOP_UP, [SHORT], answer)
            assert found is not None
            assert (found.code, found.facts) == (expected, {"answered": code})
        assert answer_refusal(TOP_UP, [SHORT], Answer(code)) is None

    def test_a_reason_is_needed_besides_the_tick_where_one_warning_asks_for_it(self) -> None:
        both = [SHORT, SURPLUS]
        code = answer_code(both)
        for answer, expected in (
            (Answer(), Common.ANSWER_MISSING),
            (Answer(code), Common.ANSWER_MISSING),
            (Answer(reason="多汇"), Common.TICK_MISSING),
            (Answer(answer_code([SURPLUS]), "多汇"), Common.ANSWER_STALE),
        ):
            found = answer_refusal(TOP_UP, both, answer)
            assert found is not None
            assert found.code == expected
        assert answer_refusal(TOP_UP, both, Answer(code, "多汇")) is None

    def test_nothing_is_asked_without_a_warning(self) -> None:
        assert answer_refusal(TOP_UP, [], Answer()) is None


class TestAsks:
    def test_a_warning_that_asks_nothing_is_not_among_the_asked(self) -> None:
        notes = (Note(RenewNote.ONE_YEAR), Note(RenewNote.MANY_ONE_YEAR))
        assert asked_of(RENEW, Preview(warnings=notes)) == notes[1:]

    def test_a_warning_that_its_action_does_not_declare_is_a_bug(self) -> None:
        with pytest.raises(AssertionError, match="renew does not declare"):
            asks(RENEW, SHORT)


class TestParseAnswer:
    def test_an_empty_answer_is_none(self) -> None:
        assert parse_answer({}) == parse_answer({"code": "", "reason": " "}) == Answer()

    def test_a_reason_is_bounded_and_other_fields_are_refused(self) -> None:
        for raw in ({"reason": "多" * 201}, {"code": "123456789"}, {"kinds": "all"}):
            with pytest.raises(Refused):
                parse_answer(raw)
