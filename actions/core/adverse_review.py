"""退回修改 and 审核未通过: what the two review decisions against a filed name have in common.

At least one reason is required, and 其他 needs a comment. Before 编办审核 the office decides, after
it the registry; nobody decides on a name they filed (I-13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.domains.domain import Domain
from models.domains.review import ReviewDecision, ReviewReason
from models.registration.review_decision import (
    STAGE_OF,
    Reviewer,
    ReviewFault,
    decide,
    review_fault,
    reviewer_of,
    words_fault,
)
from models.units.unit import Unit


@dataclass(frozen=True, slots=True)
class ReviewReasons:
    """Why, in words of the dictionary, and in the reviewer's own."""

    reasons: tuple[ReviewReason, ...] = param(default=())
    comment: str | None = param(default=None, maximum_length=500, multiline=True)


def adverse_review(
    key: str, decision: ReviewDecision, effect: StrEnum, guide: tuple[str, ...]
) -> Action[Domain, ReviewReasons, Reviewer]:
    """The action that decides so on filed names.

    `effect` is the note of the plan page on what becomes of them.
    """

    def preview(
        _ctx: Context, rows: Sequence[Domain], _given: ReviewReasons, _facts: Reviewer
    ) -> Preview:
        return Preview(
            totals={"row_count": len(rows)},
            side_effects=(Note(effect, {"count": len(rows)}),),
            rows={row.id: {"unit": row.unit.name} for row in rows},
        )

    def run(ctx: Context, rows: Sequence[Domain], given: ReviewReasons, facts: Reviewer) -> Result:
        decide(ctx.session, rows, decision, facts, given.reasons, given.comment)
        return Result(
            rows=[RowResult(row.id, row.name_u, {"unit": row.unit.name}) for row in rows],
            totals={"row_count": len(rows)},
        )

    return Action(
        key=key,
        model=Domain,
        input=ReviewReasons,
        survey=lambda ctx, rows, _given: reviewer_of(ctx.session, ctx.actor, ctx.at, rows),
        check=_check,
        check_batch=_check_batch,
        preview=preview,
        row_facts=domain_facts,
        run=run,
        states=frozenset(STAGE_OF),
        loads=(joinedload(Domain.unit).joinedload(Unit.office),),
        refusals=ReviewFault,
        activity=ActivityKind.REVIEW,
        guide=guide,
        splits=True,
    )


def _check(row: Domain, _given: ReviewReasons, facts: Reviewer) -> Refusal | None:
    fault = review_fault(row, facts)
    return Refusal(fault, facts.told(row)) if fault else None


def _check_batch(_rows: Sequence[Domain], given: ReviewReasons, _facts: Reviewer) -> Refusal | None:
    fault = words_fault(given.reasons, given.comment)
    return Refusal(fault) if fault else None
