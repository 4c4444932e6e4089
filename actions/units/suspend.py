"""停用单位 (suspend): a unit may not file, renew or pay; its names stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.core.text_type import TextType
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent


@dataclass(frozen=True, slots=True)
class SuspendUnitInput:
    """Why, and the number of the document that asks for it."""

    reason: str = param(maximum_length=120, suggestions=reasons(ReasonList.SUSPENDING))
    document_no: str | None = param(text=TextType.DOCUMENT_NO, default=None, maximum_length=60)


def run(ctx: Context, rows: Sequence[Unit], given: SuspendUnitInput, facts: None) -> Result:
    for row in rows:
        UNIT_LIFECYCLE.advance(row, UnitEvent.SUSPEND)
    return Result(
        rows=[RowResult(row.id, row.name, {"reason": given.reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


SUSPEND_UNIT = Action(
    key="suspend_unit",
    model=Unit,
    input=SuspendUnitInput,
    row_facts=unit_facts,
    run=run,
    states=UNIT_LIFECYCLE.sources(UnitEvent.SUSPEND),
)
