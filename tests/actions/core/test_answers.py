"""Warnings that want an answer: the code binds every figure, and what asks can be answered."""

from dataclasses import fields, replace

from actions.core.answers import answer_refusal
from actions.core.input_fields import field_types
from actions.core.refusal import Common
from actions.core.result import NOTHING_TO_ANSWER, Note, Preview, answer_code
from actions.permissions import CATALOG
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.ledger.credit_differences import Difference

SURPLUS = Note(Difference.SURPLUS, {"surplus_fen": 100, "remittance_no": "H1"}, must_answer=True)


class TestAnswerRefusal:
    def test_answer_refusal_asks_for_a_reason_and_for_no_other_code_than_what_stands_now(
        self,
    ) -> None:
        preview, code = Preview(warnings=(SURPLUS,)), answer_code([SURPLUS])
        bare = TopUpInput(100, "B1")
        for given, expected in (
            (bare, Common.ANSWER_MISSING),
            (replace(bare, answered=code), Common.ANSWER_MISSING),
            (replace(bare, reason="多汇", answered=NOTHING_TO_ANSWER), Common.ANSWER_STALE),
            (replace(bare, reason="多汇", answered="00000000"), Common.ANSWER_STALE),
        ):
            found = answer_refusal(TOP_UP, preview, given)
            assert found is not None
            assert (found.code, found.facts) == (expected, {"answered": code})
        for answered in (code, None):
            given = replace(bare, reason="多汇", answered=answered)
            assert answer_refusal(TOP_UP, preview, given) is None

    def test_answer_refusal_asks_nothing_of_what_is_ordinary(self) -> None:
        assert answer_refusal(TOP_UP, Preview(), TopUpInput(100, "B1")) is None


def test_every_input_with_a_code_has_a_reason() -> None:
    asking = [action for action in CATALOG if "answered" in field_types(action.input)]
    assert {action.key for action in asking} >= {"top_up", "match"}
    for action in asking:
        assert {"reason", "answered"} <= {f.name for f in fields(action.input)}
