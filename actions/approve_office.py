"""编办审核通过: the first review of filed names, by the office that serves the unit (新-004, 注①).

The reviewer is of the office whose word the name waits for, and did not file it himself (I-13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.contract import Action, Context, Note, Preview, Result, RowResult, param
from actions.refusal import Refusal
from models.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent, DomainState
from models.notice import Topic, about_names, notify
from models.review import ReviewDecision
from models.reviewing import Reviewer, ReviewFault, review_fault, review_of, reviewer_of
from models.unit import Unit


class ApproveOfficeNote(StrEnum):
    """What the plan page says besides."""

    TO_REGISTRY = "approve_office_to_registry"


@dataclass(frozen=True, slots=True)
class ApproveOfficeInput:
    """A word to the registry, if there is one to say."""

    comment: str | None = param(default=None, maximum_length=500, multiline=True)


def survey(ctx: Context, rows: Sequence[Domain], given: ApproveOfficeInput) -> Reviewer:
    return reviewer_of(ctx.session, ctx.actor, ctx.at, rows)


def check(row: Domain, given: ApproveOfficeInput, facts: Reviewer) -> Refusal | None:
    fault = review_fault(row, facts)
    return Refusal(fault, {"name": row.name_u}) if fault else None


def preview(
    ctx: Context, rows: Sequence[Domain], given: ApproveOfficeInput, facts: Reviewer
) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
        side_effects=(Note(ApproveOfficeNote.TO_REGISTRY, {"count": len(rows)}),),
        rows={row.id: {"unit": row.unit.name, "years": row.term_years} for row in rows},
    )


def run(ctx: Context, rows: Sequence[Domain], given: ApproveOfficeInput, facts: Reviewer) -> Result:
    ctx.session.add_all(
        review_of(row, ReviewDecision.APPROVE, facts, comment=given.comment) for row in rows
    )
    for row in rows:
        DOMAIN_LIFECYCLE.advance(row, DomainEvent.APPROVE_OFFICE)
    notify(ctx.session, about_names(Topic.OFFICE_APPROVED, rows))
    return Result(
        rows=[RowResult(row.id, row.name_u, {"unit": row.unit.name}) for row in rows],
        totals={"row_count": len(rows)},
    )


APPROVE_OFFICE = Action(
    key="approve_office",
    model=Domain,
    input=ApproveOfficeInput,
    survey=survey,
    check=check,
    preview=preview,
    run=run,
    states=frozenset({DomainState.SUBMITTED}),
    loads=(joinedload(Domain.unit).joinedload(Unit.office),),
    refusals=ReviewFault,
    guide=("新-004", "注①"),
)
