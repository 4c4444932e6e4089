"""恢复单位 (resume): a suspended unit may file, renew and pay again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent


@dataclass(frozen=True, slots=True)
class ResumeUnitInput:
    """Why."""

    reason: str = param(maximum_length=120, suggestions=reasons(ReasonList.SUSPENDING))


def run(ctx: Context, rows: Sequence[Unit], given: ResumeUnitInput, facts: None) -> Result:
    for row in rows:
        UNIT_LIFECYCLE.advance(row, UnitEvent.RESUME)
    return Result(
        rows=[RowResult(row.id, row.name, {"reason": given.reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


RESUME_UNIT = Action(
    key="resume_unit",
    model=Unit,
    input=ResumeUnitInput,
    row_facts=unit_facts,
    run=run,
    states=UNIT_LIFECYCLE.sources(UnitEvent.RESUME),
)
