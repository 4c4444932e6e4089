"""A refusal that is a field's fault names a field of the action's input."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.action import Action
from actions.core.input_fields import field_types
from admin_app.labels import SENTENCES
from tests.laws.words.test_every_identifier_has_a_label import known_actions

AT_FAULT = [action for action in known_actions() if action.fields_at_fault]


@pytest.mark.parametrize("action", AT_FAULT, ids=lambda action: action.key)
def test_refusal_at_fault_of_a_field_names_a_field_of_the_input(
    action: Action[Any, Any, Any],
) -> None:
    assert set(action.fields_at_fault.values()) <= field_types(action.input).keys()
    assert action.fields_at_fault.keys() <= SENTENCES.keys()
