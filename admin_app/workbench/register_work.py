"""Rows of registers that wait: those in states marked as to-do, for who may move them on."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from actions.core.action import Reach
from actions.core.actor import Actor
from actions.permissions import grants_of
from actions.registers.move_register_rows import MOVE_REGISTER_ROWS
from admin_app.forms.office_choices import OWN
from admin_app.grid.filters.choice import MAXIMUM_VALUES, AnyOf
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, to_pairs
from admin_app.grid.listing.query import counting
from admin_app.grid.register_grid import ENTITY, register_grid
from admin_app.workbench.combined_query import Wanted, fetch
from admin_app.workbench.count_links import capped
from models.core.scope import scope_of
from models.registers.known_registers import known_registers
from models.registers.register import Register
from models.registers.register_spec import RegisterSpec

#: Most registers counted on one desk: those of one's own office and above come first.
MAXIMUM_COUNTED = 30


def any_register() -> ScalarSelect[int]:
    """Whether there is a register at all, for a statement that counts several things."""
    return select(Register.id).where(Register.is_active).limit(1).scalar_subquery()


def register_work(session: Session, actor: Actor) -> Iterator[tuple[str, str, str]]:
    """(label, count, address) of each register with rows that wait for the actor."""
    reach = grants_of(MOVE_REGISTER_ROWS).get(actor.role)
    if reach is None:
        return
    chain = scope_of(session).chain
    specs = [spec for spec in known_registers(session) if _todo_states(spec, actor)]
    specs.sort(key=lambda spec: (spec.office_code not in chain, spec.id))
    states = {spec: _state(spec, actor, reach) for spec in specs[:MAXIMUM_COUNTED]}
    wanted: Wanted = {
        spec.id: counting(ListRequest(session, register_grid(session, spec, actor.role), state))
        for spec, state in states.items()
    }
    figures = fetch(session, wanted)
    for spec, state in states.items():
        if count := figures[spec.id]:
            words = [spec.word_for(session, code) for code in _todo_states(spec, actor)]
            index = url_for(f"{ENTITY}.index_view", register=spec.full_key)
            url = f"{index}?{urlencode(to_pairs(state))}"
            yield f"{spec.name_for(session)} · {' / '.join(words)}", capped(count), url


def _todo_states(spec: RegisterSpec, actor: Actor) -> list[str]:
    """The states marked as to-do out of which the actor's role may move rows."""
    role = actor.role.value
    return [
        state.code
        for state in spec.states
        if state.is_todo and any(spec.allows(state.code, other.code, role) for other in spec.states)
    ]


def _state(spec: RegisterSpec, actor: Actor, reach: Reach) -> ListState:
    words = tuple(spec.words(code) for code in _todo_states(spec, actor))[:MAXIMUM_VALUES]
    filters: dict[str, object] = {"state": words[0] if len(words) == 1 else AnyOf(words)}
    if reach is Reach.OWN:
        filters["office_code"] = f"{actor.office_code}{OWN}"
    return ListState(filters=filters)
