"""调账 (adjustment): propose a correction of an office's balance that no bank line explains.

Nothing moves until another person confirms (I-13, setting `second_person`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.ledger.adjustment import Adjustment, AdjustmentKind
from models.offices.office import Office, OfficeLevel, OfficeStatus
from models.reports.unsettled_reason import balance_of
from models.values.answer_kind import AnswerKind


class Direction(StrEnum):
    """Whether the balance is credited or debited."""

    INCREASE = "increase"
    DECREASE = "decrease"


class AdjustRefusal(StrEnum):
    """Why nothing is proposed."""

    REGISTRY = "adjust_registry"
    CLOSED = "adjust_closed"
    BALANCE_SHORT = "adjust_balance_short"


class AdjustNote(StrEnum):
    """Notes of the plan page."""

    TO_CONFIRM = "adjust_to_confirm"
    LARGE = "adjust_large"


@dataclass(frozen=True, slots=True)
class AdjustInput:
    """How much, which way, and why."""

    direction: Direction = param()
    amount_fen: int = param(minimum=1, fen=True)
    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.ADJUSTING))

    @property
    def signed_fen(self) -> int:
        """The change of the balance; negative: a debit."""
        return -self.amount_fen if self.direction is Direction.DECREASE else self.amount_fen


def survey(ctx: Context, rows: Sequence[Office], given: AdjustInput) -> int:
    """The present balance, in 分."""
    return (balance_of(ctx.session, rows[0].code) or 0) if rows else 0


def check(row: Office, given: AdjustInput, facts: int) -> Refusal | None:
    if row.level is OfficeLevel.REGISTRY:
        return Refusal(AdjustRefusal.REGISTRY)
    if row.status is OfficeStatus.CLOSED:
        return Refusal(AdjustRefusal.CLOSED, {"office": row.name})
    if facts + given.signed_fen < 0:
        why: dict[str, Fact] = {"balance_fen": facts, "amount_fen": given.amount_fen}
        return Refusal(AdjustRefusal.BALANCE_SHORT, why)
    return None


def preview(ctx: Context, rows: Sequence[Office], given: AdjustInput, facts: int) -> Preview:
    limit = ctx.settings.surplus_limit_fen
    sums: dict[str, Fact] = {"amount_fen": given.amount_fen, "limit_fen": limit}
    return Preview(
        warnings=(Note(AdjustNote.LARGE, sums),) if given.amount_fen > limit else (),
        totals={"amount_fen": given.signed_fen},
        words_fen=given.signed_fen,
        side_effects=(Note(AdjustNote.TO_CONFIRM),),
        rows={
            row.id: {
                "balance_before_fen": facts,
                "balance_after_fen": facts + given.signed_fen,
            }
            for row in rows
        },
    )


def run(ctx: Context, rows: Sequence[Office], given: AdjustInput, facts: int) -> Result:
    (row,) = rows
    proposal = Adjustment(
        kind=AdjustmentKind.ADJUST,
        amount_fen=given.signed_fen,
        reason=given.reason,
    )
    proposal.put_forward(ctx.actor, ctx.at, row)
    ctx.session.add(proposal)
    ctx.session.flush()
    return Result(
        rows=[RowResult(row.id, row.name, {"amount_fen": given.signed_fen})],
        totals={"amount_fen": given.signed_fen, "adjustment_id": proposal.id},
    )


ADJUST = Action(
    key="adjust",
    model=Office,
    input=AdjustInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=1,
    refusals=AdjustRefusal,
    fields_at_fault={
        AdjustRefusal.BALANCE_SHORT: "amount_fen",
    },
    warnings={AdjustNote.LARGE: AnswerKind.TICK},
    activity=ActivityKind.FEE,
)
