"""确认单位: accept a unit that registered itself, after its papers were seen (guide 新-004)."""

from __future__ import annotations

from collections.abc import Sequence

from actions.contract import Action, Context, Nothing, Result, RowResult
from models.unit import UNIT_LIFECYCLE, Unit, UnitEvent, UnitState


def run(ctx: Context, rows: Sequence[Unit], given: Nothing, facts: None) -> Result:
    for row in rows:
        UNIT_LIFECYCLE.advance(row, UnitEvent.CONFIRM)
    return Result(
        rows=[RowResult(row.id, row.name, {"uscc": row.uscc}) for row in rows],
        totals={"row_count": len(rows)},
    )


CONFIRM_UNIT = Action(
    key="confirm_unit",
    model=Unit,
    input=Nothing,
    run=run,
    states=frozenset({UnitState.PENDING}),
    guide=("新-004",),
)
