"""停用自定义字段: the field leaves lists, forms and files; its values stay.

They come back with the field when it is restored.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.records.field_rules import FieldRefusal, touched
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.definitions import field_facts
from models.definitions.known_fields import forget_fields
from models.definitions.own_field import OwnField


def check(row: OwnField, given: Nothing, facts: None) -> Refusal | None:
    return None if row.is_active else Refusal(FieldRefusal.RETIRED)


def preview(ctx: Context, rows: Sequence[OwnField], given: Nothing, facts: None) -> Preview:
    return touched(ctx.session, rows)


def run(ctx: Context, rows: Sequence[OwnField], given: Nothing, facts: None) -> Result:
    (field,) = rows
    field.is_active = False
    forget_fields(ctx.session)
    return Result(rows=[RowResult(field.id, field.label)], totals={"row_count": 1})


RETIRE_FIELD = Action(
    key="retire_field",
    model=OwnField,
    input=Nothing,
    check=check,
    preview=preview,
    row_facts=field_facts,
    run=run,
    maximum_rows=1,
    refusals=FieldRefusal,
)
