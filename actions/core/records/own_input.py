"""Fields of one's own in the forms that edit a record: their types, their rules, what they store.

The rules are the definition's, and hold on every door: required, least and most, pattern, unique.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from actions.core.action import Reach, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from models.core.base import Base
from models.core.own_values import OWN_VALUE, FieldValue, order_key
from models.core.scope import BY_HAND
from models.core.text_type import TextType
from models.definitions.chosen_words import ended_word
from models.definitions.field_spec import FieldSpec, decimal_of
from models.definitions.known_fields import known_fields
from models.definitions.own_field import LONGEST_LONG_TEXT, LONGEST_TEXT, FieldKind
from models.definitions.row_values import is_required, is_shown
from models.definitions.safe_pattern import matches
from models.definitions.web_address import is_web_address
from models.users.user import Role
from models.values.calendar import parse_instant

#: Digits, sign, point and places of the longest decimal.
_LONGEST_DECIMAL: Final = 24


class OwnValueRefusal(StrEnum):
    """Why a value of a field of one's own is not stored."""

    REQUIRED = "own_value_required"
    BELOW = "own_value_below"
    ABOVE = "own_value_above"
    TOO_SHORT = "own_value_too_short"
    PATTERN = "own_value_pattern"
    NOT_A_DECIMAL = "own_value_not_a_decimal"
    NOT_A_LINK = "own_value_not_a_link"
    TAKEN = "own_value_taken"
    NOT_SHOWN = "own_value_not_shown"
    ENDED = "own_value_ended"


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """The day, and the unique fields whose value another row has."""

    today: dt.date
    taken: frozenset[int]


#: Of an edit of built-in fields alone.
NO_OWN_VALUES: Final = OwnFacts(dt.date.min, frozenset())


#: Who fills in such fields where an entity has no form of its own; a definition may name fewer.
OWN_GRANTS: Final[Mapping[Role, Reach]] = MappingProxyType(
    {
        Role.REGISTRY_ADMIN: Reach.SCOPE,
        Role.PROVINCE_ADMIN: Reach.SCOPE,
        Role.CITY_ADMIN: Reach.SCOPE,
        Role.COUNTY_ADMIN: Reach.SCOPE,
        Role.CASHIER: Reach.OWN,
    }
)


def edited_fields(session: Session, table: str, role: Role) -> tuple[FieldSpec, ...]:
    """The fields of a table that hold for the session's reader, of those that the role fills in.

    Whether the role may change the row at all is asked elsewhere.
    """
    return tuple(spec for spec in known_fields(session, table) if spec.is_edited_by(role))


@lru_cache(maxsize=1024)
def own_input(specs: tuple[FieldSpec, ...], *, is_new: bool = False) -> type[Any]:
    """An input of these fields alone; of a new row each begins with its default."""
    return dataclasses.make_dataclass("OwnInput", params_of(specs, is_new=is_new), frozen=True)


def params_of(
    specs: Iterable[FieldSpec], *, is_new: bool = False
) -> list[tuple[str, object, dataclasses.Field[object]]]:
    """(name, annotation, field) of each, for an input dataclass; all may be empty."""
    return [_param(spec, is_new=is_new) for spec in specs]


def _param(spec: FieldSpec, *, is_new: bool) -> tuple[str, object, dataclasses.Field[object]]:
    annotation, options = _PARAMS[spec.kind](spec)
    default = () if spec.kind is FieldKind.CHOICES else None
    if is_new and spec.default_value is not None:
        default = form_value(spec.parse(spec.default_value))
    made = param(default=default, **options)
    # The definition labels the field and explains it.
    told: Any = dataclasses.field(default=default, metadata={**made.metadata, "own": spec})
    return spec.name, annotation, told


def _whole(spec: FieldSpec) -> tuple[object, dict[str, FieldValue]]:
    ends = {"minimum": spec.least, "maximum": spec.most}
    return int | None, {name: int(end) for name, end in ends.items() if end is not None}


def _text(longest: int, *, multiline: bool = False) -> Callable[[FieldSpec], FieldValue]:
    def _of(spec: FieldSpec) -> tuple[object, dict[str, FieldValue]]:
        most = min(longest, int(spec.most or longest))
        text = TextType.LINES if multiline else TextType.WORDS
        return str | None, {"maximum_length": most, "multiline": multiline, "text": text}

    return _of


_PARAMS: Final[Mapping[FieldKind, Callable[[FieldSpec], tuple[object, dict[str, Any]]]]] = {
    FieldKind.TEXT: _text(LONGEST_TEXT),
    FieldKind.LONG_TEXT: _text(LONGEST_LONG_TEXT, multiline=True),
    FieldKind.LINK: _text(LONGEST_TEXT),
    FieldKind.WHOLE: _whole,
    FieldKind.DECIMAL: lambda _spec: (str | None, {"maximum_length": _LONGEST_DECIMAL}),
    FieldKind.DATE: lambda _spec: (dt.date | None, {}),
    FieldKind.DATE_TIME: lambda _spec: (dt.datetime | None, {}),
    FieldKind.YES_NO: lambda spec: (spec.words | None, {}),
    FieldKind.CHOICE: lambda spec: (spec.words | None, {}),
    FieldKind.CHOICES: lambda spec: (tuple[spec.words, ...], {}),  # type: ignore[name-defined]
}


def form_value(value: FieldValue) -> FieldValue:
    """A value as the input has it: decimals are typed."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def own_value(row: Base, spec: FieldSpec) -> FieldValue:
    """The value of a row in memory."""
    return spec.value_of(row.own_values.get(spec.stored_key))  # type: ignore[attr-defined]


def survey_own(specs: Sequence[FieldSpec]) -> Callable[..., OwnFacts]:
    """The survey of an edit: one statement, and none where no field is unique."""

    def survey(ctx: Context, rows: Sequence[Base], given: object) -> OwnFacts:
        asked = {
            spec.id: order_key(stored)
            for spec in specs
            if spec.is_unique and (stored := stored_of(spec, getattr(given, spec.name))) is not None
        }
        if not asked:
            return OwnFacts(ctx.today, frozenset())
        # The owner's rows, wherever they are: the refusal says no more than that there is one.
        line, ids = OWN_VALUE.c, [row.id for row in rows]
        same = (and_value(line, key, value) for key, value in asked.items())
        wanted = select(line.field_id).where(or_(*same), line.row_id.not_in(ids))
        found = ctx.session.execute(wanted, execution_options={BY_HAND: True}).scalars()
        return OwnFacts(ctx.today, frozenset(found))

    return survey


def and_value(line: FieldValue, field_id: int, value: str) -> FieldValue:
    """The line of the index with this value."""
    return (line.field_id == field_id) & (line.value == value)


def own_refusal(
    specs: Iterable[FieldSpec], row: Base | None, given: object, facts: OwnFacts
) -> Refusal | None:
    """The first field whose rules what is given for a row, or a new one, breaks."""
    found = (_refusal_of(spec, row, given, facts) for spec in specs)
    return next((refusal for refusal in found if refusal is not None), None)


def _refusal_of(
    spec: FieldSpec, row: Base | None, given: object, facts: OwnFacts
) -> Refusal | None:
    value = getattr(given, spec.name)
    if not is_shown(spec, row, given):
        return _refused(spec, OwnValueRefusal.NOT_SHOWN) if _is_new(spec, row, value) else None
    if value is None or value == ():
        is_due = is_required(spec, row, given, facts.today)
        return _refused(spec, OwnValueRefusal.REQUIRED) if is_due else None
    held = None if row is None else own_value(row, spec)
    if (ended := ended_word(value, held, facts.today)) is not None:
        return _refused(spec, OwnValueRefusal.ENDED, word=ended)
    code = _RULES.get(spec.kind, _nothing)(spec, value)
    if code is None and spec.id in facts.taken:
        code = OwnValueRefusal.TAKEN
    return None if code is None else _refused(spec, code)


def _is_new(spec: FieldSpec, row: Base | None, value: FieldValue) -> bool:
    """Whether something else is given than what the row has."""
    held = None if row is None else row.own_values.get(spec.stored_key)  # type: ignore[attr-defined]
    return value not in (None, ()) and stored_of(spec, value) != held


def _refused(spec: FieldSpec, code: OwnValueRefusal, **more: Fact) -> Refusal:
    facts = {
        "field": spec.labels[0],
        "field_en": spec.labels[1],
        "least": spec.least,
        "most": spec.most,
        "pattern": spec.pattern,
        **more,
    }
    return Refusal(code, facts, at=spec.name)


def _nothing(_spec: FieldSpec, _value: object) -> None:
    return None


def _text_rule(spec: FieldSpec, value: str) -> OwnValueRefusal | None:
    if spec.least is not None and len(value) < int(spec.least):
        return OwnValueRefusal.TOO_SHORT
    if spec.pattern is not None and not matches(spec.pattern, value):
        return OwnValueRefusal.PATTERN
    return None


def _ends(
    spec: FieldSpec, value: FieldValue, read: Callable[[str], FieldValue]
) -> OwnValueRefusal | None:
    if spec.least is not None and value < read(spec.least):
        return OwnValueRefusal.BELOW
    if spec.most is not None and value > read(spec.most):
        return OwnValueRefusal.ABOVE
    return None


def _decimal_rule(spec: FieldSpec, typed: str) -> OwnValueRefusal | None:
    try:
        value = decimal_of(typed)
    except ValueError:
        return OwnValueRefusal.NOT_A_DECIMAL
    return _ends(spec, value, decimal_of)


def _link_rule(spec: FieldSpec, typed: str) -> OwnValueRefusal | None:
    if not is_web_address(typed):
        return OwnValueRefusal.NOT_A_LINK
    return _text_rule(spec, typed)


_RULES: Final[Mapping[FieldKind, Callable[[FieldSpec, Any], OwnValueRefusal | None]]] = {
    FieldKind.TEXT: _text_rule,
    FieldKind.LONG_TEXT: _text_rule,
    FieldKind.LINK: _link_rule,
    FieldKind.DECIMAL: _decimal_rule,
    FieldKind.DATE: lambda spec, value: _ends(spec, value, dt.date.fromisoformat),
    FieldKind.DATE_TIME: lambda spec, value: _ends(spec, value, parse_instant),
}


def stored_of(spec: FieldSpec, value: object) -> FieldValue:
    """What is stored of a value of the form."""
    try:
        return spec.stored(value)
    except ValueError:
        # No decimal: the check says so.
        return None


def set_own_values(specs: Sequence[FieldSpec], row: Base, given: object) -> int:
    """Store what is given; the number of values that changed.

    A field that is not shown for the row keeps what it has, to be shown again.
    """
    if not specs:
        return 0
    # A new row has none before it is stored.
    held: dict[str, Any] = row.own_values or {}  # type: ignore[attr-defined]
    stored = {
        s.stored_key: stored_of(s, getattr(given, s.name)) for s in specs if is_shown(s, row, given)
    }
    changed = {key: value for key, value in stored.items() if held.get(key) != value}
    if changed:
        every = {**held, **changed}
        row.own_values = {key: value for key, value in every.items() if value is not None}  # type: ignore[attr-defined]
    return len(changed)
