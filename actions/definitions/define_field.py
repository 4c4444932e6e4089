"""新增自定义字段: the registry, or a province for itself and below, adds a field to an entity.

The kind, the key and whether values are unique are settled for good: rows are stored and found by
them. A field never feeds money, stock, states or scope.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.records.field_expressions import definitions_beside, work_out_rows, works_out
from actions.core.records.field_rules import FieldRefusal
from actions.core.records.new_field import (
    NewField,
    Siblings,
    keep_words,
    new_field,
    new_field_refusal,
    siblings_of,
    spec_of_new,
)
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from models.definitions.known_fields import forget_fields
from models.definitions.own_field import FieldEntity, OwnField


@dataclass(frozen=True)
class OfEntity:
    """The rows that a field is for."""

    entity: FieldEntity = param()


@dataclass(frozen=True)
class DefineFieldInput(NewField, OfEntity):
    """The rows, and the field."""


def survey(ctx: Context, rows: Sequence[OwnField], given: DefineFieldInput) -> Siblings:
    """The office's fields of the entity, retired ones included."""
    wanted = select(OwnField).where(
        OwnField.entity == given.entity, OwnField.office_code == ctx.actor.office_code
    )
    spec = spec_of_new(given, given.entity, ctx.actor.office_code)
    beside = definitions_beside(ctx, given.entity)
    return siblings_of(ctx, given, ctx.session.scalars(ctx.locked(wanted)).all(), spec, beside)


def check_batch(
    rows: Sequence[OwnField], given: DefineFieldInput, siblings: Siblings
) -> Refusal | None:
    return new_field_refusal(given, siblings)


def preview(
    ctx: Context, rows: Sequence[OwnField], given: DefineFieldInput, siblings: Siblings
) -> Preview:
    return works_out(given.formula)


def run(
    ctx: Context, rows: Sequence[OwnField], given: DefineFieldInput, siblings: Siblings
) -> Result:
    field = new_field(given)
    field.entity = given.entity
    field.belong_to(ctx.actor)
    ctx.session.add(field)
    ctx.session.flush()
    keep_words(ctx, field, given, siblings)
    forget_fields(ctx.session)
    work_out_rows(ctx, field)
    return Result(rows=[RowResult(field.id, field.label)], totals={"row_count": 1})


DEFINE_FIELD = Action(
    key="define_field",
    model=OwnField,
    input=DefineFieldInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=FieldRefusal,
)
