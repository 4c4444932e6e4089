"""The system settles after money came in: which accounts, and when it goes on."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.core.result import Outcome, RowResult
from actions.follow_ups import FOLLOW_UPS
from actions.ledger.settle import SETTLE
from actions.remittances.match import MATCH


def outcome(*accounts: int, **totals: int) -> Outcome:
    return Outcome(
        receipt_no="R",
        entry_id=1,
        action="any",
        at=dt.datetime(2026, 6, 10, tzinfo=dt.UTC),
        rows=tuple(
            RowResult(n, "row", {"account_id": account}) for n, account in enumerate(accounts)
        ),
        totals=totals,
    )


def test_each_credited_account_is_settled_once() -> None:
    following, rows = FOLLOW_UPS[MATCH]
    assert following is SETTLE
    assert rows(outcome(7, 3, 7)) == [3, 7]


@pytest.mark.parametrize(
    ("is_cut", "settled_count", "goes_on"), [(1, 5, [9]), (1, 0, []), (0, 5, [])]
)
def test_a_settlement_goes_on_only_where_its_limit_cut_it_short(
    is_cut: int, settled_count: int, goes_on: list[int]
) -> None:
    given = outcome(is_cut=is_cut, settled_count=settled_count, account_id=9)
    assert FOLLOW_UPS[SETTLE][1](given) == goes_on
