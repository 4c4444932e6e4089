"""清理后台任务: delete runs that ended long ago, and checks sooner, with their slices.

The system runs it every night. Their changes are in the journal and in receipts.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from actions.core.pruning import deletion_of_old
from models.jobs.job_run import CHECK_KEPT_DAYS, JobRun


class PruneRunsRefusal(StrEnum):
    """Why a run stays."""

    TOO_YOUNG = "prune_runs_too_young"


PRUNE_RUNS = deletion_of_old(
    "prune_runs",
    JobRun,
    PruneRunsRefusal,
    lambda ctx: (
        ctx.at - dt.timedelta(days=ctx.settings.run_kept_days),
        ctx.at - dt.timedelta(days=CHECK_KEPT_DAYS),
    ),
    lambda row, before: row.ended_at is not None and row.ended_at < before[row.is_check],
)
