"""不予确认: refuse a unit that registered itself, with the reason.

It never was a unit, so its row and its user go and the credit code is free again, also for the
body whose code somebody else had used; the journal keeps what was said and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Result, RowResult
from models.units.unit import Unit, UnitState
from models.users.user import User


@dataclass(frozen=True, slots=True)
class RefuseUnitInput:
    """Why, for whoever asks at the office."""

    reason: str = param(maximum_length=200, multiline=True)


def run(ctx: Context, rows: Sequence[Unit], given: RefuseUnitInput, facts: None) -> Result:
    told = [RowResult(row.id, row.name, {"uscc": row.uscc, "reason": given.reason}) for row in rows]
    users = select(User).where(User.unit_id.in_([row.id for row in rows]))
    for user in ctx.session.scalars(users.order_by(User.id)):
        ctx.session.delete(user)
    ctx.session.flush()
    for row in rows:
        ctx.session.delete(row)
    return Result(rows=told, totals={"row_count": len(rows)})


REFUSE_UNIT = Action(
    key="refuse_unit",
    model=Unit,
    input=RefuseUnitInput,
    run=run,
    states=frozenset({UnitState.PENDING}),
    activity=ActivityKind.REVIEW,
)
