"""Conditions and formulas of fields of one's own: what they may name, and which fields use which.

Expressions reach one step: a field whose own expressions use other fields is used by none, so
there is no circle, and no order in which to work them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select

from actions.core.context import Context
from actions.core.records.field_rules import FieldError, FieldNote, FieldRefusal
from actions.core.result import Note, Preview
from actions.core.row_facts.definitions import spec_of_row
from models.core.base import Base
from models.definitions.computed import COMPUTED, work_out
from models.definitions.expression import ExpressionError, ValueType, checked
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import REGISTER_ROWS, OwnField
from models.definitions.row_values import FIELD_KINDS, column_kinds, fields_by_key, linked
from models.offices.office import REGISTRY_CODE

#: How many rows one act works out.
ROWS_AT_ONCE: Final = 2_000
#: The expressions of a definition that are true or false.
CONDITIONS: Final = MappingProxyType(
    {"shown_when": ValueType.YES_NO, "required_when": ValueType.YES_NO}
)
FORMULA: Final = "formula"
#: What is said of a value that people fill in, and so of none that is worked out.
_OF_TYPED_VALUES: Final = (
    "required_from",
    "required_when",
    "default_value",
    "least",
    "most",
    "pattern",
    "choices",
)


def definitions_beside(
    ctx: Context, entity: str | None, register_id: int | None = None
) -> tuple[FieldSpec, ...]:
    """The definitions in use for an entity, or for a register, that the actor reads, linked: those
    that expressions may name, and for the registry those of every province, which may name its own.
    """
    wanted = select(OwnField).where(
        OwnField.entity.is_not_distinct_from(entity),
        OwnField.register_id.is_not_distinct_from(register_id),
        OwnField.is_active,
    )
    rows = ctx.session.scalars(wanted)
    return linked(tuple(map(spec_of_row, rows)))


def users_of(spec: FieldSpec, specs: Sequence[FieldSpec]) -> list[FieldSpec]:
    """The fields whose expressions use a field."""
    return [other for other in specs if spec.id in {used.id for _name, used in other.uses}]


def check_expressions(
    given: object, spec: FieldSpec, specs: Sequence[FieldSpec], *, is_new: bool
) -> None:
    """Check the expressions of a new or changed definition `spec`. Raises FieldError.

    `specs` are the definitions beside it.
    """
    beside = [other for other in specs if other.id != spec.id]
    known = fields_by_key(spec.entity, spec.office_code, beside)
    kinds = {key: FIELD_KINDS[field.kind] for key, field in known.items()}
    kinds |= column_kinds(spec.entity)
    _check_formula(given, spec)
    used: dict[str, FieldSpec] = {}
    for name, result in {**CONDITIONS, FORMULA: FIELD_KINDS[spec.kind]}.items():
        if (text := getattr(given, name)) is not None:
            used |= _used_by(text, name, known, kinds, result)
    users = [] if is_new else users_of(spec, specs)
    if used and users:
        raise FieldError(FieldRefusal.EXPRESSION_IS_USED, "shown_when", **labels_of(users))


def _check_formula(given: object, spec: FieldSpec) -> None:
    """Check what a computed field may be. Raises FieldError."""
    if getattr(given, FORMULA) is None:
        return
    if spec.kind not in COMPUTED:
        raise FieldError(FieldRefusal.FORMULA_KIND, FORMULA)
    if any(getattr(given, name) for name in _OF_TYPED_VALUES) or spec.is_unique:
        raise FieldError(FieldRefusal.FORMULA_ALONE, FORMULA)


def _used_by(
    text: str,
    name: str,
    known: Mapping[str, FieldSpec],
    kinds: Mapping[str, ValueType],
    result: ValueType,
) -> dict[str, FieldSpec]:
    """The fields that one expression uses. Raises FieldError."""
    try:
        names = checked(text, kinds, result).names
    except ExpressionError as error:
        raise FieldError(error.fault, name, **error.facts) from error  # type: ignore[arg-type]
    used = {key: known[key] for key in names & known.keys()}
    for field in used.values():
        if field.uses:
            raise FieldError(FieldRefusal.EXPRESSION_STEPS, name, **labels_of([field]))
    return used


def labels_of(specs: Sequence[FieldSpec]) -> dict[str, str]:
    """What sentences call some fields, in both languages."""
    return {
        "field": "、".join(spec.label for spec in specs),
        "field_en": ", ".join(spec.label_en for spec in specs),
    }


def work_out_rows(ctx: Context, field: OwnField) -> int:
    """Work out the next rows of a computed field, and remember how far; how many rows were read.

    Those that follow are worked out by `work_out_field`, or when they are changed.
    """
    if field.formula is None or field.worked_out_to is None:
        return 0
    model: Any = model_of(field.entity or REGISTER_ROWS)
    beside = definitions_beside(ctx, field.entity, field.register_id)
    specs = [spec for spec in beside if spec.id == field.id]
    wanted = select(model).where(model.id > field.worked_out_to).order_by(model.id)
    if field.register_id is not None:
        wanted = wanted.where(model.register_id == field.register_id)
    elif field.office_code != REGISTRY_CODE:
        wanted = wanted.where(model.province_code == field.office_code)
    # Not locked: definitions are locked by now, and rows come before them in the order of locks.
    # One that somebody else changes meanwhile makes this act start again, by its version.
    rows = list(ctx.session.scalars(wanted.limit(ROWS_AT_ONCE)))
    for row in rows:
        work_out(row, specs)
    field.worked_out_to = rows[-1].id if len(rows) == ROWS_AT_ONCE else None
    return len(rows)


def works_out(formula: str | None) -> Preview:
    """The note of a plan that a formula is worked out for records that exist."""
    if formula is None:
        return Preview()
    return Preview(side_effects=(Note(FieldNote.WORKS_OUT, {"maximum": ROWS_AT_ONCE}),))


def model_of(entity: str) -> type[Base]:
    """The class of the rows of a table."""
    return next(m.class_ for m in Base.registry.mappers if m.local_table.name == entity)  # type: ignore[attr-defined]
