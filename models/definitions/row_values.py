"""What an expression of a field of one's own may name of a row, and what it is there.

By their names: the columns of the row's table, without keys of other rows and secrets, and by their
keys the fields of the same owner, and of the registry. A column stands before a field of its name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Final

from sqlalchemy import Boolean, Date, Integer, String
from sqlalchemy import Enum as EnumType

from models.core.base import Base, UtcDateTime
from models.core.change_listener import SECRETS
from models.core.own_values import FieldValue
from models.core.setting import YesNo
from models.definitions.expression import Expression, ValueType, parsed
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import FieldKind
from models.offices.office import REGISTRY_CODE

#: Columns that no expression reads, by name or suffix.
_HIDDEN: Final = frozenset({"id", "row_version", "search_text"})
_HIDDEN_ENDINGS: Final = ("_hash", "_secret", "_key", "_id")
#: Types of columns, the narrower ones first.
_COLUMN_KINDS: Final = (
    (EnumType, ValueType.TEXT),
    (UtcDateTime, ValueType.MOMENT),
    (Boolean, ValueType.YES_NO),
    (Integer, ValueType.WHOLE),
    (Date, ValueType.DATE),
    (String, ValueType.TEXT),
)
#: What the value of a field is to an expression; a chosen word is its code.
FIELD_KINDS: Final[Mapping[FieldKind, ValueType]] = MappingProxyType(
    {
        FieldKind.TEXT: ValueType.TEXT,
        FieldKind.LONG_TEXT: ValueType.TEXT,
        FieldKind.WHOLE: ValueType.WHOLE,
        FieldKind.DECIMAL: ValueType.DECIMAL,
        FieldKind.DATE: ValueType.DATE,
        FieldKind.DATE_TIME: ValueType.MOMENT,
        FieldKind.YES_NO: ValueType.YES_NO,
        FieldKind.CHOICE: ValueType.TEXT,
        FieldKind.CHOICES: ValueType.TEXTS,
        FieldKind.LINK: ValueType.TEXT,
    }
)


@cache
def column_kinds(table: str) -> Mapping[str, ValueType]:
    """The columns of a table that expressions may name."""
    found: dict[str, ValueType] = {}
    for column in Base.metadata.tables[table].columns:
        is_hidden = column.name in _HIDDEN | SECRETS or column.name.endswith(_HIDDEN_ENDINGS)
        kinds = [kind for type_, kind in _COLUMN_KINDS if isinstance(column.type, type_)]
        if kinds and not is_hidden and not column.foreign_keys:
            found[column.name] = kinds[0]
    return MappingProxyType(found)


def fields_by_key(
    entity: str, office_code: str, specs: Iterable[FieldSpec]
) -> dict[str, FieldSpec]:
    """The fields that an office's expressions on an entity may name; its own before others'."""
    owners = (REGISTRY_CODE, office_code)
    usable = [spec for spec in specs if spec.entity == entity and spec.office_code in owners]
    usable.sort(key=lambda spec: spec.office_code == office_code)
    columns = column_kinds(entity)
    return {spec.key: spec for spec in usable if spec.key not in columns}


def linked(specs: tuple[FieldSpec, ...]) -> tuple[FieldSpec, ...]:
    """The definitions, each with the fields that its expressions use."""
    return tuple(replace(s, uses=_uses(s, specs)) if s.expressions else s for s in specs)


def _uses(spec: FieldSpec, specs: Iterable[FieldSpec]) -> tuple[tuple[str, FieldSpec], ...]:
    named = {name for text in spec.expressions for name in parsed(text).names}
    known = fields_by_key(spec.entity, spec.office_code, specs)
    return tuple((name, known[name]) for name in sorted(named & known.keys()))


def values_for(
    expression: Expression, spec: FieldSpec, row: FieldValue, given: object = None
) -> dict[str, object]:
    """What the names of one of a field's expressions are in a row, once what is given is stored."""
    used = dict(spec.uses)
    return {name: _value(name, used.get(name), row, given) for name in expression.names}


def _value(name: str, field: FieldSpec | None, row: FieldValue, given: object) -> object:
    if field is None:
        return _plain(getattr(given, name, None) if hasattr(given, name) else _held(row, name))
    if not hasattr(given, field.name):
        values = getattr(row, "own_values", None) or {}
        return _plain(field.value_of(values.get(field.stored_key)))
    try:
        return _plain(field.value_of(field.stored(getattr(given, field.name))))
    except ValueError:
        # No value of its kind: its own rule says so.
        return None


def _held(row: FieldValue, name: str) -> object:
    """A column of a row; of a new one what the flush will store."""
    value = getattr(row, name, None)
    if value is None and row is not None:
        default = type(row).__table__.c[name].default
        value = default.arg if default is not None and default.is_scalar else None
    return value


def _plain(value: object) -> object:
    """A value as expressions know it."""
    if isinstance(value, YesNo):
        return value is YesNo.YES
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def is_shown(spec: FieldSpec, row: FieldValue, given: object = None) -> bool:
    """Whether the field is shown for a row, once what is given is stored."""
    return spec.shown_when is None or _holds(spec.shown_when, spec, row, given)


def is_required(spec: FieldSpec, row: FieldValue, given: object, day: dt.date) -> bool:
    """Whether an edit of the row on a day must leave a value."""
    if spec.is_required_on(day):
        return True
    return spec.required_when is not None and _holds(spec.required_when, spec, row, given)


def _holds(text: str, spec: FieldSpec, row: FieldValue, given: object) -> bool:
    condition = parsed(text)
    return condition.holds(values_for(condition, spec, row, given))
