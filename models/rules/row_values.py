"""The named values of a row that a rule's condition may use: what its owner reads, no secrets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum as PythonEnum
from typing import Final

from sqlalchemy import Boolean, Column, Date, Integer, String, select
from sqlalchemy.orm import Session

from models.core.base import Base, UtcDateTime
from models.core.change_listener import BOOKKEEPING, SECRETS
from models.core.own_values import FieldValue, HasOwnValues
from models.core.scope import Scope, ScopeLevel
from models.core.setting import YesNo
from models.definitions.expression import ValueType
from models.definitions.field_spec import READ, FieldSpec, spec_from
from models.definitions.own_field import FieldKind, OwnField
from models.offices.office import REGISTRY_CODE
from models.users.user import Role

#: The day on which the condition is judged.
TODAY: Final = "today"
#: Of logins: what would tell how near one is to being locked.
_CLOSED: Final = frozenset({"failed_logins", "locked_until", "search_text", "tour_step"})
_CLOSED_ENDINGS: Final = ("_hash", "_secret", "_key")
#: The first that fits; enums and links are texts to SQL.
_KINDS: Final = (
    (Boolean, ValueType.YES_NO),
    (Integer, ValueType.WHOLE),
    (Date, ValueType.DATE),
    (UtcDateTime, ValueType.MOMENT),
    (String, ValueType.TEXT),
)
_KINDS_OF_FIELDS: Final[Mapping[FieldKind, ValueType]] = {
    FieldKind.WHOLE: ValueType.WHOLE,
    FieldKind.DECIMAL: ValueType.DECIMAL,
    FieldKind.DATE: ValueType.DATE,
    FieldKind.DATE_TIME: ValueType.MOMENT,
    FieldKind.YES_NO: ValueType.YES_NO,
    FieldKind.CHOICES: ValueType.TEXTS,
}


def owner_role(office_code: str) -> Role:
    """The role that defines an office's rules, and so what they may read."""
    return Role.REGISTRY_ADMIN if office_code == REGISTRY_CODE else Role.PROVINCE_ADMIN


def fields_for(session: Session, table: str, office_code: str) -> tuple[FieldSpec, ...]:
    """The fields of a table that hold for an office, whose values those who define its rules see.

    Read under the session's scope, so that the system finds those of any office.
    """
    chain = Scope(ScopeLevel.OFFICE, office_code).chain
    wanted = select(*(getattr(OwnField, name) for name in READ)).where(
        OwnField.is_active, OwnField.entity == table, OwnField.office_code.in_(chain)
    )
    found = session.execute(wanted.order_by(OwnField.id)).mappings()
    specs = [spec_from(dict(row)) for row in found]
    role = owner_role(office_code)
    return tuple(spec for spec in specs if _is_whole_for(spec, role))


def _is_whole_for(spec: FieldSpec, role: Role) -> bool:
    shown = spec.shown_to(role)
    return shown is not None and not shown.is_masked


def value_kinds(model: type[Base], specs: Sequence[FieldSpec]) -> dict[str, ValueType]:
    """What each name stands for."""
    return {
        **_columns(model),
        **{spec.name: _KINDS_OF_FIELDS.get(spec.kind, ValueType.TEXT) for spec in specs},
        TODAY: ValueType.DATE,
    }


def values_of(row: Base, specs: Sequence[FieldSpec], today: dt.date) -> dict[str, object]:
    """The values of one row by name."""
    found: dict[str, object] = {name: _plain(getattr(row, name)) for name in _columns(type(row))}
    if isinstance(row, HasOwnValues):
        stored = row.own_values
        found |= {spec.name: _plain(spec.value_of(stored.get(spec.stored_key))) for spec in specs}
    return {**found, TODAY: today}


def _columns(model: type[Base]) -> dict[str, ValueType]:
    kinds = {column.name: _kind_of(column) for column in model.__table__.columns}
    return {name: kind for name, kind in kinds.items() if kind is not None}


def _kind_of(column: Column[FieldValue]) -> ValueType | None:
    name = column.name
    if name in SECRETS | BOOKKEEPING | _CLOSED or name.endswith(_CLOSED_ENDINGS):
        return None
    return next((kind for sql, kind in _KINDS if isinstance(column.type, sql)), None)


def _plain(value: object) -> object:
    """A value as an expression takes it."""
    if isinstance(value, YesNo):
        return value is YesNo.YES
    if isinstance(value, PythonEnum):
        return value.value
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
