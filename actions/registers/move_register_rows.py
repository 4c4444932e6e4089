"""流转 (move rows of registers): into another state, where the register allows it to the role.

Which moves there are is data of each register; permission narrows them and never widens them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.registers.row_entry import RegisterRowRefusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.registers import register_row_facts
from models.core.text_type import TextType
from models.registers.known_registers import known_registers
from models.registers.register import Register
from models.registers.register_row import RegisterRow
from models.registers.register_spec import RegisterSpec, RowState


def states_offered(session: Session) -> Sequence[tuple[str, str]]:
    """(code, word) of every state of the register that is open, or of all that can be read."""
    found: dict[str, str] = {}
    for spec in known_registers(session):
        for member in spec.words:
            found.setdefault(member.value, spec.word_for(session, member.value))
    return list(found.items())


@dataclass(frozen=True, slots=True)
class MoveRegisterRowsInput:
    """The state to move to, by its code."""

    row_state: str = param(choices=states_offered, maximum_length=24, text=TextType.LOGIN)


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """The registers of the rows, and the mover's role."""

    registers: Mapping[int, RegisterSpec]
    role: str


def lock_first(ctx: Context, ids: Sequence[int], given: MoveRegisterRowsInput) -> None:
    """The registers before the rows: no state goes while rows enter it."""
    of_rows = select(RegisterRow.register_id).where(RegisterRow.id.in_(ids))
    ctx.lock(select(Register).where(Register.id.in_(of_rows)))


def survey(ctx: Context, rows: Sequence[RegisterRow], given: MoveRegisterRowsInput) -> MoveFacts:
    wanted = select(Register).where(Register.id.in_({row.register_id for row in rows}))
    found = ctx.session.scalars(wanted)
    return MoveFacts({register.id: register.spec for register in found}, ctx.actor.role.value)


def check(row: RegisterRow, given: MoveRegisterRowsInput, facts: MoveFacts) -> Refusal | None:
    spec = facts.registers[row.register_id]
    told = {"name": row.title, "register": spec.name_zh}
    if not spec.is_active:
        return Refusal(RegisterRowRefusal.RETIRED, {"name": spec.name_zh})
    target = _state(spec, given.row_state)
    source = _state(spec, row.state)
    if target is None or source is None:
        return Refusal(RegisterRowRefusal.NO_STATE, {**told, "state": given.row_state})
    told |= {"old": source.label, "new": target.label}
    if target == source:
        return Refusal(RegisterRowRefusal.SAME_STATE, told)
    if not spec.allows(source.code, target.code, facts.role):
        return Refusal(RegisterRowRefusal.NOT_ALLOWED, told)
    return None


def preview(
    ctx: Context, rows: Sequence[RegisterRow], given: MoveRegisterRowsInput, facts: MoveFacts
) -> Preview:
    states = {row.id: _state(facts.registers[row.register_id], given.row_state) for row in rows}
    return Preview(rows={key: {"new_state": s.label} for key, s in states.items() if s is not None})


def run(
    ctx: Context, rows: Sequence[RegisterRow], given: MoveRegisterRowsInput, facts: MoveFacts
) -> Result:
    lines = []
    for row in rows:
        target = _state(facts.registers[row.register_id], given.row_state)
        assert target is not None, "the check refuses unknown states"
        row.state = target.code
        lines.append(RowResult(row.id, str(row), {"new_state": target.label}))
    return Result(rows=lines, totals={"row_count": len(rows)})


def _state(spec: RegisterSpec, code: str) -> RowState | None:
    return next((state for state in spec.states if state.code == code), None)


MOVE_REGISTER_ROWS = Action(
    key="move_register_rows",
    model=RegisterRow,
    input=MoveRegisterRowsInput,
    lock_first=lock_first,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=register_row_facts,
    run=run,
    loads=(joinedload(RegisterRow.register),),
    splits=True,
    needs_input=True,
    is_primary=True,
    refusals=RegisterRowRefusal,
)
