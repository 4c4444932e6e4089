"""The forms that enter and edit the rows of one register: a title, what it refers to, own fields.

A row belongs to the office that enters it. Its number comes from the register and its state begins
with the first; neither is ever among the fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from sqlalchemy import select

from actions.core.action import HAS_NO_PLAN, TICKS_NO_ROWS, Action, AnyAction, Reach, param
from actions.core.context import Context
from actions.core.records.own_input import (
    OwnFacts,
    own_refusal,
    params_of,
    set_own_values,
    survey_own,
)
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.definitions.field_spec import FieldSpec
from models.domains.domain import Domain
from models.registers.register import Register
from models.registers.register_row import LONGEST_TITLE, RegisterRow, draw_number
from models.registers.register_spec import RegisterSpec
from models.units.unit import Unit
from models.users.user import Role

#: How far the roles reach that a register may name as entering its rows.
WRITING_REACH: Final[Mapping[Role, Reach]] = MappingProxyType(
    {
        Role.REGISTRY_ADMIN: Reach.SCOPE,
        Role.REGISTRY_FINANCE: Reach.SCOPE,
        Role.REGISTRY_REVIEWER: Reach.SCOPE,
        Role.PROVINCE_ADMIN: Reach.SCOPE,
        Role.CITY_ADMIN: Reach.SCOPE,
        Role.COUNTY_ADMIN: Reach.SCOPE,
        Role.CASHIER: Reach.OWN,
    }
)

#: What is typed of a row: its class is made for the register.
TypedRow: TypeAlias = Any


class RegisterRowRefusal(StrEnum):
    """Why a row of a register is not entered, edited or moved."""

    RETIRED = "register_row_retired"
    ELSEWHERE = "register_row_elsewhere"
    NO_UNIT = "register_row_no_unit"
    NO_DOMAIN = "register_row_no_domain"
    NO_STATE = "register_row_no_state"
    SAME_STATE = "register_row_same_state"
    NOT_ALLOWED = "register_row_not_allowed"


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The register, what the row refers to, and what its own fields need to know."""

    register: Register | None
    unit: Unit | None
    domain: Domain | None
    own: OwnFacts


def writers_of(spec: RegisterSpec) -> dict[Role, Reach]:
    """The roles that enter and edit the rows of a register."""
    return {role: reach for role, reach in WRITING_REACH.items() if spec.is_written_by(role.value)}


@lru_cache(maxsize=512)
def entry_action(spec: RegisterSpec, own: tuple[FieldSpec, ...]) -> AnyAction:
    """The action that enters a row of a register."""
    return Action(
        key="create_register_row",
        model=RegisterRow,
        input=_input(spec, own, is_edit=False),
        lock_first=_lock(spec),
        survey=_survey(spec, own),
        check_batch=lambda _rows, given, facts: _fault(spec, own, None, given, facts),
        refusals=RegisterRowRefusal,
        row_facts=TICKS_NO_ROWS,
        run=_enter(own),
        minimum_rows=0,
        maximum_rows=0,
        grants=writers_of(spec),
        is_record=True,
    )


@lru_cache(maxsize=512)
def row_edit_action(spec: RegisterSpec, own: tuple[FieldSpec, ...]) -> AnyAction:
    """The action that edits one row of a register."""
    return Action(
        key="edit_register_row",
        model=RegisterRow,
        input=_input(spec, own, is_edit=True),
        lock_first=_lock(spec),
        survey=_survey(spec, own),
        check=_check_edit(spec, own),
        refusals=RegisterRowRefusal,
        row_facts=HAS_NO_PLAN,
        run=_edit(own),
        maximum_rows=1,
        grants=writers_of(spec),
        is_record=True,
        saves_form=True,
    )


def _input(spec: RegisterSpec, own: tuple[FieldSpec, ...], *, is_edit: bool) -> type[TypedRow]:
    fields: list[Any] = [("title", str, param(maximum_length=LONGEST_TITLE, text=TextType.WORDS))]
    if spec.has_unit:
        uscc = param(default=None, maximum_length=18, text=TextType.USCC)
        fields.append(("unit_uscc", str | None, uscc))
    if spec.has_domain:
        name = param(default=None, maximum_length=80, text=TextType.WORDS)
        fields.append(("domain_name_u", str | None, name))
    if is_edit:
        fields.insert(0, ("row_version", int, param(minimum=1, hidden=True)))
    name = f"{'Edit' if is_edit else 'Create'}RegisterRowInput"
    return dataclasses.make_dataclass(name, [*fields, *params_of(own)], frozen=True, slots=True)


def _survey(spec: RegisterSpec, own: tuple[FieldSpec, ...]) -> Callable[..., EntryFacts]:
    of_fields = survey_own(own)

    def survey(ctx: Context, rows: Sequence[RegisterRow], given: TypedRow) -> EntryFacts:
        uscc, name = getattr(given, "unit_uscc", None), getattr(given, "domain_name_u", None)
        unit = uscc and ctx.session.scalar(select(Unit).where(Unit.uscc == uscc))
        named = select(Domain).where(Domain.name_u == name).order_by(Domain.id.desc()).limit(1)
        return EntryFacts(
            ctx.session.scalar(select(Register).where(Register.id == spec.id)),
            unit or None,
            ctx.session.scalar(named) if name else None,
            of_fields(ctx, rows, given),
        )

    return survey


def _lock(spec: RegisterSpec) -> Callable[..., None]:
    """Locks the register before its rows: no state goes while a row enters it."""
    return lambda ctx, _ids, _given: ctx.lock(select(Register).where(Register.id == spec.id))


def _fault(
    spec: RegisterSpec,
    own: tuple[FieldSpec, ...],
    row: RegisterRow | None,
    given: TypedRow,
    facts: EntryFacts,
) -> Refusal | None:
    if facts.register is None or not facts.register.is_active:
        return Refusal(RegisterRowRefusal.RETIRED, {"name": spec.name_zh})
    uscc, name = getattr(given, "unit_uscc", None), getattr(given, "domain_name_u", None)
    if uscc and facts.unit is None:
        return Refusal(RegisterRowRefusal.NO_UNIT, {"uscc": uscc}, at="unit_uscc")
    if name and facts.domain is None:
        return Refusal(RegisterRowRefusal.NO_DOMAIN, {"domain": name}, at="domain_name_u")
    return own_refusal(own, row, given, facts.own)


def _check_edit(
    spec: RegisterSpec, own: tuple[FieldSpec, ...]
) -> Callable[[RegisterRow, TypedRow, EntryFacts], Refusal | None]:
    def check(row: RegisterRow, given: TypedRow, facts: EntryFacts) -> Refusal | None:
        if row.register_id != spec.id:
            return Refusal(RegisterRowRefusal.ELSEWHERE, {"name": spec.name_zh})
        if row.row_version != given.row_version:
            updated_on = row.updated_at.date()
            return Refusal(Common.STALE, {"row_version": row.row_version, "updated_at": updated_on})
        return _fault(spec, own, row, given, facts)

    return check


def _refer(row: RegisterRow, given: TypedRow, facts: EntryFacts) -> None:
    row.title = given.title
    if hasattr(given, "unit_uscc"):
        row.unit_id = None if facts.unit is None else facts.unit.id
    if hasattr(given, "domain_name_u"):
        row.domain_id = None if facts.domain is None else facts.domain.id


def _enter(own: tuple[FieldSpec, ...]) -> Callable[..., Result]:
    def run(ctx: Context, rows: Sequence[object], given: TypedRow, facts: EntryFacts) -> Result:
        register = facts.register
        assert register is not None, "the check refuses a row without a register"
        row = RegisterRow(
            register_id=register.id,
            number=draw_number(ctx.session, register, ctx.today.year),
            state=register.states[0]["code"],
            own_values={},
        )
        row.belong_to(ctx.actor)
        _refer(row, given, facts)
        set_own_values(own, row, given)
        ctx.session.add(row)
        ctx.session.flush()
        return Result(rows=[RowResult(row.id, str(row))], totals={"row_count": 1})

    return run


def _edit(own: tuple[FieldSpec, ...]) -> Callable[..., Result]:
    def run(
        ctx: Context, rows: Sequence[RegisterRow], given: TypedRow, facts: EntryFacts
    ) -> Result:
        (row,) = rows
        before = (row.title, row.unit_id, row.domain_id)
        _refer(row, given, facts)
        after = (row.title, row.unit_id, row.domain_id)
        count = sum(old != new for old, new in zip(before, after, strict=True))
        count += set_own_values(own, row, given)
        return Result(rows=[RowResult(row.id, str(row))], totals={"changed": count})

    return run
