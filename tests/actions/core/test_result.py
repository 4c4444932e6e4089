"""The code of warnings that want an answer binds every figure of them."""

from dataclasses import replace

import pytest

from actions.core.result import Note, answer_code
from models.ledger.credit_differences import Difference

SURPLUS = Note(Difference.SURPLUS, {"surplus_fen": 100, "remittance_no": "H1"})


class TestAnswerCode:
    def test_answer_code_is_none_without_warnings(self) -> None:
        assert answer_code([]) is None

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
        early = Note(Difference.EARLY, {"remittance_no": "H1"})
        assert answer_code([SURPLUS, early]) == answer_code([early, SURPLUS])

    def test_answer_code_compares_figures_of_different_types(self) -> None:
        unknown = Note(Difference.SURPLUS, {"surplus_fen": None, "remittance_no": "H1"})
        assert answer_code([SURPLUS, unknown]) != answer_code([SURPLUS])
