"""The sum of an act stands last and large: money before sheets, sheets before counts of rows."""

from __future__ import annotations

import pytest
from flask import Flask

from admin_app.grid.planning.totals import are_sums, figures


@pytest.mark.parametrize(
    ("totals", "last"),
    [
        ({"amount_fen": 100, "invoice_count": 2, "row_count": 1}, "¥1.00"),
        ({"sheets": 50, "receivers": 2, "available": 100}, "50"),
        ({"balance_fen": 300, "amount_fen": 200}, "¥2.00"),
    ],
)
def test_the_sum_of_the_act_stands_last(
    sqlite_app: Flask, totals: dict[str, int], last: str
) -> None:
    with sqlite_app.test_request_context():
        assert figures(totals)[-1][1] == last


def test_rows_that_are_only_counted_are_no_sum() -> None:
    assert not are_sums({"row_count": 3})
    assert not are_sums({})
    assert are_sums({"row_count": 3, "amount_fen": 100})
