"""退回修改: send filed names back to their unit, which changes and resubmits them (新-004).

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
from models.domains.domain import Domain
from models.domains.review import ReviewDecision, ReviewReason
from models.offices.office import REGISTRY_CODE
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
from models.workspace.notify import Topic, about_names, notify


class ReturnForChangesNote(StrEnum):
    """Notes of the plan page."""

    TO_UNIT = "return_for_changes_to_unit"


@dataclass(frozen=True, slots=True)
class ReturnForChangesInput:
    """Why, in words of the dictionary, and in the reviewer's own."""

    reasons: tuple[ReviewReason, ...] = param(default=())
    comment: str | None = param(default=None, maximum_length=500, multiline=True)


def survey(ctx: Context, rows: Sequence[Domain], given: ReturnForChangesInput) -> Reviewer:
    return reviewer_of(ctx.session, ctx.actor, ctx.at, rows)


def check(row: Domain, given: ReturnForChangesInput, facts: Reviewer) -> Refusal | None:
    fault = review_fault(row, facts)
    return Refusal(fault, facts.told(row)) if fault else None


def check_batch(
    rows: Sequence[Domain], given: ReturnForChangesInput, facts: Reviewer
) -> Refusal | None:
    fault = words_fault(given.reasons, given.comment)
    return Refusal(fault) if fault else None


def preview(
    ctx: Context, rows: Sequence[Domain], given: ReturnForChangesInput, facts: Reviewer
) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
        side_effects=(Note(ReturnForChangesNote.TO_UNIT, {"count": len(rows)}),),
        rows={row.id: {"unit": row.unit.name} for row in rows},
    )


def run(
    ctx: Context, rows: Sequence[Domain], given: ReturnForChangesInput, facts: Reviewer
) -> Result:
    decide(ctx.session, rows, ReviewDecision.RETURN, facts, given.reasons, given.comment)
    by_registry = ctx.actor.office_code == REGISTRY_CODE
    notify(ctx.session, about_names(Topic.RETURNED, rows, to_office=by_registry))
    return Result(
        rows=[RowResult(row.id, row.name_u, {"unit": row.unit.name}) for row in rows],
        totals={"row_count": len(rows)},
    )


RETURN_FOR_CHANGES = Action(
    key="return_for_changes",
    model=Domain,
    input=ReturnForChangesInput,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    run=run,
    states=frozenset(STAGE_OF),
    loads=(joinedload(Domain.unit).joinedload(Unit.office),),
    refusals=ReviewFault,
    activity=ActivityKind.REVIEW,
    guide=("新-004", "注①"),
    splits=True,
)
