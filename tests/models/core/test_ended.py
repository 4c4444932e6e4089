"""A cancelled, void or reversed row is known to have ended by what declares its states."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest

import models
from models.billing.payment import PaymentLine, PaymentState
from models.core.ended import is_ended
from models.core.lifecycle import Lifecycle
from models.users.user import User
from models.values.tone import Tone

#: Last states of rows that count: what was to be done is done, or waits for a person.
LASTING = {
    *("settled", "carried_out", "accepted", "known", "refused", "dispatched", "done", "failed"),
    *("sent", "given_up", "confirmed", "received", "exhausted"),
}


def lifecycles() -> list[Lifecycle[Any, Any]]:
    return [
        value
        for module in pkgutil.walk_packages(models.__path__, "models.")
        for name, value in sorted(vars(importlib.import_module(module.name)).items())
        if isinstance(value, Lifecycle) and name.isupper()
    ]


@pytest.mark.parametrize("lifecycle", lifecycles(), ids=lambda each: type(each.initial).__name__)
def test_a_state_without_return_is_ended_or_known_to_last(lifecycle: Lifecycle[Any, Any]) -> None:
    sources = {source for states, _target in lifecycle.moves.values() for source in states}
    last = set(type(lifecycle.initial)) - sources
    assert {state.value for state in last - lifecycle.ended} <= LASTING
    assert lifecycle.initial not in lifecycle.ended
    assert Tone.SUCCESS not in {lifecycle.tones.get(state) for state in lifecycle.ended}


def test_a_state_or_a_yes_and_no_of_its_own_ends_a_row() -> None:
    assert is_ended({}, PaymentState.REVERSED)
    assert not is_ended({}, PaymentState.CONFIRMED)
    reversed_line = PaymentLine.__table__.c.is_reversed.info
    assert [is_ended(reversed_line, value) for value in (True, False)] == [True, False]
    active = User.__table__.c.is_active.info
    assert [is_ended(active, value) for value in (True, False)] == [False, True]
    assert not is_ended({}, value=True)
