"""后台任务 (background runs): scheduled jobs, and large selections queued by clerks.

A run changes data through actions with its own idempotency keys, so it may be killed at any point
and resumed. A row here is only its progress.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, synonym

from models.core.base import Base, Json, UtcDateTime, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.values.tone import Tone


class JobKind(StrEnum):
    """What a run is for."""

    SETTLE = "settle"
    LAPSE = "lapse"
    REMIND = "remind"
    DRAFT_REMITTANCE = "draft_remittance"
    ACCRUE_AWARD = "accrue_award"
    RETAIN = "retain"
    #: A selection too large for one batch, queued by a clerk.
    BATCH = "batch"


#: Days for which a check that was not confirmed is kept; its lines are large.
CHECK_KEPT_DAYS = 2


class JobState(StrEnum):
    """The state of a run."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


#: How the keys of runs begin that work a report out: `report:<report>:<entry>`. Their slices hold
#: figures for the one who asked, not rows.
REPORT_RUN = "report:"
#: States of unfinished runs.
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
        # A run of a dead worker is claimed again while its state is still RUNNING.
        JobEvent.CLAIM: from_states(JobState.QUEUED, JobState.RUNNING, to=JobState.RUNNING),
        JobEvent.PUT_BACK: from_states(JobState.RUNNING, to=JobState.QUEUED),
        JobEvent.FINISH: from_states(JobState.RUNNING, to=JobState.DONE),
        JobEvent.FAIL: from_states(JobState.RUNNING, to=JobState.FAILED),
        JobEvent.RETRY: from_states(JobState.FAILED, to=JobState.QUEUED),
    },
    tones={
        JobState.QUEUED: Tone.WARNING,
        JobState.RUNNING: Tone.INFO,
        JobState.DONE: Tone.SUCCESS,
        JobState.FAILED: Tone.DANGER,
    },
)


class JobReason(StrEnum):
    """Why a run ended early."""

    #: An unexpected error; the log has it under the incident number.
    ERROR = "error"
    #: Its worker died too often.
    WORKER_LOST = "worker_lost"
    #: The database stayed busy.
    BUSY = "busy"
    #: The user who queued it has been disabled.
    USER_DISABLED = "user_disabled"
    #: The user who queued it has lost the permission.
    RIGHT_LOST = "right_lost"


class JobRun(Scoped, Base):
    """One run: of a scheduled job, or of a selection that a user queued."""

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
    #: None until counted.
    total: Mapped[int | None]
    #: Attempts; a run that kills its worker must not be retried forever.
    tries: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(80))
    queued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: The last heartbeat.
    beat_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[JobReason | None] = mapped_column(words(JobReason))
    #: The incident number of an error in the log.
    incident: Mapped[str | None] = mapped_column(String(16))
    #: Of a queued selection: the action, its input and the user.
    action: Mapped[str | None] = mapped_column(String(40))
    given: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: Whether refused rows are skipped; otherwise one refused row refuses its batch.
    leaves_out: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    by: Mapped[str] = mapped_column(String(60))
    #: Of a queued selection: whether it is only planned, to be confirmed later; a check changes
    #: nothing but its own slices.
    is_check: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The check a run was confirmed from; of a check, the one that it repeats. No foreign key,
    #: since checks are pruned earlier than runs.
    check_id: Mapped[int | None]
    #: The reason given for the warnings that were shown.
    answer: Mapped[str | None] = mapped_column(String(200))
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")

    @property
    def is_of_report(self) -> bool:
        """Whether it works a report out."""
        return self.key.startswith(REPORT_RUN)

    def __str__(self) -> str:
        """Its day and number, since a run has no name."""
        return f"{self.day}-{self.id}"


JOB_LIFECYCLE.guard(JobRun.state)


class SliceState(StrEnum):
    """The state of a batch of a selection."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class SliceEvent(StrEnum):
    """What happens to a batch."""

    CARRY_OUT = "carry_out"
    REFUSE = "refuse"


SLICE_LIFECYCLE = Lifecycle[SliceState, SliceEvent](
    SliceState.WAITING,
    {
        SliceEvent.CARRY_OUT: from_states(SliceState.WAITING, to=SliceState.DONE),
        SliceEvent.REFUSE: from_states(SliceState.WAITING, to=SliceState.REFUSED),
    },
    tones={
        SliceState.DONE: Tone.SUCCESS,
        SliceState.REFUSED: Tone.DANGER,
    },
)


class JobSlice(Scoped, Base):
    """One batch of a selection: atomic, with its own idempotency key and receipt."""

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
    #: Counts, reasons, sums and notes (`SliceSummary`): of a check, as planned; else as done.
    summary: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: Of a check, each row's verdict and facts (`CheckedLine`); large, so loaded only when asked.
    lines: Mapped[list[Any] | None] = mapped_column(Json, deferred=True)
    #: The journal entry of the action, whose receipt lists the rows.
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("journal_entry.id", ondelete="RESTRICT")
    )
    unit_id: Mapped[int | None]
    #: When a worker started it; after that it cannot be cancelled.
    begun_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    registrant_id = synonym("unit_id")


SLICE_LIFECYCLE.guard(JobSlice.state)
