"""Actions as buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.contract import Action
from admin_app.labels import action_title


@dataclass(frozen=True, slots=True)
class ActionButton:
    """A button as the template draws it; disabled ones say why."""

    key: str
    label: str
    is_primary: bool = False
    disabled_reason: str | None = None


def button(action: Action[Any, Any, Any], why_not: str | None = None) -> ActionButton:
    """The button of an action."""
    return ActionButton(action.key, action_title(action.key), disabled_reason=why_not)
