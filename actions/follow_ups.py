"""What the system does by itself once a run is committed, and on which rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from actions.core.action import Action
from actions.core.result import Outcome
from actions.ledger.confirm_adjustment import CONFIRM_ADJUSTMENT
from actions.ledger.move_balance import MOVE_BALANCE
from actions.ledger.settle import SETTLE
from actions.remittances.match import MATCH
from actions.remittances.top_up import TOP_UP

#: Outcome → ids of the rows for the follow-up action.
Follows = Callable[[Outcome], Sequence[int]]


def _unfinished(outcome: Outcome) -> list[int]:
    """The account of a settlement that hit its limit while money was left."""
    going_on = outcome.totals["is_cut"] and outcome.totals["settled_count"]
    return [outcome.totals["account_id"]] if going_on else []


def _credited(outcome: Outcome) -> list[int]:
    """The accounts credited by the lines of a receipt."""
    named = (row.facts.get("account_id") for row in outcome.rows)
    return sorted({each for each in named if isinstance(each, int)})


FOLLOW_UPS: dict[Action[Any, Any, Any], tuple[Action[Any, Any, Any], Follows]] = {
    # 当日系统自动为已充值单位消费 (guide 新-006).
    TOP_UP: (SETTLE, _credited),
    # Money moved to an office may be spent the same day.
    MOVE_BALANCE: (SETTLE, lambda outcome: [outcome.totals["account_id"]]),
    MATCH: (SETTLE, _credited),
    # For a confirmed 充值; other adjustments credit no account of an office's queue.
    CONFIRM_ADJUSTMENT: (SETTLE, _credited),
    # One run takes a limited part of a queue; the next takes the rest.
    SETTLE: (SETTLE, _unfinished),
}
