"""启用台账 (restore registers): rows can be entered, edited and moved again."""

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
    return None if not row.is_active else Refusal(RegisterRefusal.IN_USE, {"name": row.name_zh})


def run(ctx: Context, rows: Sequence[Register], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = True
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RESTORE_REGISTER = Action(
    key="restore_register",
    model=Register,
    input=Nothing,
    check=check,
    row_facts=register_facts,
    run=run,
    refusals=RegisterRefusal,
)
