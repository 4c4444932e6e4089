"""继续计算: the next records of a computed field whose formula is new.

Defining and changing a field works out the first 2,000 records, each repetition of this as many
again. A record that is changed meanwhile is worked out then.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.records.field_expressions import work_out_rows
from actions.core.records.field_rules import FieldRefusal
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.definitions import field_facts
from models.definitions.own_field import OwnField


def check(row: OwnField, given: Nothing, facts: None) -> Refusal | None:
    if not row.is_active:
        return Refusal(FieldRefusal.RETIRED)
    return Refusal(FieldRefusal.ALL_WORKED_OUT) if row.worked_out_to is None else None


def run(ctx: Context, rows: Sequence[OwnField], given: Nothing, facts: None) -> Result:
    (field,) = rows
    count = work_out_rows(ctx, field)
    return Result(rows=[RowResult(field.id, field.label)], totals={"worked_out_count": count})


WORK_OUT_FIELD = Action(
    key="work_out_field",
    model=OwnField,
    input=Nothing,
    check=check,
    row_facts=field_facts,
    run=run,
    maximum_rows=1,
    refusals=FieldRefusal,
)
