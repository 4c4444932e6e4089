"""不予确认: refuse a self-registered unit, with a reason.

Its row and its user are deleted, so the credit code is free again, for example for the true owner
of the code; the journal keeps the data and the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.units.unit import Unit, UnitState
from models.users.user import User


@dataclass(frozen=True, slots=True)
class RefuseUnitInput:
    """The reason, for inquiries."""

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
    row_facts=unit_facts,
    run=run,
    states=frozenset({UnitState.PENDING}),
    activity=ActivityKind.REVIEW,
)
