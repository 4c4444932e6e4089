"""A verb with the fields that offices defined for the rows it makes or changes.

The input has them behind the verb's own fields, so forms, the API, the command line and background
runs ask for them alike. The verb itself knows nothing of them: the rules are checked beside its
own, and what is given is stored in the new rows before they are written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from actions.core.action import AnyAction
from actions.core.context import Context
from actions.core.records.own_input import (
    OwnFacts,
    edited_fields,
    own_refusal,
    params_of,
    set_own_values,
    survey_own,
)
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result
from actions.core.unfilled_input import UNFILLED
from models.core.base import Base
from models.core.own_values import FieldValue
from models.definitions.field_spec import FieldSpec
from models.users.user import Role

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
Specs = tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verb's own survey found, and what the fields' did."""

    of_verb: Any
    own: OwnFacts | None


def facts_of_verb(facts: T) -> T:
    """What the verb's own survey found."""
    return facts.of_verb if isinstance(facts, Facts) else facts


def with_own_fields(session: Session, action: AnyAction, role: Role) -> AnyAction:
    """The action with the fields that hold for the session's reader; the same where none do."""
    table = action.own_fields_of
    if table is None:
        return action
    specs = edited_fields(session, table, role)
    return extended(action, specs) if specs else action


@lru_cache(maxsize=1024)
def extended(action: AnyAction, specs: Specs) -> AnyAction:
    """The action with these fields."""
    if action.extends is not None:
        return dataclasses.replace(action.extends(specs), catalogued=action)
    assert action.creates is not None, "own_fields_of asks for one of them"
    given = _input(action, specs)
    return dataclasses.replace(
        action,
        catalogued=action,
        input=given,
        suggest=_suggest(action, given) if action.suggest is not None else None,
        survey=_survey(action, specs),
        check=lambda row, given, facts: action.check(row, given, _plain(facts)),
        check_batch=_check_batch(action, specs),
        preview=_preview(action),
        run=_run(action, action.creates, specs),
    )


def _input(action: AnyAction, specs: Specs) -> type[DataclassInstance]:
    """The verb's input with the fields behind its own."""
    own = params_of(specs, is_new=True)
    return dataclasses.make_dataclass(
        action.input.__name__, own, bases=(action.input,), frozen=True
    )


def _plain(facts: FieldValue) -> FieldValue:
    return facts if facts is UNFILLED else facts_of_verb(facts)


def _suggest(action: AnyAction, make: Callable[..., FieldValue]) -> Callable[..., FieldValue]:
    def suggest(ctx: Context, rows: Sequence[Base]) -> FieldValue:
        assert action.suggest is not None
        found = action.suggest(ctx, rows)
        return make(**{f.name: getattr(found, f.name) for f in dataclasses.fields(found)})

    return suggest


def _survey(action: AnyAction, specs: Specs) -> Callable[..., Facts]:
    survey_fields = survey_own(specs)

    def survey(ctx: Context, rows: Sequence[Base], given: FieldValue) -> Facts:
        of_verb = action.survey(ctx, rows, given)
        # The rows are those that a new one is made from, so no value is their own.
        return Facts(of_verb, None if given is UNFILLED else survey_fields(ctx, (), given))

    return survey


def _check_batch(action: AnyAction, specs: Specs) -> Callable[..., Refusal | None]:
    def check_batch(rows: Sequence[Base], given: FieldValue, facts: Facts) -> Refusal | None:
        refusal = action.check_batch(rows, given, _plain(facts))
        if refusal is not None or facts.own is None:
            return refusal
        return own_refusal(specs, None, given, facts.own)

    return check_batch


def _preview(action: AnyAction) -> Callable[..., Preview]:
    def preview(ctx: Context, rows: Sequence[Base], given: FieldValue, facts: Facts) -> Preview:
        return action.preview(ctx, rows, given, _plain(facts))

    return preview


def _run(action: AnyAction, model: type[Base], specs: Specs) -> Callable[..., Result]:
    def run(ctx: Context, rows: Sequence[Base], given: FieldValue, facts: Facts) -> Result:
        with _filling(ctx.session, model, lambda row: set_own_values(specs, row, given)):
            result = action.run(ctx, rows, given, _plain(facts))
            ctx.session.flush()
        return result

    return run


@contextmanager
def _filling(session: Session, model: type[Base], fill: Callable[[Base], object]) -> Iterator[None]:
    """Fill each new row of the model before it is written for the first time."""

    def before_flush(flushed: Session, *_facts: object) -> None:
        for row in flushed.new:
            if type(row) is model:
                fill(row)

    event.listen(session, "before_flush", before_flush)
    try:
        yield
    finally:
        event.remove(session, "before_flush", before_flush)
