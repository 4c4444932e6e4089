"""The values of a field that is to have another kind: which of them convert, and which do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.base import Base
from models.core.own_values import OWN_VALUE, FieldValue
from models.definitions.conversion import converted
from models.definitions.field_spec import FieldSpec

#: Most records whose values are converted at once, and those without a value that are named.
MAXIMUM_CONVERTED: Final = 2_000
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Conversion:
    """The values by row."""

    values: Mapping[int, FieldValue] = field(default_factory=dict)
    #: Rows whose value the new kind has none for, and what the first of them are called.
    left: tuple[int, ...] = ()
    left_names: tuple[str, ...] = ()
    is_too_long: bool = False


def model_of(entity: str) -> FieldValue:
    """The mapped class of the rows that have such fields."""
    return next(m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == entity)


def conversion_of(session: Session, before: FieldSpec, after: FieldSpec) -> Conversion:
    """Convert the value of every row of the scope; of a unique field each value once."""
    model = model_of(before.entity)
    having = select(OWN_VALUE.c.row_id).where(OWN_VALUE.c.field_id == before.id)
    stored = model.own_values
    wanted = select(model.id, stored).where(model.id.in_(having)).order_by(model.id)
    rows = session.execute(wanted.limit(MAXIMUM_CONVERTED + 1)).all()
    if len(rows) > MAXIMUM_CONVERTED:
        return Conversion(is_too_long=True)
    values: dict[int, FieldValue] = {}
    left: list[int] = []
    taken: set[FieldValue] = set()
    for row_id, every in rows:
        try:
            value = converted(before, after, every[before.stored_key])
        except ValueError:
            left.append(row_id)
            continue
        if after.is_unique and value in taken:
            left.append(row_id)
            continue
        if after.is_unique:
            taken.add(value)
        values[row_id] = value
    named = select(model).where(model.id.in_(left[:_NAMED])).order_by(model.id)
    names = tuple(str(row) for row in session.scalars(named)) if left else ()
    return Conversion(values, tuple(left), names)


def write_converted(session: Session, after: FieldSpec, conversion: Conversion) -> None:
    """Store the converted values under the key of the new definition."""
    model = model_of(after.entity)
    rows = session.scalars(select(model).where(model.id.in_(conversion.values)))
    for row in rows:
        row.own_values = {**row.own_values, after.stored_key: conversion.values[row.id]}
    session.flush()
