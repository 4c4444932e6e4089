"""启用标签 (restore labels): retired labels may be put on records again."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.definitions import label_facts
from models.definitions.label import Label


class RestoreLabelRefusal(StrEnum):
    """Why a label is not restored."""

    IN_USE = "restore_label_in_use"


def check(row: Label, given: Nothing, facts: None) -> Refusal | None:
    return Refusal(RestoreLabelRefusal.IN_USE, {"name": row.name_zh}) if row.is_active else None


def run(ctx: Context, rows: Sequence[Label], given: Nothing, facts: None) -> Result:
    for row in rows:
        row.is_active = True
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


RESTORE_LABEL = Action(
    key="restore_label",
    model=Label,
    input=Nothing,
    check=check,
    row_facts=label_facts,
    run=run,
    refusals=RestoreLabelRefusal,
)
