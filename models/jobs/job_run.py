"""后台任务: runs of jobs, the nightly ones and big selections that clerks hand over.

What a run changes it changes through actions under keys of its own, so it may be killed anywhere
and taken up again. A row here says how far it has come and nothing else; nobody's record depends
on it.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from models.core.base import Base, Json, UtcDateTime, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes


class JobKind(StrEnum):
    """What a run is for."""

    SETTLE = "settle"
    LAPSE = "lapse"
    REMIND = "remind"
    DRAFT_REMITTANCE = "draft_remittance"
    ACCRUE_AWARD = "accrue_award"
    RETAIN = "retain"
    #: A selection too big for one batch, handed over by a clerk.
    BATCH = "batch"


class JobState(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


#: States of runs that are not at their end.
OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobEvent(StrEnum):
    """What happens to a run."""

    CLAIM = "claim"
    PUT_BACK = "put_back"
    FINISH = "finish"
    FAIL = "fail"
    RETRY = "retry"


JOB_LIFECYCLE = Lifecycle[JobState, JobEvent](
    JobState.QUEUED,
    {
        # A run whose worker was killed is claimed anew while it still says that it runs.
        JobEvent.CLAIM: from_states(JobState.QUEUED, JobState.RUNNING, to=JobState.RUNNING),
        JobEvent.PUT_BACK: from_states(JobState.RUNNING, to=JobState.QUEUED),
        JobEvent.FINISH: from_states(JobState.RUNNING, to=JobState.DONE),
        JobEvent.FAIL: from_states(JobState.RUNNING, to=JobState.FAILED),
        JobEvent.RETRY: from_states(JobState.FAILED, to=JobState.QUEUED),
    },
)


class JobReason(StrEnum):
    """Why a run ended before its end."""

    #: Our bug; the log has it under the incident's number.
    ERROR = "error"
    #: Its worker was killed again and again.
    WORKER_LOST = "worker_lost"
    #: The database stayed busy.
    BUSY = "busy"
    #: Whoever handed it over is disabled by now.
    USER_DISABLED = "user_disabled"
    #: Whoever handed it over has the right no more.
    RIGHT_LOST = "right_lost"


class JobRun(Scoped, Base):
    """One run: of a job on a day, or of a selection somebody handed over."""

    __tablename__ = "job_run"
    __table_args__ = (
        CheckConstraint("(kind = 'batch') = (user_id IS NOT NULL)", name="batch_has_user"),
        CheckConstraint("(kind = 'batch') = (action IS NOT NULL)", name="batch_has_action"),
        Index(None, "state", "beat_at"),
        *ancestor_indexes(registrant=True),
    )

    id: Mapped[pk]
    kind: Mapped[JobKind] = mapped_column(words(JobKind))
    #: One run a period: 'settle:2026-06-10', 'draft_remittance:2026-W24', 'batch:<entry>'.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    day: Mapped[dt.date]
    state: Mapped[JobState] = mapped_column(words(JobState), default=JobState.QUEUED)
    done: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    #: None until it is counted.
    total: Mapped[int | None]
    #: How often it was begun; a run that kills its worker must not do so forever.
    tries: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(80))
    queued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: The last sign of life.
    beat_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[JobReason | None] = mapped_column(words(JobReason))
    #: The number under which the log tells of an error.
    incident: Mapped[str | None] = mapped_column(String(16))
    #: Of a selection handed over: what to do with its rows, who said so.
    action: Mapped[str | None] = mapped_column(String(40))
    given: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: Whether rows that are refused are left out; otherwise one refuses its whole batch.
    leaves_out: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    by: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")

    def __str__(self) -> str:
        """The day it is of and its number: a run has no name."""
        return f"{self.day}-{self.id}"


JOB_LIFECYCLE.guard(JobRun.state)


class SliceState(StrEnum):
    """Where a batch of a selection stands."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class SliceEvent(StrEnum):
    """What becomes of a batch."""

    CARRY_OUT = "carry_out"
    REFUSE = "refuse"


SLICE_LIFECYCLE = Lifecycle[SliceState, SliceEvent](
    SliceState.WAITING,
    {
        SliceEvent.CARRY_OUT: from_states(SliceState.WAITING, to=SliceState.DONE),
        SliceEvent.REFUSE: from_states(SliceState.WAITING, to=SliceState.REFUSED),
    },
)


class JobSlice(Scoped, Base):
    """One batch of a selection: atomic, with a key and a receipt of its own."""

    __tablename__ = "job_slice"
    __table_args__ = (UniqueConstraint("run_id", "seq"), *ancestor_indexes())

    id: Mapped[pk]
    run_id: Mapped[int] = mapped_column(ForeignKey("job_run.id", ondelete="CASCADE"))
    seq: Mapped[int]
    #: The rows' keys, as they were selected.
    keys: Mapped[list[Any]] = mapped_column(Json)
    state: Mapped[SliceState] = mapped_column(words(SliceState), default=SliceState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    #: Rows that were not done: [[name, code, {facts}], …].
    refusals: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: The run of the action, whose receipt lists the rows.
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("journal_entry.id", ondelete="RESTRICT")
    )
    unit_id: Mapped[int | None]
    #: When a worker took it in hand; from then on it is not stopped any more.
    begun_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    registrant_id = synonym("unit_id")


SLICE_LIFECYCLE.guard(JobSlice.state)
