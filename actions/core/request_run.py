"""后台办理: queue a selection larger than one batch, to be run in batches of at most 500.

The request stores an action with its rows and its input; nothing is run yet. Each batch runs later
as the same user, whose permission and scope are checked again each time, with its own idempotency
key and receipt.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from actions.core.action import TICKS_NO_ROWS, Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.jobs.job_run import JobKind, JobRun, JobSlice, JobState
from models.users.user import Role
from models.values.limits import MAXIMUM_BATCH_ROWS

#: Rows of one request; a bigger selection is narrowed by filters.
MAXIMUM_RUN_ROWS = 20_000
#: Requests of one user that are not finished yet.
MAXIMUM_OPEN_RUNS = 5


class RequestRunRefusal(StrEnum):
    """Why a selection is not taken."""

    TOO_MANY = "request_run_too_many"
    OPEN_RUNS = "request_run_open_runs"


@dataclass(frozen=True, slots=True)
class RequestRunInput:
    """The action, its input as it was typed, and the rows as ranges of keys: '1-500,502'."""

    action: str = param(maximum_length=40)
    rows: str = param()
    given: Mapping[str, Any] = param(default_factory=dict)
    #: Whether rows that are refused are left out; otherwise one refuses its whole batch.
    leaves_out: bool = param(default=False)


def ranges_of(keys: Iterable[int]) -> str:
    """Distinct keys as ranges, such as '1-500,502', which is how the journal stores a large
    selection.
    """
    parts = []
    for _gap, run in itertools.groupby(
        enumerate(sorted(set(keys))), lambda pair: pair[1] - pair[0]
    ):
        found = [key for _, key in run]
        parts.append(str(found[0]) if len(found) == 1 else f"{found[0]}-{found[-1]}")
    return ",".join(parts)


def keys_of(ranges: str) -> list[int]:
    """The keys that `ranges_of` wrote."""
    ends = (part.partition("-") for part in ranges.split(",") if part)
    return [key for low, _, high in ends for key in range(int(low), int(high or low) + 1)]


def survey(ctx: Context, rows: Sequence[JobRun], given: RequestRunInput) -> int:
    """How many requests of the user are not finished yet."""
    opened = select(func.count(JobRun.id)).where(
        JobRun.user_id == ctx.actor.user_id,
        JobRun.state.in_((JobState.QUEUED, JobState.RUNNING)),
    )
    return ctx.session.scalar(opened) or 0


def check_batch(rows: Sequence[JobRun], given: RequestRunInput, open_runs: int) -> Refusal | None:
    if open_runs >= MAXIMUM_OPEN_RUNS:
        facts = {"count": open_runs, "maximum": MAXIMUM_OPEN_RUNS}
        return Refusal(RequestRunRefusal.OPEN_RUNS, facts)
    if (count := len(keys_of(given.rows))) > MAXIMUM_RUN_ROWS:
        return Refusal(RequestRunRefusal.TOO_MANY, {"count": count, "maximum": MAXIMUM_RUN_ROWS})
    return None


def run(ctx: Context, rows: Sequence[JobRun], given: RequestRunInput, open_runs: int) -> Result:
    assert ctx.entry is not None
    keys = keys_of(given.rows)
    asked = JobRun(
        kind=JobKind.BATCH,
        key=f"batch:{ctx.entry.id}",
        day=ctx.today,
        total=len(keys),
        queued_at=ctx.at,
        action=given.action,
        given=dict(given.given),
        leaves_out=given.leaves_out,
        user_id=ctx.actor.user_id,
        by=ctx.actor.name,
        unit_id=ctx.actor.unit_id,
    )
    asked.belong_to(ctx.actor)
    ctx.session.add(asked)
    ctx.session.flush()
    ctx.session.add_all(_slices(asked, keys))
    return Result(
        rows=[RowResult(asked.id, asked.key)],
        totals={"row_count": len(keys), "run_id": asked.id},
    )


def _slices(asked: JobRun, keys: Sequence[int]) -> list[JobSlice]:
    cut = (keys[i : i + MAXIMUM_BATCH_ROWS] for i in range(0, len(keys), MAXIMUM_BATCH_ROWS))
    slices = [
        JobSlice(run_id=asked.id, seq=number, keys=list(part), unit_id=asked.unit_id)
        for number, part in enumerate(cut, start=1)
    ]
    for each in slices:
        each.belong_to(asked)
    return slices


def run_key(table: str) -> str:
    """The key of the action that hands rows of a table over."""
    return f"queue_{table}"


def request_run_action(
    table: str, grants: Mapping[Role, Reach]
) -> Action[JobRun, RequestRunInput, int]:
    """The action that queues rows of a table, for roles with an action on them."""
    return Action(
        key=run_key(table),
        model=JobRun,
        input=RequestRunInput,
        survey=survey,
        check_batch=check_batch,
        row_facts=TICKS_NO_ROWS,
        run=run,
        minimum_rows=0,
        maximum_rows=0,
        refusals=RequestRunRefusal,
        grants=grants,
        is_record=True,
    )
