"""Conditions of fields of one's own: what they may name, and which fields use which.

Expressions reach one step: a field whose own expressions use other fields is used by none, so
there is no circle, and no order in which to work them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select

from actions.core.context import Context
from actions.core.records.field_rules import FieldError, FieldRefusal
from actions.core.row_facts.definitions import spec_of_row
from models.definitions.expression import ExpressionError, ValueKind, checked
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import OwnField
from models.definitions.row_values import FIELD_KINDS, column_kinds, fields_by_key, linked

#: The expressions of a definition that are true or false.
CONDITIONS: Final = ("shown_when", "required_when")


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
    used: dict[str, FieldSpec] = {}
    for name in CONDITIONS:
        if (text := getattr(given, name)) is not None:
            used |= _used_by(text, name, spec, known, kinds)
    users = [] if is_new else users_of(spec, specs)
    if used and users:
        raise FieldError(FieldRefusal.EXPRESSION_IS_USED, CONDITIONS[0], **labels_of(users))


def _used_by(
    text: str,
    name: str,
    spec: FieldSpec,
    known: Mapping[str, FieldSpec],
    kinds: Mapping[str, ValueKind],
) -> dict[str, FieldSpec]:
    """The fields that one expression uses. Raises FieldError."""
    try:
        names = checked(text, kinds, ValueKind.YES_NO).names
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
