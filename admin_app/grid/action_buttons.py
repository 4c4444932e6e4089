"""Actions as buttons."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, F, I, R
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.spec import Grid
from admin_app.labels import action_title
from models.values.limits import MAXIMUM_BATCH_ROWS


@dataclass(frozen=True, slots=True)
class ActionButton:
    """A button for the template; a disabled one has a reason."""

    key: str
    label: str
    is_primary: bool = False
    disabled_reason: str | None = None
    #: Most rows at once, where a tick basket may hold more.
    most: int | None = None


def list_buttons(
    grid: Grid, state: ListState, actions: Sequence[Action[R, I, F]]
) -> list[ActionButton]:
    """The buttons above a list; for a list of fixed states only actions allowed in them.

    In colour is the main action of the model; in a list of fixed states the first that works on
    rows because of their state. What may be done in any state, such as labels, is not its work.
    """
    if state.named is None:
        primary = next((a for a in actions if a.is_primary and a.model is grid.model), None)
        return _led_by(primary, actions)
    values = frozenset(grid.named_lists[state.named].values)
    fitting = [
        a for a in actions if a.states is None or a.model is not grid.model or a.states & values
    ]
    return _led_by(next((a for a in fitting if _is_of_a_state(a, grid)), None), fitting)


def _is_of_a_state(action: Action[R, I, F], grid: Grid) -> bool:
    """Whether rows offer the action because of their state."""
    return action.states is not None and action.model is grid.model


def _led_by(
    primary: Action[R, I, F] | None, actions: Sequence[Action[R, I, F]]
) -> list[ActionButton]:
    """The buttons, the primary one first and in colour."""
    ordered = sorted(actions, key=lambda action: action is not primary)
    return [dataclasses.replace(button(action), is_primary=action is primary) for action in ordered]


def button(action: Action[R, I, F], why_not: str | None = None) -> ActionButton:
    """The button of an action."""
    most = action.maximum_rows if action.maximum_rows < MAXIMUM_BATCH_ROWS else None
    return ActionButton(action.key, action_title(action.key), disabled_reason=why_not, most=most)
