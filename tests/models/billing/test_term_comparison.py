"""The work that a longer term saves (guide Q6)."""

from __future__ import annotations

from models.billing.term_comparison import TermWork, compare_terms


class TestCompareTerms:
    def test_compare_terms_counts_rounds_over_ten_years(self) -> None:
        assert compare_terms(1, 20_000) == (
            TermWork(1, 20_000, rounds=10, saved=0),
            TermWork(2, 40_000, rounds=5, saved=5),
            TermWork(3, 60_000, rounds=4, saved=6),
            TermWork(5, 100_000, rounds=2, saved=8),
        )

    def test_compare_terms_of_many_names_together(self) -> None:
        (_one, two, *_more) = compare_terms(300, 300 * 20_000)
        assert (two.amount_fen, two.rounds, two.saved) == (12_000_000, 1_500, 1_500)
