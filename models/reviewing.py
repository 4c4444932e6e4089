"""审核: whose word a filed name waits for, and the row that keeps what was said.

Guide 新-004: 编办 first, CONAC second. 两代一统 lets a province move the first word of its counties
up to the city or to itself. Nobody reviews what he filed himself (I-13).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.domain import Domain, DomainState
from models.office import REGISTRY_CODE, ReviewEscalation
from models.review import Review, ReviewDecision, ReviewReason, ReviewStage


class ReviewFault(StrEnum):
    """Why a reviewer's word does not count."""

    OWN_SUBMISSION = "review_own_submission"
    OTHER_DESK = "review_other_desk"
    REASON_NEEDED = "review_reason_needed"
    COMMENT_NEEDED = "review_comment_needed"
    VARIANT_TAKEN = "review_variant_taken"
    NO_PRICE = "review_no_price"


#: The stage that a name under review waits in.
STAGE_OF = {
    DomainState.SUBMITTED: ReviewStage.OFFICE,
    DomainState.OFFICE_APPROVED: ReviewStage.REGISTRY,
}


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who speaks, from which office."""

    key: str
    name: str
    office_code: str
    at: dt.datetime


def desk_of(domain: Domain) -> str:
    """The code of the office whose word the name waits for; its unit's office must be loaded."""
    if STAGE_OF[domain.state] is ReviewStage.REGISTRY:
        return REGISTRY_CODE
    return {
        ReviewEscalation.NONE: domain.office_code,
        ReviewEscalation.CITY: domain.city_code,
        ReviewEscalation.PROVINCE: domain.province_code,
    }[domain.unit.office.review_escalation]


def review_fault(domain: Domain, reviewer: Reviewer) -> ReviewFault | None:
    """Why this reviewer may not speak on a name under review; None when he may."""
    if reviewer.office_code != desk_of(domain):
        return ReviewFault.OTHER_DESK
    if domain.submitted_by in {reviewer.key, reviewer.name}:
        return ReviewFault.OWN_SUBMISSION
    return None


def words_fault(reasons: Sequence[ReviewReason], comment: str | None) -> ReviewFault | None:
    """Why a name may not be sent back or refused with these words; 其他 must be explained."""
    if not reasons:
        return ReviewFault.REASON_NEEDED
    if ReviewReason.OTHER in reasons and not comment:
        return ReviewFault.COMMENT_NEEDED
    return None


def review_of(
    domain: Domain,
    decision: ReviewDecision,
    reviewer: Reviewer,
    reasons: Sequence[ReviewReason] = (),
    comment: str | None = None,
) -> Review:
    """The row of a decision; taken before the name moves on, since its state gives the stage."""
    review = Review(
        domain_id=domain.id,
        unit_id=domain.unit_id,
        stage=STAGE_OF[domain.state],
        decision=decision,
        reasons=[reason.value for reason in reasons],
        comment=comment,
        reviewer=reviewer.name,
        at=reviewer.at,
    )
    review.belong_to(domain)
    return review
