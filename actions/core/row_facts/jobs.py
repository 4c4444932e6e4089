"""What a background run is to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from models.jobs.job_run import JobRun


def job_run_facts(ctx: Context, rows: Sequence[JobRun]) -> RowFacts:
    return {
        row.id: {
            "job": row.kind,
            "action": row.action,
            "by": row.by,
            "queued_at": row.queued_at,
            "done": row.done,
            "refused": row.refused,
        }
        for row in rows
    }
