"""岗位交接 (a desk handed over): what was on it, from whom to whom, and the answer of the taker."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Json, UtcDateTime, Versioned, pk, unique_where, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.values.tone import Tone


class HandoverState(StrEnum):
    """Whether the taker has agreed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class HandoverEvent(StrEnum):
    """What happens to a handover."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


HANDOVER_LIFECYCLE = Lifecycle[HandoverState, HandoverEvent](
    HandoverState.PROPOSED,
    {
        HandoverEvent.CONFIRM: from_states(HandoverState.PROPOSED, to=HandoverState.CONFIRMED),
        HandoverEvent.REFUSE: from_states(HandoverState.PROPOSED, to=HandoverState.REFUSED),
        HandoverEvent.WITHDRAW: from_states(HandoverState.PROPOSED, to=HandoverState.WITHDRAWN),
    },
    tones={
        HandoverState.PROPOSED: Tone.WARNING,
        HandoverState.CONFIRMED: Tone.SUCCESS,
        HandoverState.REFUSED: Tone.DANGER,
    },
    ended=frozenset({HandoverState.REFUSED, HandoverState.WITHDRAWN}),
)


class HandoverRecord(Scoped, Versioned, Base):
    """One handover between two people of an office; names are as they were on the day."""

    __tablename__ = "handover_record"
    __table_args__ = (
        CheckConstraint("giver_id <> taker_id", name="two_people"),
        CheckConstraint("(state = 'proposed') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_by"),
        CheckConstraint("state <> 'refused' OR answer IS NOT NULL", name="refused_with_reason"),
        # A desk is offered to one person at a time.
        unique_where("uq_handover_record_open", "giver_id", where="state = 'proposed'"),
        Index(None, "taker_id", "state"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    giver_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    taker_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    giver: Mapped[str] = mapped_column(String(60))
    taker: Mapped[str] = mapped_column(String(60))
    #: The figures and lines of the day (`Handover.as_json` in models/reports/handover.py).
    sheet: Mapped[dict[str, Any]] = mapped_column(Json)
    comment: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[HandoverState] = mapped_column(
        words(HandoverState), default=HANDOVER_LIFECYCLE.initial
    )
    recorded_by: Mapped[str] = mapped_column(String(60))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    #: Who confirmed, refused or withdrew it.
    answered_by: Mapped[str | None] = mapped_column(String(60))
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: The taker's comment, or why it was refused or withdrawn.
    answer: Mapped[str | None] = mapped_column(String(200))

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    def close(self, event: HandoverEvent, by: str, at: dt.datetime, answer: str | None) -> None:
        """Note who answered, when and what; raises IllegalTransitionError if that was done."""
        HANDOVER_LIFECYCLE.advance(self, event)
        self.answered_by, self.answered_at, self.answer = by, at, answer


HANDOVER_LIFECYCLE.guard(HandoverRecord.state)
