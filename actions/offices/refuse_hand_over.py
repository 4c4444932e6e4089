"""不予接收: the taker of a desk refuses the sheet, with the reason; the giver stays responsible."""

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


class RefuseHandOverRefusal(StrEnum):
    """Why the handover stays as it is."""

    NOT_TAKER = "refuse_hand_over_not_taker"


@dataclass(frozen=True, slots=True)
class RefuseHandOverInput:
    """Why not."""

    answer: str = param(maximum_length=200)


@dataclass(frozen=True, slots=True)
class RefuseHandOverFacts:
    """The login that acts; None: no person."""

    user_id: int | None


def survey(
    ctx: Context, rows: Sequence[HandoverRecord], given: RefuseHandOverInput
) -> RefuseHandOverFacts:
    return RefuseHandOverFacts(ctx.actor.user_id)


def check(
    row: HandoverRecord, given: RefuseHandOverInput, facts: RefuseHandOverFacts
) -> Refusal | None:
    if row.taker_id != facts.user_id:
        return Refusal(RefuseHandOverRefusal.NOT_TAKER, {"taker": row.taker})
    return None


def run(
    ctx: Context,
    rows: Sequence[HandoverRecord],
    given: RefuseHandOverInput,
    facts: RefuseHandOverFacts,
) -> Result:
    for row in rows:
        row.close(HandoverEvent.REFUSE, ctx.actor.name, ctx.at, given.answer)
    return Result(
        rows=[RowResult(row.id, str(row)) for row in rows], totals={"row_count": len(rows)}
    )


REFUSE_HAND_OVER = Action(
    key="refuse_hand_over",
    model=HandoverRecord,
    input=RefuseHandOverInput,
    survey=survey,
    check=check,
    row_facts=handover_facts,
    run=run,
    states=HANDOVER_LIFECYCLE.sources(HandoverEvent.REFUSE),
    # Each is read and answered by itself.
    maximum_rows=1,
    refusals=RefuseHandOverRefusal,
)
