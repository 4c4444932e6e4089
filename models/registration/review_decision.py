"""审核 (review): which reviewer a filed name waits for, and the row of a decision.

Guide 新-004: 编办 first, CONAC second. With 两代一统 a province may move the first review of its
counties up to the city or to itself. Nobody reviews what they filed themselves (I-13).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from models.core.scope import BY_HAND
from models.core.setting import Settings
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent, DomainState
from models.domains.review import Review, ReviewDecision, ReviewReason, ReviewStage
from models.offices.office import REGISTRY_CODE, Office, ReviewEscalation
from models.offices.office_names import names_of
from models.users.custody import custody_of, nearest
from models.users.user import Role, User
from models.values.calendar import business_day, is_announced, work_day_back, work_days_between

_OFFICE: Any = Office.__table__


class ReviewFault(StrEnum):
    """Why a reviewer may not decide."""

    OWN_SUBMISSION = "review_own_submission"
    TIED_SUBMISSION = "review_tied_submission"
    OTHER_DESK = "review_other_desk"
    REASON_NEEDED = "review_reason_needed"
    COMMENT_NEEDED = "review_comment_needed"
    VARIANT_TAKEN = "review_variant_taken"
    NO_PRICE = "review_no_price"


#: State of a name under review → its stage.
STAGE_OF = {
    DomainState.SUBMITTED: ReviewStage.OFFICE,
    DomainState.OFFICE_APPROVED: ReviewStage.REGISTRY,
}


def workday_limit(stage: ReviewStage, settings: Settings) -> int:
    """Work days for a review."""
    return {
        ReviewStage.OFFICE: settings.review_office_workdays,
        ReviewStage.REGISTRY: settings.review_registry_workdays,
    }[stage]


@dataclass(frozen=True, slots=True)
class ReviewClock:
    """How long a name has waited for its review, in work days, and the limit."""

    waited: int
    limit: int
    #: Whether every day counted lies in a year whose holidays are announced.
    is_exact: bool

    @property
    def overdue(self) -> int:
        """Work days past the limit."""
        return max(self.waited - self.limit, 0)


def review_clock(since: dt.datetime, today: dt.date, limit: int) -> ReviewClock:
    """The clock of a name that has waited since an instant; that day is not counted."""
    began = business_day(since)
    is_exact = is_announced(began) and is_announced(today)
    return ReviewClock(work_days_between(began, today), limit, is_exact)


def overdue_before(today: dt.date, limit: int) -> dt.date:
    """The last day of arrival of names that are overdue today."""
    return work_day_back(today, limit + 1) - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The reviewer and their office."""

    key: str
    name: str
    office_code: str
    at: dt.datetime
    #: Keys of users who are no second person to them: one gave the other their login.
    tied: frozenset[str] = frozenset()
    #: Office code → name, of the offices where the names wait.
    desks: Mapping[str, str] = field(default_factory=dict)

    def told(self, domain: Domain) -> dict[str, str]:
        """The facts of a refusal: the name, and the office whose review it waits for."""
        desk = desk_of(domain)
        return {"name": domain.name_u, "office": self.desks.get(desk, desk)}


class Speaker(Protocol):
    """The acting user."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def office_code(self) -> str: ...


def reviewer_of(
    session: Session, speaker: Speaker, at: dt.datetime, domains: Sequence[Domain]
) -> Reviewer:
    """The reviewer of these names, with the filers to whom they are no second person.

    Only direct custody counts, since the registry is indirectly behind every login. A unit's login
    is given by the office that reviews its names; the registry's review is the second person there.
    """
    filed = {domain.submitted_by: domain.submitted_at for domain in domains}
    custody = custody_of(session, {*filed, speaker.key})
    own = nearest(custody, speaker.key, at)
    tied = {
        key
        for key, then in filed.items()
        if key in own or speaker.key in nearest(custody, key, then)
    }
    staff = frozenset(tied - _unit_users(session, tied))
    desks = desks_of(session, domains)
    return Reviewer(speaker.key, speaker.name, speaker.office_code, at, staff, desks)


def _unit_users(session: Session, keys: Iterable[str]) -> frozenset[str]:
    """The users among these that belong to units."""
    ids = [int(key.removeprefix("user:")) for key in keys]
    if not ids:
        return frozenset()
    users = User.__table__.c
    found = session.scalars(
        select(users.id).where(users.id.in_(ids), users.role == Role.UNIT_USER),
        execution_options={BY_HAND: True},
    )
    return frozenset(f"user:{user_id}" for user_id in found)


def desk_of(domain: Domain) -> str:
    """The code of the office whose review the name waits for; its unit's office must be loaded."""
    if STAGE_OF[domain.state] is ReviewStage.REGISTRY:
        return REGISTRY_CODE
    return {
        ReviewEscalation.NONE: domain.office_code,
        ReviewEscalation.CITY: domain.city_code,
        ReviewEscalation.PROVINCE: domain.province_code,
    }[domain.unit.office.review_escalation]


def desks_of(session: Session, domains: Sequence[Domain]) -> dict[str, str]:
    """Code → name of the offices whose reviews the names wait for; their offices must be loaded."""
    return names_of(session, {desk_of(row) for row in domains if row.state in STAGE_OF})


def may_wait_at(code: str) -> ColumnElement[bool]:
    """Whether a name in 待审核 or 待复审 could wait for this office, by its state and place. A
    necessary condition of `desk_code() == code` that an index can serve.
    """
    if code == REGISTRY_CODE:
        return Domain.state == DomainState.OFFICE_APPROVED
    province = f"{code[:2]}0000"
    return (Domain.state == DomainState.SUBMITTED) & (Domain.province_code == province)


def desk_code() -> ColumnElement[str]:
    """`desk_of` in SQL: the office that a name in 待审核 or 待复审 waits for."""
    moved_up = (
        select(_OFFICE.c.review_escalation)
        .where(_OFFICE.c.code == Domain.office_code)
        .correlate(Domain)
        .scalar_subquery()
    )
    first = case(
        (moved_up == ReviewEscalation.CITY, Domain.city_code),
        (moved_up == ReviewEscalation.PROVINCE, Domain.province_code),
        else_=Domain.office_code,
    )
    return case((Domain.state == DomainState.OFFICE_APPROVED, REGISTRY_CODE), else_=first)


def review_fault(domain: Domain, reviewer: Reviewer) -> ReviewFault | None:
    """Why this reviewer may not decide on a name under review; None when they may."""
    if reviewer.office_code != desk_of(domain):
        return ReviewFault.OTHER_DESK
    if domain.submitted_by in {reviewer.key, reviewer.name}:
        return ReviewFault.OWN_SUBMISSION
    if domain.submitted_by in reviewer.tied:
        return ReviewFault.TIED_SUBMISSION
    return None


def words_fault(reasons: Sequence[ReviewReason], comment: str | None) -> ReviewFault | None:
    """Why these reasons and this comment are not enough to return or refuse a name; 其他 needs a
    comment.
    """
    if not reasons:
        return ReviewFault.REASON_NEEDED
    if ReviewReason.OTHER in reasons and not comment:
        return ReviewFault.COMMENT_NEEDED
    return None


def decide(
    session: Session,
    domains: Sequence[Domain],
    decision: ReviewDecision,
    reviewer: Reviewer,
    reasons: Sequence[ReviewReason],
    comment: str | None,
) -> None:
    """Record a negative decision on names under review, and advance their state."""
    session.add_all(review_of(domain, decision, reviewer, reasons, comment) for domain in domains)
    for domain in domains:
        DOMAIN_LIFECYCLE.advance(domain, _REFUSALS[decision])


_REFUSALS = {
    ReviewDecision.REJECT: DomainEvent.REJECT,
    ReviewDecision.RETURN: DomainEvent.RETURN_FOR_CHANGES,
}


def review_of(
    domain: Domain,
    decision: ReviewDecision,
    reviewer: Reviewer,
    reasons: Sequence[ReviewReason] = (),
    comment: str | None = None,
) -> Review:
    """The row of a decision; built before the state advances, since the state gives the stage.

    It also starts the next reviewer's clock; without a next reviewer the name stops waiting.
    """
    stage = STAGE_OF[domain.state]
    goes_on = decision is ReviewDecision.APPROVE and stage is ReviewStage.OFFICE
    domain.waits_since = reviewer.at if goes_on else None
    review = Review(
        domain_id=domain.id,
        unit_id=domain.unit_id,
        stage=stage,
        decision=decision,
        reasons=[reason.value for reason in reasons],
        comment=comment,
        reviewer=reviewer.name,
        at=reviewer.at,
    )
    review.belong_to(domain)
    return review
