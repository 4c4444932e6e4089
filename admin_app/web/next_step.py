"""Where the guide goes on after an act: links to places that the reader's menu has."""

from __future__ import annotations

from actions.activities import verb_of
from admin_app.auth.user_lookup import Presence
from admin_app.labels.receipts import NEXT_STEPS, Place
from admin_app.views import GRIDS
from admin_app.web.menu import MenuItem, menu_item


def next_step(action: str, presence: Presence) -> MenuItem | None:
    """The entry of the reader's menu where the guide goes on after an action, or None."""
    items = (menu_item(presence, *place) for place in _places(action))
    return next((item for item in items if item is not None), None)


def _places(action: str) -> tuple[Place, ...]:
    """The declared places, else the list of the action's rows."""
    if (declared := NEXT_STEPS.get(action)) is not None:
        return declared
    verb = verb_of(action)
    return tuple(
        (each.entity, None) for each in GRIDS.values() if verb and each.model is verb.model
    )
