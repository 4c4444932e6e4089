"""停用台账 (retire registers): rows stay and are read, and no others are entered."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.registers.definition_rules import RegisterRefusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.registers import register_facts
from models.registers.register import Register


def check(row: Register, given: Nothing, facts: None) -> Refusal | None:
    return None if row.is_active else Refusal(RegisterRefusal.RETIRED, {"name": row.name_zh})


def run(ctx: Context, rows: Sequence[Register], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = False
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RETIRE_REGISTER = Action(
    key="retire_register",
    model=Register,
    input=Nothing,
    check=check,
    row_facts=register_facts,
    run=run,
    refusals=RegisterRefusal,
)
