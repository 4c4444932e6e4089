"""审核 (review): the decisions of reviewers on names, append-only."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from models.core.base import Base, Json, UtcDateTime, pk, words
from models.core.scope import Scoped, ancestor_indexes
from models.domains.domain import Domain


class ReviewStage(StrEnum):
    """编办审核 first, then CONAC审核 (guide 新-004, 新-005)."""

    OFFICE = "office"
    REGISTRY = "registry"


class ReviewDecision(StrEnum):
    """What the reviewer decided."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


class ReviewReason(StrEnum):
    """Why a name is returned or refused; a decision may have several reasons."""

    NAME_NOT_OF_UNIT = "name_not_of_unit"
    NAME_RESERVED = "name_reserved"
    NAME_AMBIGUOUS = "name_ambiguous"
    NOT_ELIGIBLE = "not_eligible"
    PAPERS_MISSING = "papers_missing"
    UNIT_FACTS_WRONG = "unit_facts_wrong"
    OTHER = "other"


class Review(Scoped, Base):
    """One decision, append-only; the reviewer never submitted the name themselves (I-13)."""

    __tablename__ = "review"
    __table_args__ = (Index(None, "domain_id", "id"), *ancestor_indexes())

    id: Mapped[pk]
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    stage: Mapped[ReviewStage] = mapped_column(words(ReviewStage))
    decision: Mapped[ReviewDecision] = mapped_column(words(ReviewDecision))
    #: Values of `ReviewReason`.
    reasons: Mapped[list[Any]] = mapped_column(Json, default=list)
    comment: Mapped[str | None] = mapped_column(String(500))
    reviewer: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    registrant_id = synonym("unit_id")
    domain: Mapped[Domain] = relationship(lazy="raise_on_sql")
