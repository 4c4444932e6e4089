"""停用自定义字段: the field leaves lists, forms and files; its values stay.

They come back with the field when it is restored.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.records.field_expressions import definitions_beside, labels_of, users_of
from actions.core.records.field_rules import FieldRefusal, touched
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.definitions import field_facts, spec_of_row
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import forget_fields
from models.definitions.own_field import OwnField


def survey(ctx: Context, rows: Sequence[OwnField], given: Nothing) -> tuple[FieldSpec, ...]:
    """The fields whose expressions use the field."""
    return tuple(
        user
        for row in rows
        for user in users_of(spec_of_row(row), definitions_beside(ctx, row.entity, row.register_id))
    )


def check(row: OwnField, given: Nothing, users: Sequence[FieldSpec]) -> Refusal | None:
    if not row.is_active:
        return Refusal(FieldRefusal.RETIRED)
    return Refusal(FieldRefusal.USED_BY_OTHERS, {**labels_of(users)}) if users else None


def preview(
    ctx: Context, rows: Sequence[OwnField], given: Nothing, users: Sequence[FieldSpec]
) -> Preview:
    return touched(ctx.session, rows)


def run(
    ctx: Context, rows: Sequence[OwnField], given: Nothing, users: Sequence[FieldSpec]
) -> Result:
    (field,) = rows
    field.is_active = False
    forget_fields(ctx.session)
    return Result(rows=[RowResult(field.id, field.label)], totals={"row_count": 1})


RETIRE_FIELD = Action(
    key="retire_field",
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
