"""What a background run and a letter are to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from models.jobs.job_run import JobRun
from models.jobs.outbox import Mail


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


def mail_facts(_ctx: Context, rows: Sequence[Mail]) -> RowFacts:
    """To whom a letter is, under which address, and how often it was tried."""
    return {
        row.id: {"reader": row.facts["to"], "recipient": row.recipient, "tries": row.tries}
        for row in rows
    }
