"""批量修改: one value for one field of many records, by the rules of the ordinary edit.

Each entity of `editable.py` has one such action, made from its table: the same fields, the same
roles and reach, the same validation. Every row gets a version and a line of history of its own.
Money, stock, states and scope are never among the fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Boolean

from actions.core.action import Action, AnyAction, RowFacts, param
from actions.core.context import Context
from actions.core.input_fields import field_types
from actions.core.input_parsing import parse_input
from actions.core.records.comparison import stored_text
from actions.core.records.editable import (
    DOMAIN,
    MAILING_ADDRESS,
    OFFICE,
    PAYMENT_MODE,
    UNIT,
    USER,
    Editable,
)
from actions.core.records.own_cells import cell_text, typed
from actions.core.records.own_input import (
    NO_OWN_VALUES,
    OwnFacts,
    own_input,
    own_refusal,
    own_value,
    set_own_values,
    stored_of,
    survey_own,
)
from actions.core.records.record_rules import check_record
from actions.core.refusal import Fact, Refusal, Refused
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from actions.core.row_facts.offices import office_facts
from actions.core.row_facts.records import record_facts
from actions.core.row_facts.units import unit_facts
from actions.core.row_facts.users import user_facts
from models.core.base import Base
from models.core.own_values import FieldValue
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import LONGEST_LONG_TEXT, FieldKind
from models.values.answer_kind import AnswerKind

#: The longest text that any field may have.
_LONGEST_VALUE = LONGEST_LONG_TEXT


class ChangeManyRefusal(StrEnum):
    """Why a record is not changed."""

    UNCHANGED = "change_many_unchanged"


class ChangeManyNote(StrEnum):
    """What the plan asks to be checked."""

    OVERWRITES = "change_many_overwrites"
    CLEARS = "change_many_clears"


class FieldName(StrEnum):
    """Base of the enums of the fields that one entity offers."""


#: Such an enum → the fields of the offices' own among its members, by their names.
OWN_OF: dict[type[FieldName], Mapping[str, FieldSpec]] = {}
#: Such an enum → the one of the same entity without them.
BUILT_IN_OF: dict[type[FieldName], type[FieldName]] = {}


@dataclass(frozen=True, slots=True)
class NewValue:
    """The value as the record would store it, or why it cannot."""

    value: Any
    fault: Refusal | None = None
    #: The definition, where the field is an office's own, and the input that has its value.
    spec: FieldSpec | None = None
    given: Any = None
    #: What its rules need besides the row.
    own: OwnFacts = NO_OWN_VALUES

    def refusal(self, row: Base) -> Refusal | None:
        """The rule of the definition that a record with the value would break."""
        assert self.spec is not None, "built-in fields have the rules of the record"
        broken = own_refusal((self.spec,), row, self.given, self.own)
        return None if broken is None else dataclasses.replace(broken, at="value")

    def held_by(self, row: FieldValue, name: str) -> FieldValue:
        """What a record has now."""
        return getattr(row, name) if self.spec is None else own_value(row, self.spec)

    def store(self, row: FieldValue, name: str) -> None:
        """Write the value into a record."""
        if self.spec is None:
            setattr(row, name, self.value)
        else:
            set_own_values((self.spec,), row, self.given)

    def shown(self, value: FieldValue) -> str:
        """A value of the field as plans and receipts have it."""
        text = stored_text(value) if self.spec is None else cell_text(self.spec, value)
        return text or "—"

    def said(self, field: StrEnum) -> dict[str, Fact]:
        """The field inside a sentence."""
        if self.spec is None:
            return {"field": field}
        chinese, english = self.spec.labels
        return {"field": chinese, "field_en": english}


def fields_of(editable: Editable) -> tuple[str, ...]:
    """The fields to choose from: of several rows one alone may be the default, so no yes or no."""
    columns: Any = editable.model.__table__.c
    offered = (name for name in editable.fields if name not in editable.one_at_a_time)
    return tuple(name for name in offered if not isinstance(columns[name].type, Boolean))


def _change_many(editable: Editable, row_facts: Callable[..., RowFacts]) -> AnyAction:
    """The action of an entity."""
    name, own = editable.model.__name__, {spec.name: spec for spec in editable.own}
    # The members are the columns, so that a new one is offered at once.
    make: Any = FieldName
    field = make(f"{name}Field", {n.upper(): n for n in (*fields_of(editable), *own)})
    OWN_OF[field] = own
    members = ("field", _words_of(editable, own))
    value = param(default=None, maximum_length=_LONGEST_VALUE, members=members)
    specs: list[Any] = [("field", field, param()), ("value", str | None, value)]
    table = editable.model.__tablename__
    return Action(
        key=f"change_many_{table}",
        model=editable.model,
        input=dataclasses.make_dataclass(f"ChangeMany{name}Input", specs, frozen=True, slots=True),
        survey=_survey(editable, own),
        check=_check,
        preview=_preview,
        row_facts=row_facts,
        run=_run,
        refusals=ChangeManyRefusal,
        warnings=dict.fromkeys(ChangeManyNote, AnswerKind.TICK),
        splits=True,
        grants=editable.grants,
        extends=_extension(editable, row_facts, field),
    )


def _extension(
    editable: Editable, row_facts: Callable[..., RowFacts], built_in: type[FieldName]
) -> Callable[[tuple[FieldSpec, ...]], AnyAction]:
    def extends(own: tuple[FieldSpec, ...]) -> AnyAction:
        made = _change_many(dataclasses.replace(editable, own=own), row_facts)
        BUILT_IN_OF[field_types(made.input)["field"]] = built_in  # type: ignore[arg-type,index]
        return made

    return extends


def _words_of(
    editable: Editable, own: Mapping[str, FieldSpec]
) -> Callable[[str], type[StrEnum] | None]:
    """Name of a field → the enum that its values are members of; None for another kind."""

    def words_of(name: str) -> type[StrEnum] | None:
        if (spec := own.get(name)) is not None:
            return spec.words if spec.kind in {FieldKind.YES_NO, FieldKind.CHOICE} else None
        column = editable.model.__table__.c.get(name)
        return getattr(column.type, "enum_class", None) if column is not None else None

    return words_of


def _survey(editable: Editable, own: Mapping[str, FieldSpec]) -> Callable[..., NewValue]:
    def survey(ctx: Context, rows: Sequence[Base], given: FieldValue) -> NewValue:
        name = given.field.value
        if (spec := own.get(name)) is not None:
            return _own_value(ctx, rows, spec, given.value or "")
        asked = {name: given.value, "row_version": 1}
        try:
            parsed = parse_input(editable.edit((name,)).input, asked)
        except Refused as refused:
            fault = refused.inputs[name]
            return NewValue(None, dataclasses.replace(fault, at="value"))
        return NewValue(getattr(parsed, name))

    return survey


def _own_value(ctx: Context, rows: Sequence[Base], spec: FieldSpec, text: str) -> NewValue:
    """The value of a field of an office's own, by the rules of its definition."""
    try:
        parsed = parse_input(own_input((spec,)), {spec.name: typed(spec, text)})
    except Refused as refused:
        return NewValue(None, dataclasses.replace(refused.inputs[spec.name], at="value"))
    found = survey_own((spec,))(ctx, rows, parsed)
    if spec.is_unique and len(rows) > 1 and text:
        # Two of these rows would have it.
        found = dataclasses.replace(found, taken=frozenset({spec.id}))
    stored = stored_of(spec, getattr(parsed, spec.name))
    return NewValue(spec.value_of(stored), spec=spec, given=parsed, own=found)


def _check(row: FieldValue, given: FieldValue, facts: NewValue) -> Refusal | None:
    if facts.fault is not None:
        return facts.fault
    name = given.field.value
    if facts.spec is not None and (broken := facts.refusal(row)) is not None:
        return broken
    if facts.held_by(row, name) == facts.value:
        is_word = isinstance(facts.value, StrEnum)
        value = facts.value if is_word else facts.shown(facts.value)
        return Refusal(ChangeManyRefusal.UNCHANGED, {**facts.said(given.field), "value": value})
    if facts.spec is not None:
        return None
    return check_record(type(row), row, SimpleNamespace(**{name: facts.value}))


def _preview(
    ctx: Context, rows: Sequence[FieldValue], given: FieldValue, facts: NewValue
) -> Preview:
    name = given.field.value
    lost = sum(1 for row in rows if facts.held_by(row, name))
    code = ChangeManyNote.CLEARS if facts.value is None else ChangeManyNote.OVERWRITES
    return Preview(
        totals={"row_count": len(rows)},
        rows={row.id: _difference(row, name, facts) for row in rows},
        warnings=(Note(code, {**facts.said(given.field), "count": lost}),) if lost else (),
    )


def _run(_ctx: Context, rows: Sequence[FieldValue], given: FieldValue, facts: NewValue) -> Result:
    name = given.field.value
    results = [RowResult(row.id, str(row), _difference(row, name, facts)) for row in rows]
    for row in rows:
        facts.store(row, name)
    return Result(rows=results, totals={"row_count": len(rows)})


def _difference(row: object, name: str, facts: NewValue) -> dict[str, Fact]:
    """Field → "before → after", as imported changes show it."""
    before, after = facts.shown(facts.held_by(row, name)), facts.shown(facts.value)
    called = name if facts.spec is None else facts.spec.journal_name
    return {called: f"{before} → {after}"}


CHANGE_UNITS = _change_many(UNIT, unit_facts)
CHANGE_DOMAINS = _change_many(DOMAIN, domain_facts)
CHANGE_MAILING_ADDRESSES = _change_many(MAILING_ADDRESS, record_facts)
CHANGE_USERS = _change_many(USER, user_facts)
CHANGE_OFFICES = _change_many(OFFICE, office_facts)
CHANGE_PAYMENT_MODES = _change_many(PAYMENT_MODE, record_facts)

#: Each with the table of what may be edited.
CHANGE_MANY = {
    CHANGE_UNITS: UNIT,
    CHANGE_DOMAINS: DOMAIN,
    CHANGE_MAILING_ADDRESSES: MAILING_ADDRESS,
    CHANGE_USERS: USER,
    CHANGE_OFFICES: OFFICE,
    CHANGE_PAYMENT_MODES: PAYMENT_MODE,
}
