"""Computed fields of one's own: worked out when their row is flushed, and stored like any value.

So lists filter, sort and sum by them, histories and past days have them, and nobody types them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from sqlalchemy import event, select
from sqlalchemy.orm import Session, UOWTransaction

from models.core.own_values import FieldValue, HasOwnValues
from models.core.scope import BY_HAND, ScopeError, scope_of
from models.core.setting import YesNo
from models.definitions.expression import ExpressionError, ExpressionFault, parsed
from models.definitions.field_spec import READ, FieldSpec, decimal_of, spec_from
from models.definitions.known_fields import FORMULAS_ELSEWHERE, fields_of_register, known_formulas
from models.definitions.own_field import LONGEST_TEXT, REGISTER_ROWS, FieldKind, OwnField
from models.definitions.row_values import linked, values_for
from models.offices.office import REGISTRY_CODE
from models.values.calendar import business_day
from models.values.limits import LARGEST_BIGINT

#: Kinds that a formula can have: those with one value of a type of its own.
COMPUTED: Final = frozenset(
    {
        FieldKind.TEXT,
        FieldKind.WHOLE,
        FieldKind.DECIMAL,
        FieldKind.DATE,
        FieldKind.DATE_TIME,
        FieldKind.YES_NO,
    }
)


def worked_out(spec: FieldSpec, row: FieldValue) -> FieldValue:
    """What is stored of a computed field for a row.

    Raises ExpressionError where the row has no answer: an empty value, a division by zero.
    """
    assert spec.formula is not None, "only computed fields are worked out"
    formula = parsed(spec.formula)
    found = formula.value(values_for(formula, spec, row))
    if found is None:
        raise ExpressionError(ExpressionFault.EMPTY_VALUE, spec.formula)
    try:
        return spec.stored(_of_kind(spec.kind, found))
    except (ValueError, ArithmeticError):
        raise ExpressionError(ExpressionFault.TOO_LARGE, spec.formula) from None
    except (TypeError, AttributeError):
        raise ExpressionError(ExpressionFault.WRONG_KIND, spec.formula) from None


def _of_kind(kind: FieldKind, found: FieldValue) -> FieldValue:
    """The value of a formula as one of the field. Raises ValueError, TypeError."""
    if kind is FieldKind.TEXT:
        return _text(found)
    if kind is FieldKind.YES_NO:
        return YesNo(str(found).lower())
    if kind is FieldKind.DECIMAL:
        return decimal_of(f"{round(Decimal(found), 4):f}")
    if kind is FieldKind.DATE:
        at = found.astimezone(dt.UTC)
        # A day is midnight UTC to an expression; any other instant falls on a day in Shanghai.
        return at.date() if at.time() == dt.time.min else business_day(at)
    if kind is FieldKind.WHOLE and abs(found) > LARGEST_BIGINT // 10:
        raise ValueError(found)
    return found


def _text(found: FieldValue) -> str:
    if not isinstance(found, str):
        raise TypeError(found)
    if len(found) > LONGEST_TEXT or "\0" in found:
        raise ValueError(found)
    return found


def work_out(row: FieldValue, specs: Iterable[FieldSpec]) -> bool:
    """Store what computed fields are for a row; whether one changed."""
    held = row.own_values or {}
    found = {spec.stored_key: _or_none(spec, row) for spec in specs}
    if all(held.get(key) == value for key, value in found.items()):
        return False
    row.own_values = {k: v for k, v in {**held, **found}.items() if v is not None}
    return True


def _or_none(spec: FieldSpec, row: FieldValue) -> FieldValue:
    try:
        return worked_out(spec, row)
    except ExpressionError:
        return None


@event.listens_for(Session, "before_flush")
def _work_out(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Work out the computed fields of the rows that are about to be written."""
    for row in (*session.new, *session.dirty):
        is_written = isinstance(row, HasOwnValues) and session.is_modified(row)
        if is_written and (specs := formulas_of(session, row)):
            work_out(row, specs)


def formulas_of(session: Session, row: FieldValue) -> tuple[FieldSpec, ...]:
    """The computed fields of a row: those of the registry and of the row's province.

    Of a row of a register, those of the register.
    """
    table, province = row.__tablename__, row.province_code
    elsewhere = session.info.setdefault(FORMULAS_ELSEWHERE, {})
    if table == REGISTER_ROWS:
        register = row.register_id
        if register not in elsewhere:
            fields = fields_of_register(session, register)
            elsewhere[register] = tuple(spec for spec in fields if spec.formula is not None)
        found: tuple[FieldSpec, ...] = elsewhere[register]
        return found
    try:
        chain = scope_of(session).chain
    except ScopeError:
        chain = ()
    if province is None or province in chain:
        found = known_formulas(session)
    else:
        if province not in elsewhere:
            elsewhere[province] = _formulas_in(session, province)
        found = elsewhere[province]
    return tuple(spec for spec in found if spec.entity == table)


def _formulas_in(session: Session, province: str) -> tuple[FieldSpec, ...]:
    """The computed fields of the registry and of a province, for a writer from above it."""
    # No formula gives a chosen word, and to one that it uses its code is enough.
    columns = [OwnField.__table__.c[name] for name in READ if name != "choices"]
    table = OwnField.__table__.c
    owners = table.office_code.in_((REGISTRY_CODE, province)) & table.register_id.is_(None)
    wanted = select(*columns).where(table.is_active, owners)
    rows = session.execute(wanted, execution_options={BY_HAND: True}).mappings()
    specs = tuple(spec_from({**row, "choices": []}) for row in rows)
    return tuple(spec for spec in linked(specs) if spec.formula is not None)
