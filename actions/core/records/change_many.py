"""批量修改: one value for one field of many records, by the rules of the ordinary edit.

Each entity of `editable.py` has one such action, made from its table: the same fields, the same
roles and reach, the same validation. Every row gets a version and a line of history of its own.
Money, stock, states and scope are never among the fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Boolean

from actions.core.action import Action, RowFacts, param
from actions.core.context import Context
from actions.core.input_fields import MAXIMUM_TEXT_LENGTH
from actions.core.input_parsing import parse_input
from actions.core.records.comparison import stored_text
from actions.core.records.editable import DOMAIN, MAILING_ADDRESS, UNIT, USER, Editable
from actions.core.records.record_rules import check_record
from actions.core.refusal import Fact, Refusal, Refused
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from actions.core.row_facts.records import record_facts
from actions.core.row_facts.units import unit_facts
from actions.core.row_facts.users import user_facts
from models.values.answer_kind import AnswerKind


class ChangeManyRefusal(StrEnum):
    """Why a record is not changed."""

    UNCHANGED = "change_many_unchanged"


class ChangeManyNote(StrEnum):
    """What the plan asks to be checked."""

    OVERWRITES = "change_many_overwrites"
    CLEARS = "change_many_clears"


@dataclass(frozen=True, slots=True)
class NewValue:
    """The value as the record would store it, or why it cannot."""

    value: Any
    fault: Refusal | None = None


def fields_of(editable: Editable) -> tuple[str, ...]:
    """The fields to choose from: of several rows one alone may be the default, so no yes or no."""
    columns: Any = editable.model.__table__.c
    return tuple(n for n in editable.fields if not isinstance(columns[n].type, Boolean))


def _change_many(editable: Editable, row_facts: Callable[..., RowFacts]) -> Action[Any, Any, Any]:
    """The action of an entity."""
    name = editable.model.__name__
    # The members are the columns, so that a new one is offered at once.
    field = StrEnum(f"{name}Field", {n.upper(): n for n in fields_of(editable)})  # type: ignore[misc]
    specs: list[Any] = [
        ("field", field, param()),
        ("value", str | None, param(default=None, maximum_length=MAXIMUM_TEXT_LENGTH)),
    ]
    table = editable.model.__tablename__
    return Action(
        key=f"change_many_{table}",
        model=editable.model,
        input=dataclasses.make_dataclass(f"ChangeMany{name}Input", specs, frozen=True, slots=True),
        survey=_survey(editable),
        check=_check,
        preview=_preview,
        row_facts=row_facts,
        run=_run,
        refusals=ChangeManyRefusal,
        warnings=dict.fromkeys(ChangeManyNote, AnswerKind.TICK),
        splits=True,
        grants=editable.grants,
    )


def _survey(editable: Editable) -> Callable[..., NewValue]:
    def survey(_ctx: Context, _rows: Sequence[Any], given: Any) -> NewValue:  # noqa: ANN401  made input
        name = given.field.value
        asked = {name: given.value, "row_version": 1}
        try:
            parsed = parse_input(editable.edit((name,)).input, asked)
        except Refused as refused:
            fault = refused.inputs[name]
            return NewValue(None, dataclasses.replace(fault, at="value"))
        return NewValue(getattr(parsed, name))

    return survey


def _check(row: Any, given: Any, facts: NewValue) -> Refusal | None:  # noqa: ANN401  any record
    if facts.fault is not None:
        return facts.fault
    name = given.field.value
    if getattr(row, name) == facts.value:
        shown = {"field": given.field, "value": _shown(facts.value)}
        return Refusal(ChangeManyRefusal.UNCHANGED, shown)
    return check_record(type(row), row, SimpleNamespace(**{name: facts.value}))


def _preview(ctx: Context, rows: Sequence[Any], given: Any, facts: NewValue) -> Preview:  # noqa: ANN401
    name = given.field.value
    lost = sum(1 for row in rows if getattr(row, name))
    code = ChangeManyNote.CLEARS if facts.value is None else ChangeManyNote.OVERWRITES
    return Preview(
        totals={"row_count": len(rows)},
        rows={row.id: _difference(row, name, facts.value) for row in rows},
        warnings=(Note(code, {"field": given.field, "count": lost}),) if lost else (),
    )


def _run(_ctx: Context, rows: Sequence[Any], given: Any, facts: NewValue) -> Result:  # noqa: ANN401
    name = given.field.value
    results = [RowResult(row.id, str(row), _difference(row, name, facts.value)) for row in rows]
    for row in rows:
        setattr(row, name, facts.value)
    return Result(rows=results, totals={"row_count": len(rows)})


def _difference(row: object, name: str, value: object) -> dict[str, Fact]:
    """Field → "before → after", as imported changes show it."""
    return {name: f"{_shown(getattr(row, name))} → {_shown(value)}"}


def _shown(value: object) -> str:
    return stored_text(value) or "—"


CHANGE_UNITS = _change_many(UNIT, unit_facts)
CHANGE_DOMAINS = _change_many(DOMAIN, domain_facts)
CHANGE_MAILING_ADDRESSES = _change_many(MAILING_ADDRESS, record_facts)
CHANGE_USERS = _change_many(USER, user_facts)

#: Each with the table of what may be edited.
CHANGE_MANY = {
    CHANGE_UNITS: UNIT,
    CHANGE_DOMAINS: DOMAIN,
    CHANGE_MAILING_ADDRESSES: MAILING_ADDRESS,
    CHANGE_USERS: USER,
}
