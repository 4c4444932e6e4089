"""核对 and 后台办理 of a selection larger than one batch, in slices of at most 500 rows.

A request stores an action with its rows and its input; nothing is done yet. First the selection is
checked (核对): every slice is planned, and its verdicts, sums and notes are kept. Then it is
confirmed as it was shown: a run of the same rows, which names its check. Each slice runs later as
the same user, whose permission and scope are checked again each time, with its own idempotency key
and receipt.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

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
#: A selection of at most so many rows is checked while its user waits.
MAXIMUM_WAITED_ROWS = 2_000


class RequestRunRefusal(StrEnum):
    """Why a selection is not taken."""

    TOO_MANY = "request_run_too_many"
    OPEN_RUNS = "request_run_open_runs"
    NOT_CHECKED = "request_run_not_checked"
    NOTHING_PASSES = "request_run_nothing_passes"
    LEAVES_OUT = "request_run_leaves_out"


class SliceRefusal(StrEnum):
    """Why rows that were confirmed are not done when their turn comes."""

    NOT_SHOWN = "slice_not_shown"
    ROW_MOVED = "slice_row_moved"
    MOVED = "slice_moved"
    WITH_OTHERS = "slice_with_others"


@dataclass(frozen=True, slots=True)
class RequestCheckInput:
    """The action, its input as it was typed, and the rows as ranges of keys: '1-500,502'."""

    action: str = param(maximum_length=40)
    rows: str = param()
    given: Mapping[str, Any] = param(default_factory=dict)
    #: The check that this one repeats, since its rows have moved.
    check_id: int | None = param(default=None)


@dataclass(frozen=True, slots=True)
class RequestRunInput(RequestCheckInput):
    """As it was checked, and how it was confirmed."""

    #: Whether rows that are refused are left out; otherwise one refuses its whole slice.
    leaves_out: bool = param(default=False)
    #: The answer to the warnings that were shown: a reason, empty for a tick; None: no answer.
    reason: str | None = param(default=None, maximum_length=200)


Q = TypeVar("Q", bound=RequestCheckInput)


@dataclass(frozen=True, slots=True)
class Requested:
    """What the requests of a user look like before one more."""

    open_runs: int
    #: The check that is confirmed, if it is the user's own.
    check: JobRun | None = None


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


def survey(ctx: Context, rows: Sequence[JobRun], given: RequestCheckInput) -> Requested:
    opened = select(func.count(JobRun.id)).where(
        JobRun.user_id == ctx.actor.user_id,
        JobRun.state.in_((JobState.QUEUED, JobState.RUNNING)),
    )
    count = ctx.session.scalar(opened) or 0
    if given.check_id is None:
        return Requested(count)
    own = (JobRun.id == given.check_id) & (JobRun.user_id == ctx.actor.user_id)
    return Requested(count, ctx.session.scalar(select(JobRun).where(own)))


def check_size(
    rows: Sequence[JobRun], given: RequestCheckInput, found: Requested
) -> Refusal | None:
    """The refusal of too many rows, or of too many requests."""
    if found.open_runs >= MAXIMUM_OPEN_RUNS:
        facts = {"count": found.open_runs, "maximum": MAXIMUM_OPEN_RUNS}
        return Refusal(RequestRunRefusal.OPEN_RUNS, facts)
    if (count := len(keys_of(given.rows))) > MAXIMUM_RUN_ROWS:
        return Refusal(RequestRunRefusal.TOO_MANY, {"count": count, "maximum": MAXIMUM_RUN_ROWS})
    return None


def check_batch(rows: Sequence[JobRun], given: RequestRunInput, found: Requested) -> Refusal | None:
    check = found.check
    if (
        check is None
        or not check.is_check
        or check.state is not JobState.DONE
        or (check.action, dict(check.given or {})) != (given.action, dict(given.given))
    ):
        return Refusal(RequestRunRefusal.NOT_CHECKED)
    if check.done == 0:
        return Refusal(RequestRunRefusal.NOTHING_PASSES)
    if check.refused and not given.leaves_out:
        return Refusal(RequestRunRefusal.LEAVES_OUT, {"count": check.refused})
    return check_size(rows, given, found)


def run(ctx: Context, rows: Sequence[JobRun], given: RequestRunInput, found: Requested) -> Result:
    return _request(
        ctx, given, "batch", is_check=False, leaves_out=given.leaves_out, answer=given.reason
    )


def run_check(
    ctx: Context, rows: Sequence[JobRun], given: RequestCheckInput, found: Requested
) -> Result:
    """Queue a check."""
    return _request(ctx, given, "check", is_check=True)


def _request(ctx: Context, given: RequestCheckInput, kind: str, **confirmed: object) -> Result:
    assert ctx.entry is not None
    keys = keys_of(given.rows)
    asked = JobRun(
        kind=JobKind.BATCH,
        key=f"{kind}:{ctx.entry.id}",
        day=ctx.today,
        total=len(keys),
        queued_at=ctx.at,
        action=given.action,
        given=dict(given.given),
        check_id=given.check_id,
        user_id=ctx.actor.user_id,
        by=ctx.actor.name,
        unit_id=ctx.actor.unit_id,
        **confirmed,
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


def check_key(table: str) -> str:
    """The key of the action that has rows of a table checked."""
    return f"check_{table}"


def request_run_action(
    table: str, grants: Mapping[Role, Reach]
) -> Action[JobRun, RequestRunInput, Requested]:
    """The action that queues checked rows of a table, for roles with an action on them."""
    return _action(run_key(table), RequestRunInput, check_batch, run, grants)


def request_check_action(
    table: str, grants: Mapping[Role, Reach]
) -> Action[JobRun, RequestCheckInput, Requested]:
    """The action that has rows of a table checked, for roles with an action on them."""
    return _action(check_key(table), RequestCheckInput, check_size, run_check, grants)


def _action(
    key: str,
    kind: type[Q],
    check: Callable[[Sequence[JobRun], Q, Requested], Refusal | None],
    run: Callable[[Context, Sequence[JobRun], Q, Requested], Result],
    grants: Mapping[Role, Reach],
) -> Action[JobRun, Q, Requested]:
    return Action(
        key=key,
        model=JobRun,
        input=kind,
        survey=survey,
        check_batch=check,
        row_facts=TICKS_NO_ROWS,
        run=run,
        minimum_rows=0,
        maximum_rows=0,
        refusals=RequestRunRefusal,
        grants=grants,
        is_record=True,
    )
