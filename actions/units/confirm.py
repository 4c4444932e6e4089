"""确认单位: confirm a self-registered unit after checking its documents (guide 新-004).

From then on its user can sign in.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent, UnitState
from models.users.user import User


def run(ctx: Context, rows: Sequence[Unit], given: Nothing, facts: None) -> Result:
    for row in rows:
        UNIT_LIFECYCLE.advance(row, UnitEvent.CONFIRM)
    users = select(User).where(User.unit_id.in_([row.id for row in rows]))
    for user in ctx.session.scalars(users.order_by(User.id)):
        user.is_active = True
    return Result(
        rows=[RowResult(row.id, row.name, {"uscc": row.uscc}) for row in rows],
        totals={"row_count": len(rows)},
    )


CONFIRM_UNIT = Action(
    key="confirm_unit",
    model=Unit,
    input=Nothing,
    row_facts=unit_facts,
    run=run,
    states=frozenset({UnitState.PENDING}),
    activity=ActivityKind.REVIEW,
    guide=("新-004",),
    splits=True,
)
