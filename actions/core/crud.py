"""Create, edit and delete simple records as actions, so that generated forms use `perform` too.

State, money, stock, scope, versions and secrets are never among the fields: asking for one fails at
start. An edit carries the row version it was made on (optimistic locking); a stale one is refused
with the changes made meanwhile.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import Boolean, Column, Date, Enum, Integer, String, select
from sqlalchemy.types import TypeEngine

from actions.core.action import HAS_NO_PLAN, TICKS_NO_ROWS, Action, Nothing, Reach, param
from actions.core.context import Context
from actions.core.records.own_input import (
    OwnFacts,
    own_refusal,
    params_of,
    set_own_values,
    survey_own,
)
from actions.core.records.record_rules import check_record, refusals_of
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from models.core.base import Base, Versioned
from models.core.scope import OfficeOwned, OutOfScopeError
from models.core.text_type import TextType, text_type_of
from models.definitions.field_spec import FieldSpec
from models.offices.office import Office
from models.units.unit import Unit
from models.users.user import Role

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    class EditInput(DataclassInstance, Protocol):
        """The fields of a row, and the version they were read at."""

        @property
        def row_version(self) -> int: ...


T = TypeVar("T")
Grants = tuple[tuple[Role, Reach], ...]

#: Columns that only verbs may change, by name or suffix.
_FORBIDDEN_ENDINGS = ("_fen", "_hash", "_secret", "_at", "_key", "_no_seq")
_FORBIDDEN = frozenset(
    {
        "id",
        "state",
        "status",
        "province_code",
        "city_code",
        "office_code",
        "row_version",
        "search_text",
        "available",
        "issued",
        "void",
        "split",
        "returned",
        "lost",
        "quantity",
        "expires_on",
        "registered_on",
        "role",
    }
)


class RecordFieldError(ValueError):
    """A bug of ours: a view offers a field that only a verb may change."""


def edit_action(
    model: type[Base],
    fields: Sequence[str],
    grants: Mapping[Role, Reach],
    own: Sequence[FieldSpec] = (),
) -> Action[Base, EditInput, OwnFacts]:
    """The action that edits `fields` of one row; its input carries `row_version`.

    `own` are the fields that offices defined and that this actor may edit.
    """
    return _edit(model, tuple(fields), tuple(grants.items()), tuple(own))


def create_action(
    model: type[Base], fields: Sequence[str], grants: Mapping[Role, Reach]
) -> Action[Base, DataclassInstance, None]:
    """The action that creates a row of the actor's office from `fields`."""
    return _create(model, tuple(fields), tuple(grants.items()))


@lru_cache(maxsize=2048)
def _edit(
    model: type[Base], fields: tuple[str, ...], grants: Grants, own: tuple[FieldSpec, ...]
) -> Action[Base, EditInput, OwnFacts]:
    return Action(
        key=f"edit_{model.__tablename__}",
        model=model,
        input=_input_of(model, fields, is_edit=True, own=own),
        survey=survey_own(own),
        check=_check_edit(model, own),
        refusals=refusals_of(model),
        row_facts=HAS_NO_PLAN,
        run=_run_edit(fields, own),
        maximum_rows=1,
        grants=dict(grants),
        is_record=True,
        saves_form=True,
    )


@cache
def _create(
    model: type[Base], fields: tuple[str, ...], grants: Grants
) -> Action[Base, DataclassInstance, None]:
    return Action(
        key=f"create_{model.__tablename__}",
        model=model,
        input=_input_of(model, fields, is_edit=False),
        check_batch=lambda _rows, given, _facts: check_record(model, None, given),
        refusals=refusals_of(model),
        row_facts=TICKS_NO_ROWS,
        run=_run_create(model),
        minimum_rows=0,
        maximum_rows=0,
        grants=dict(grants),
        is_record=True,
    )


def _input_of(
    model: type[Base],
    fields: tuple[str, ...],
    *,
    is_edit: bool,
    own: tuple[FieldSpec, ...] = (),
) -> type[Any]:
    columns: Any = model.__table__.c
    for name in fields:
        if name in _FORBIDDEN or name.endswith(_FORBIDDEN_ENDINGS):
            raise RecordFieldError(f"{model.__tablename__}.{name} is changed by verbs alone")
    specs: list[Any] = [(name, *_spec(columns[name])) for name in fields]
    # Dataclasses need fields without a default first.
    specs.sort(key=lambda spec: spec[2].default is not dataclasses.MISSING)
    specs += params_of(own)
    if is_edit:
        specs.insert(0, ("row_version", int, param(minimum=1, hidden=True)))
    name = f"{'Edit' if is_edit else 'Create'}{model.__name__}Input"
    return dataclasses.make_dataclass(name, specs, frozen=True, slots=True)


def _spec(column: Column[T]) -> tuple[object, dataclasses.Field[object]]:
    """The annotation and field for a column: type, length, nullability."""
    kind = _python_type(column.type)
    length: int | None = column.type.length if isinstance(column.type, String) else None
    longest = None if isinstance(column.type, Enum) else length
    text = text_type_of(column)
    if column.nullable:
        is_lines = text is TextType.LINES
        return kind | None, param(
            default=None, maximum_length=longest, text=text, multiline=is_lines
        )
    if kind is bool:
        return bool, param(default=False)
    return kind, param(maximum_length=longest, text=text)


_TYPES: tuple[tuple[type[Any], type[Any]], ...] = (
    (Boolean, bool),
    (Integer, int),
    (Date, dt.date),
    (String, str),
)


def _python_type(kind: TypeEngine[T]) -> type[object]:
    if isinstance(kind, Enum):
        words: type[StrEnum] = kind.enum_class  # type: ignore[assignment]
        return words
    return next(python for sql, python in _TYPES if isinstance(kind, sql))


def _check_edit(
    model: type[Base], own: tuple[FieldSpec, ...]
) -> Callable[[Base, EditInput, OwnFacts], Refusal | None]:
    def check(row: Base, given: EditInput, facts: OwnFacts) -> Refusal | None:
        return (
            _check_version(row, given)
            or check_record(model, row, given)
            or own_refusal(own, row, given, facts)
        )

    return check


def _check_version(row: Base, given: EditInput) -> Refusal | None:
    if isinstance(row, Versioned) and row.row_version != given.row_version:
        return Refusal(
            Common.STALE, {"row_version": row.row_version, "updated_at": row.updated_at.date()}
        )
    return None


def _run_edit(fields: tuple[str, ...], own: tuple[FieldSpec, ...]) -> Callable[..., Result]:
    def run(ctx: Context, rows: Sequence[Base], given: DataclassInstance, _facts: object) -> Result:
        (row,) = rows
        changed = [name for name in fields if getattr(row, name) != getattr(given, name)]
        for name in changed:
            setattr(row, name, getattr(given, name))
        count = len(changed) + set_own_values(own, row, given)
        return Result(rows=[RowResult(row.id, str(row))], totals={"changed": count})

    return run


def _run_create(model: type[Base]) -> Callable[..., Result]:
    def run(ctx: Context, rows: Sequence[Base], given: DataclassInstance, _facts: None) -> Result:
        values = {f.name: getattr(given, f.name) for f in dataclasses.fields(given)}
        row: Any = model(**values)
        if isinstance(row, OfficeOwned):
            row.belong_to(_owner(ctx, row))
        if "office_id" in model.__table__.c and row.office_id is None:
            row.office_id = ctx.actor.office_id
        ctx.session.add(row)
        ctx.session.flush()
        return Result(rows=[RowResult(row.id, str(row))], totals={"row_count": 1})

    return run


def _owner(ctx: Context, row: Any) -> Any:  # noqa: ANN401  whoever knows the codes
    """The unit or office that a new row refers to; else the actor's own office.

    Raises OutOfScopeError for one the actor cannot see, as the flush would for its key.
    """
    for model, name in ((Unit, "unit_id"), (Office, "office_id")):
        key = getattr(row, name, None)
        if key is not None:
            owner = ctx.session.scalars(select(model).where(model.id == key)).one_or_none()
            if owner is None:
                raise OutOfScopeError(type(row), name, [key])
            return owner
    return ctx.actor


def delete_rows(ctx: Context, rows: Sequence[Base], _given: Nothing, _facts: object) -> Result:
    """The run of verbs that delete old rows; the receipt counts them."""
    for row in rows:
        ctx.session.delete(row)
    return Result(rows=(), totals={"row_count": len(rows)})
