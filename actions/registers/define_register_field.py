"""新增台账字段: an office adds a field to the rows of a register of its own.

The same fields as those of built-in records: they are changed, retired and restored like those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import Action
from actions.core.context import Context
from actions.core.records.field_expressions import definitions_beside, work_out_rows
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
from actions.core.result import Result, RowResult
from actions.core.row_facts.registers import register_facts
from models.definitions.own_field import REGISTER_ROWS, OwnField
from models.registers.register import Register


@dataclass(frozen=True)
class DefineRegisterFieldInput(NewField):
    """The field."""


def survey(ctx: Context, rows: Sequence[Register], given: DefineRegisterFieldInput) -> Siblings:
    """The register's fields, retired ones included; the register itself is locked."""
    wanted = select(OwnField).where(OwnField.register_id.in_([row.id for row in rows]))
    spec = spec_of_new(given, REGISTER_ROWS, _owner(rows))
    beside = definitions_beside(ctx, None, rows[0].id) if rows else ()
    return siblings_of(ctx, given, ctx.session.scalars(wanted).all(), spec, beside)


def _owner(rows: Sequence[Register]) -> str:
    """The office of the register; none where it is out of scope."""
    return next((row.office_code for row in rows), "")


def check(row: Register, given: DefineRegisterFieldInput, siblings: Siblings) -> Refusal | None:
    return new_field_refusal(given, siblings) if row.is_active else Refusal(FieldRefusal.RETIRED)


def run(
    ctx: Context, rows: Sequence[Register], given: DefineRegisterFieldInput, siblings: Siblings
) -> Result:
    (register,) = rows
    field = new_field(given)
    field.register_id = register.id
    field.belong_to(register)
    ctx.session.add(field)
    ctx.session.flush()
    keep_words(ctx, field, given, siblings)
    work_out_rows(ctx, field)
    line = RowResult(register.id, register.name_zh, {"field_label": field.label})
    return Result(rows=[line], totals={"row_count": 1})


DEFINE_REGISTER_FIELD = Action(
    key="define_register_field",
    model=Register,
    input=DefineRegisterFieldInput,
    survey=survey,
    check=check,
    row_facts=register_facts,
    run=run,
    maximum_rows=1,
    refusals=FieldRefusal,
)
