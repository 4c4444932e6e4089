"""The code of warnings that want an answer binds every figure of them."""

from dataclasses import replace

import pytest

from actions.core.result import Note, answer_code
from models.ledger.credit_differences import Difference

SURPLUS = Note(Difference.SURPLUS, {"surplus_fen": 100, "remittance_no": "H1"}, must_answer=True)


class TestAnswerCode:
    def test_answer_code_is_none_where_nothing_must_be_answered(self) -> None:
        assert answer_code([]) is None
        assert answer_code([replace(SURPLUS, must_answer=False)]) is None

    @pytest.mark.parametrize(
        "other",
        [
            replace(SURPLUS, facts={"surplus_fen": 101, "remittance_no": "H1"}),
            replace(SURPLUS, facts={"surplus_fen": 100, "remittance_no": "H2"}),
            replace(SURPLUS, code=Difference.REST),
        ],
    )
    def test_answer_code_differs_with_every_figure(self, other: Note) -> None:
        assert answer_code([other]) != answer_code([SURPLUS])

    def test_answer_code_is_the_same_in_any_order(self) -> None:
        early = Note(Difference.EARLY, {"remittance_no": "H1"}, must_answer=True)
        assert answer_code([SURPLUS, early]) == answer_code([early, SURPLUS])
