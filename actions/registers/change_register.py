"""修改台账 (change a register): its names, numbers, states, moves and roles; never its key.

A state that a row still has cannot go. Numbers given already stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.registers.definition_rules import (
    RegisterFault,
    RegisterRefusal,
    checked,
    written_moves,
    written_states,
)
from actions.core.result import Result, RowResult
from actions.core.row_facts.registers import register_facts
from models.core.text_type import TextType
from models.definitions.own_words import LONGEST_OWN_NAME
from models.registers.numbering import LONGEST_PATTERN
from models.registers.register import LONGEST_DESCRIPTION, Register, roles_in
from models.registers.register_row import states_in_use
from models.users.user import Role

_LONGEST_LINES = 2000


@dataclass(frozen=True, slots=True)
class ChangeRegisterInput:
    """The register as it is to be."""

    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    description: str | None = param(default=None, maximum_length=LONGEST_DESCRIPTION)
    number_pattern: str | None = param(default=None, maximum_length=LONGEST_PATTERN)
    states: str | None = param(default=None, maximum_length=_LONGEST_LINES, multiline=True)
    moves: str | None = param(default=None, maximum_length=_LONGEST_LINES, multiline=True)
    has_unit: bool = param(default=False)
    has_domain: bool = param(default=False)
    readers: tuple[Role, ...] = param(default=())
    writers: tuple[Role, ...] = param(default=())


def suggest(ctx: Context, rows: Sequence[Register]) -> ChangeRegisterInput:
    """The register as it is; nothing for one that is out of scope."""
    if not rows:
        return ChangeRegisterInput("")
    (register, *_others) = rows
    return ChangeRegisterInput(
        name_zh=register.name_zh,
        name_en=register.name_en,
        description=register.description,
        number_pattern=register.number_pattern,
        states=written_states(register),
        moves=written_moves(register) or None,
        has_unit=register.has_unit,
        has_domain=register.has_domain,
        readers=tuple(Role(role) for role in sorted(roles_in(register.readers))),
        writers=tuple(Role(role) for role in sorted(roles_in(register.writers))),
    )


def lock_first(ctx: Context, ids: Sequence[int], given: ChangeRegisterInput) -> None:
    """The register: no row enters a state while it goes."""
    ctx.lock(select(Register).where(Register.id.in_(ids)))


def survey(ctx: Context, rows: Sequence[Register], given: ChangeRegisterInput) -> frozenset[str]:
    """The states that rows of the register have."""
    return states_in_use(ctx.session, [row.id for row in rows])


def check(row: Register, given: ChangeRegisterInput, used: frozenset[str]) -> Refusal | None:
    if not row.is_active:
        return Refusal(RegisterRefusal.RETIRED, {"name": row.name_zh})
    try:
        wanted = checked(given)
    except RegisterFault as fault:
        return fault.refusal
    gone = used - {state["code"] for state in wanted.states}
    if gone:
        return Refusal(RegisterRefusal.STATE_USED, {"code": min(gone)}, at="states")
    return None


def run(
    ctx: Context, rows: Sequence[Register], given: ChangeRegisterInput, used: frozenset[str]
) -> Result:
    (register,) = rows
    checked(given).write_to(register)
    return Result(rows=[RowResult(register.id, register.name_zh)], totals={"row_count": 1})


CHANGE_REGISTER = Action(
    key="change_register",
    model=Register,
    input=ChangeRegisterInput,
    suggest=suggest,
    lock_first=lock_first,
    survey=survey,
    check=check,
    row_facts=register_facts,
    run=run,
    maximum_rows=1,
    needs_input=True,
    saves_form=True,
    refusals=RegisterRefusal,
)
