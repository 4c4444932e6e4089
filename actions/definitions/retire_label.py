"""停用标签 (retire labels): they stay on their records and are put on no others."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.definitions import label_facts
from models.definitions.label import Label


class RetireLabelRefusal(StrEnum):
    """Why a label is not retired."""

    ALREADY = "retire_label_already"


def check(row: Label, given: Nothing, facts: None) -> Refusal | None:
    return None if row.is_active else Refusal(RetireLabelRefusal.ALREADY, {"name": row.name_zh})


def run(ctx: Context, rows: Sequence[Label], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = False
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RETIRE_LABEL = Action(
    key="retire_label",
    model=Label,
    input=Nothing,
    check=check,
    row_facts=label_facts,
    run=run,
    refusals=RetireLabelRefusal,
)
