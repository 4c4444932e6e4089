"""撤回交接: a handover that its taker has not answered is taken back.

The giver may, and those who manage the logins of the office: the giver may have left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.handovers import handover_facts
from models.offices.handover_record import HANDOVER_LIFECYCLE, HandoverEvent, HandoverRecord
from models.users.user import ADMINISTRATORS


class WithdrawHandOverRefusal(StrEnum):
    """Why the handover stays as it is."""

    NOT_YOURS = "withdraw_hand_over_not_yours"


@dataclass(frozen=True, slots=True)
class WithdrawHandOverInput:
    """An optional reason."""

    answer: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class WithdrawHandOverFacts:
    """The login that acts, None: no person; and whether it manages the logins of others."""

    user_id: int | None
    is_administrator: bool


def survey(
    ctx: Context, rows: Sequence[HandoverRecord], given: WithdrawHandOverInput
) -> WithdrawHandOverFacts:
    return WithdrawHandOverFacts(ctx.actor.user_id, ctx.actor.role in ADMINISTRATORS)


def check(
    row: HandoverRecord, given: WithdrawHandOverInput, facts: WithdrawHandOverFacts
) -> Refusal | None:
    if not facts.is_administrator and row.giver_id != facts.user_id:
        return Refusal(WithdrawHandOverRefusal.NOT_YOURS, {"giver": row.giver})
    return None


def run(
    ctx: Context,
    rows: Sequence[HandoverRecord],
    given: WithdrawHandOverInput,
    facts: WithdrawHandOverFacts,
) -> Result:
    for row in rows:
        row.close(HandoverEvent.WITHDRAW, ctx.actor.name, ctx.at, given.answer)
    return Result(
        rows=[RowResult(row.id, str(row)) for row in rows], totals={"row_count": len(rows)}
    )


WITHDRAW_HAND_OVER = Action(
    key="withdraw_hand_over",
    model=HandoverRecord,
    input=WithdrawHandOverInput,
    survey=survey,
    check=check,
    row_facts=handover_facts,
    run=run,
    states=HANDOVER_LIFECYCLE.sources(HandoverEvent.WITHDRAW),
    # Each is read and answered by itself.
    maximum_rows=1,
    refusals=WithdrawHandOverRefusal,
)
