"""Conditions on fields of one's own: in SQL on their index, in Python on a past row."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, exists, or_, select

from admin_app.grid.filters.conditions import (
    Between,
    Condition,
    Contains,
    Either,
    IsFilled,
    IsShown,
    Not,
    OneOf,
)
from models.core.own_values import OWN_VALUE, FieldValue, diff_name, order_key
from models.definitions.field_spec import PREFIX, FieldSpec
from models.definitions.own_field import FieldKind
from models.reports.row_history import Values

_LINE = OWN_VALUE.c


def where_own(
    spec: FieldSpec, model: FieldValue, condition: Condition, *, is_tested: bool
) -> ColumnElement[bool]:
    """The rows that have a line of the index which meets the condition.

    Few are found from the index; of many, the rows are read in their order and each is tested.
    """
    if isinstance(condition, IsFilled):
        there = exists().where(_LINE.field_id == spec.id, _LINE.row_id == model.id)
        return there if condition.is_filled else ~there
    wanted = [_LINE.field_id == spec.id, _in_keys(spec, condition).where(lambda _name: _LINE.value)]
    if is_tested:
        return exists().where(_LINE.row_id == model.id, *wanted)
    found: ColumnElement[bool] = model.id.in_(select(_LINE.row_id).where(*wanted))
    return found


def met_own(spec: FieldSpec, model: FieldValue, condition: Condition) -> ColumnElement[bool]:
    """The rows that meet a condition of several parts, each found from the index."""
    if isinstance(condition, Not):
        return ~met_own(spec, model, condition.inner)
    if isinstance(condition, Either):
        return or_(*(met_own(spec, model, part) for part in condition.parts))
    if isinstance(condition, IsShown):
        condition = IsFilled(condition.attribute, is_filled=True)
    return where_own(spec, model, condition, is_tested=False)


def _in_keys(spec: FieldSpec, condition: Condition) -> Condition:
    """The condition on the texts of the index."""
    if isinstance(condition, OneOf):
        return replace(condition, values=[_key(spec, value) for value in condition.values])
    if isinstance(condition, Contains):
        return condition
    assert isinstance(condition, Between), "no filter of such a field asks anything else"
    ends = (None if e is None else _key(spec, e) for e in (condition.low, condition.high))
    return replace(condition, low=next(ends), high=next(ends))


def _key(spec: FieldSpec, value: FieldValue) -> str:
    stored = spec.stored((value,) if spec.kind is FieldKind.CHOICES else value)
    return order_key(stored[0] if isinstance(stored, list) else stored)


def is_amount(name: str) -> bool:
    """Whether a column is of amounts in 分, typed in yuan: no field of an office's own is."""
    return name.endswith("_fen") and not name.startswith(PREFIX)


def own_past(spec: FieldSpec, values: Values) -> FieldValue:
    """The value of a past row."""
    return spec.value_of(values[diff_name(spec.id)])
