"""确认接收: the taker of a desk confirms the sheet, and from then on answers for it.

Only the taker may: nobody else has counted what they receive.
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


class ConfirmHandOverRefusal(StrEnum):
    """Why the handover stays as it is."""

    NOT_TAKER = "confirm_hand_over_not_taker"


@dataclass(frozen=True, slots=True)
class ConfirmHandOverInput:
    """An optional comment."""

    answer: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class ConfirmHandOverFacts:
    """The login that acts; None: no person."""

    user_id: int | None


def survey(
    ctx: Context, rows: Sequence[HandoverRecord], given: ConfirmHandOverInput
) -> ConfirmHandOverFacts:
    return ConfirmHandOverFacts(ctx.actor.user_id)


def check(
    row: HandoverRecord, given: ConfirmHandOverInput, facts: ConfirmHandOverFacts
) -> Refusal | None:
    if row.taker_id != facts.user_id:
        return Refusal(ConfirmHandOverRefusal.NOT_TAKER, {"taker": row.taker})
    return None


def run(
    ctx: Context,
    rows: Sequence[HandoverRecord],
    given: ConfirmHandOverInput,
    facts: ConfirmHandOverFacts,
) -> Result:
    for row in rows:
        row.close(HandoverEvent.CONFIRM, ctx.actor.name, ctx.at, given.answer)
    return Result(
        rows=[RowResult(row.id, str(row)) for row in rows], totals={"row_count": len(rows)}
    )


CONFIRM_HAND_OVER = Action(
    key="confirm_hand_over",
    model=HandoverRecord,
    input=ConfirmHandOverInput,
    survey=survey,
    check=check,
    row_facts=handover_facts,
    run=run,
    states=HANDOVER_LIFECYCLE.sources(HandoverEvent.CONFIRM),
    # Each is read and answered by itself.
    maximum_rows=1,
    refusals=ConfirmHandOverRefusal,
)
