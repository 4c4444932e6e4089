"""恢复自定义字段: a retired field comes back with its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.records.field_expressions import check_expressions, definitions_beside
from actions.core.records.field_rules import FieldError, FieldRefusal, touched
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.definitions import field_facts, spec_of_row
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import forget_fields
from models.definitions.own_field import OwnField


def survey(ctx: Context, rows: Sequence[OwnField], given: Nothing) -> tuple[FieldSpec, ...]:
    """What the expressions of the field may name by now."""
    return tuple(
        spec for row in rows for spec in definitions_beside(ctx, row.entity, row.register_id)
    )


def check(row: OwnField, given: Nothing, beside: Sequence[FieldSpec]) -> Refusal | None:
    if row.is_active:
        return Refusal(FieldRefusal.IN_USE)
    try:
        check_expressions(row, spec_of_row(row), beside, is_new=False)
    except FieldError as error:
        return replace(error.refusal, at=None)
    return None


def preview(
    ctx: Context, rows: Sequence[OwnField], given: Nothing, beside: Sequence[FieldSpec]
) -> Preview:
    return touched(ctx.session, rows)


def run(
    ctx: Context, rows: Sequence[OwnField], given: Nothing, beside: Sequence[FieldSpec]
) -> Result:
    (field,) = rows
    field.is_active = True
    field.purge_asked_by_key = field.purge_asked_at = None
    forget_fields(ctx.session)
    return Result(rows=[RowResult(field.id, field.label)], totals={"row_count": 1})


RESTORE_FIELD = Action(
    key="restore_field",
    model=OwnField,
    input=Nothing,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=field_facts,
    run=run,
    maximum_rows=1,
    refusals=FieldRefusal,
)
