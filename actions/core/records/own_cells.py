"""Fields of one's own in sheets and batches: a value as the text of a cell, and back.

Words are codes by then, as those of built-in fields are; several words are joined by commas.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from actions.core.input_parsing import parse_input
from actions.core.records.own_input import (
    OwnFacts,
    form_value,
    own_input,
    own_refusal,
    own_value,
    stored_of,
)
from actions.core.refusal import Refusal, Refused
from models.core.base import Base
from models.core.own_values import OWN_VALUE, FieldValue, order_key
from models.core.scope import BY_HAND
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import FieldKind
from models.values.calendar import instant

#: Between several words of one cell.
BETWEEN: Final = ","
#: A whole number as lists and files write it.
_THOUSANDS: Final = re.compile(r"-?\d{1,3}(,\d{3})+")
#: Values of one statement: databases limit the number of its parameters.
_PART: Final = 300

#: (definition, indexed value) of a unique field → the row that has it.
Holders = Mapping[tuple[int, str], int]


def cell_text(spec: FieldSpec, value: FieldValue) -> str:
    """A value as a cell has it, after words were replaced by codes; empty for none."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple | list):
        return BETWEEN.join(cell_text(spec, each) for each in value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, dt.datetime):
        return instant(value)
    return str(form_value(value))


def typed(spec: FieldSpec, text: str) -> object:
    """The text of a cell as an input reads it."""
    if spec.kind is FieldKind.CHOICES:
        return [part for part in text.split(BETWEEN) if part.strip()]
    is_parted = spec.kind is FieldKind.WHOLE and _THOUSANDS.fullmatch(text)
    return text.replace(",", "") if is_parted else text


def kept_text(spec: FieldSpec, text: str) -> str:
    """The text as the row would store it, or as it was typed where it cannot be."""
    try:
        given = parse_input(own_input((spec,)), {spec.name: typed(spec, text)})
    except Refused:
        return text
    value = getattr(given, spec.name)
    return cell_text(spec, spec.value_of(stored_of(spec, value))) or (text if value else "")


def indexed(spec: FieldSpec, text: str) -> tuple[int, str] | None:
    """The line of the index that the text of a cell of a unique field would have."""
    if not spec.is_unique or not text:
        return None
    kept = kept_text(spec, text)
    try:
        return spec.id, order_key(stored_of(spec, spec.parse(kept)))
    except ValueError:
        # No value of the kind: the check of the row says so.
        return None


def holders_of(session: Session, wanted: Iterable[tuple[int, str]]) -> Holders:
    """Which rows have these values of unique fields, wherever they are, read in parts."""
    line, ordered = OWN_VALUE.c, sorted(set(wanted))
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(ordered), _PART):
        asked = tuple_(line.field_id, line.value).in_(ordered[start : start + _PART])
        rows = select(line.field_id, line.value, line.row_id).where(asked)
        for field_id, value, row_id in session.execute(rows, execution_options={BY_HAND: True}):
            found[field_id, value] = row_id
    return found


def rule_broken(
    specs: Sequence[FieldSpec],
    row: Base | None,
    given: object,
    today: dt.date,
    taken: Iterable[int] = (),
) -> Refusal | None:
    """The first rule that the fields of a row break once what is given is stored.

    Fields that are not given keep what the row has; `taken` are those whose new value another row
    has.
    """
    values = {
        spec.name: getattr(given, spec.name)
        if hasattr(given, spec.name)
        else form_value(own_value(row, spec) if row is not None else None)
        for spec in specs
    }
    whole: Any = SimpleNamespace(**{**_built_in(given), **values})
    return own_refusal(specs, row, whole, OwnFacts(today, frozenset(taken)))


def _built_in(given: object) -> dict[str, object]:
    """The fields of an input, by name."""
    return {f.name: getattr(given, f.name) for f in fields(given)} if is_dataclass(given) else {}
