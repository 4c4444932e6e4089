"""编办审核通过: the first review of filed names, by the office that serves the unit (新-004, 注①).

The reviewer belongs to the office whose review the name waits for, and did not file it (I-13). Each
name is checked as on its filing: certain faults are refused, a doubt is shown with the filer's
reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent, DomainState
from models.domains.review import ReviewDecision
from models.registration.domain_filing import FilingFault, Verdict, doubts, verdicts_on
from models.registration.name_belonging import FilingDoubt
from models.registration.review_decision import (
    Reviewer,
    ReviewFault,
    review_fault,
    review_of,
    reviewer_of,
)
from models.units.unit import Unit
from models.values.answer_kind import AnswerKind


class ApproveOfficeNote(StrEnum):
    """Notes of the plan page."""

    TO_REGISTRY = "approve_office_to_registry"


@dataclass(frozen=True, slots=True)
class ApproveOfficeInput:
    """An optional comment for the registry."""

    comment: str | None = param(default=None, maximum_length=500, multiline=True)


@dataclass(frozen=True, slots=True)
class ApproveOfficeFacts:
    """Who reviews, and the verdict on each name by its key."""

    reviewer: Reviewer
    verdicts: Mapping[int, Verdict]


#: Refusals with messages specific to reviews.
_REFUSAL_OF = {FilingFault.VARIANT_TAKEN: ReviewFault.VARIANT_TAKEN}


def survey(ctx: Context, rows: Sequence[Domain], given: ApproveOfficeInput) -> ApproveOfficeFacts:
    reviewer = reviewer_of(ctx.session, ctx.actor, ctx.at, rows)
    return ApproveOfficeFacts(reviewer, verdicts_on(ctx.session, rows, ctx.today))


def check(row: Domain, given: ApproveOfficeInput, facts: ApproveOfficeFacts) -> Refusal | None:
    if (fault := review_fault(row, facts.reviewer)) is not None:
        return Refusal(fault, facts.reviewer.told(row))
    verdict = facts.verdicts[row.id]
    if verdict.fault is not None:
        return Refusal(_REFUSAL_OF.get(verdict.fault, verdict.fault), verdict.facts)
    return None


def preview(
    ctx: Context, rows: Sequence[Domain], given: ApproveOfficeInput, facts: ApproveOfficeFacts
) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
        side_effects=(Note(ApproveOfficeNote.TO_REGISTRY, {"count": len(rows)}),),
        warnings=tuple(
            Note(doubt, why) for doubt, why in doubts(facts.verdicts[row.id] for row in rows)
        ),
        rows={
            row.id: {
                "years": row.term_years,
                "name_verdict": facts.verdicts[row.id].grade,
                "name_reason": row.name_reason,
            }
            for row in rows
        },
    )


def run(
    ctx: Context, rows: Sequence[Domain], given: ApproveOfficeInput, facts: ApproveOfficeFacts
) -> Result:
    ctx.session.add_all(
        review_of(row, ReviewDecision.APPROVE, facts.reviewer, comment=given.comment)
        for row in rows
    )
    for row in rows:
        DOMAIN_LIFECYCLE.advance(row, DomainEvent.APPROVE_OFFICE)
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
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.SUBMITTED}),
    loads=(joinedload(Domain.unit).joinedload(Unit.office),),
    refusals=ReviewFault,
    warnings=dict.fromkeys(FilingDoubt, AnswerKind.TICK),
    activity=ActivityKind.REVIEW,
    guide=("新-004", "注①"),
    splits=True,
)
