"""Law 6: states are a table; each state is reached, each event used, each entity guarded."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from models.core.lifecycle import IllegalTransitionError, Lifecycle, from_states
from tests.support.world.lifecycles import LIFECYCLES, stateful


def faults(states: type[StrEnum], events: type[StrEnum], life: Lifecycle[Any, Any]) -> list[str]:
    """What is missing from a table."""
    reached = {life.initial} | {target for _, target in life.moves.values()}
    named = reached | {state for sources, _ in life.moves.values() for state in sources}
    return [
        *(f"no event leads to {state}" for state in states if state not in reached),
        *(f"{event} is in no line" for event in events if event not in life.moves),
        *(f"{event} happens nowhere" for event, (sources, _) in life.moves.items() if not sources),
        *(f"{state} is no state" for state in named if not isinstance(state, states)),
    ]


def test_every_entity_with_a_state_has_a_table() -> None:
    assert LIFECYCLES
    assert {model.__name__ for model in stateful()} == {model.__name__ for model in LIFECYCLES}


@pytest.mark.parametrize("model", LIFECYCLES, ids=lambda model: model.__name__)
class TestEachTable:
    def test_each_table_leaves_nothing_out(self, model: type[Any]) -> None:
        life = LIFECYCLES[model]
        events = type(next(iter(life.moves)))

        assert faults(type(life.initial), events, life) == []

    def test_each_table_begins_where_the_column_begins(self, model: type[Any]) -> None:
        assert model.__table__.c.state.default.arg is LIFECYCLES[model].initial

    def test_each_table_is_guarded(self, model: type[Any]) -> None:
        life = LIFECYCLES[model]
        other = next(state for state in type(life.initial) if state is not life.initial)

        with pytest.raises(IllegalTransitionError):
            model(state=other)


class _State(StrEnum):
    DRAFT = "draft"
    DONE = "done"
    LOST = "lost"


class _Event(StrEnum):
    FINISH = "finish"
    LOSE = "lose"


def test_a_table_with_holes_is_found_out() -> None:
    holes = Lifecycle[_State, _Event](_State.DRAFT, {_Event.FINISH: from_states(to=_State.DONE)})

    assert faults(_State, _Event, holes) == [
        "no event leads to lost",
        "lose is in no line",
        "finish happens nowhere",
    ]
