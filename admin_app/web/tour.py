"""新手引导 (tour): a panel that guides a new user from page to page.

Progress is stored with the user, so it is the same on any computer; 稍后 (later) applies to the
present session. It works without JavaScript, which only highlights elements.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, session, url_for

from admin_app.auth.user_lookup import Presence
from admin_app.grid.page_text import pages_in_use
from admin_app.labels.help.guide import Place
from admin_app.labels.tour import DESK, Step, steps_for
from admin_app.views import GRIDS
from models.users.user import Role

#: The step that means dismissed.
ENDED = 0
#: The key of a session in which the tour was put off.
LATER = "tour_later"


@dataclass(frozen=True, slots=True)
class Panel:
    """The current step, as shown by `admin/_tour.html`."""

    step: Step
    number: int
    count: int
    #: The URL of its page; None: it is the present page.
    url: str | None


def panel(presence: Presence) -> Panel | None:
    """The panel for the present page: always on the desk, elsewhere only on the page of the
    step.
    """
    if presence.tour_step == ENDED or session.get(LATER):
        return None
    steps = walk(presence.actor.role)
    number = min(presence.tour_step, len(steps))
    step = steps[number - 1]
    is_here = _is_here(step.place)
    if not is_here and request.endpoint != "admin.index":
        return None
    return Panel(step, number, len(steps), None if is_here else address_of(step.place))


def walk(role: Role) -> tuple[Step, ...]:
    """The steps that a role may open, in order."""
    return tuple(step for step in steps_for(role) if _may(role, step.place))


def address_of(place: Place) -> str:
    """The URL of a place."""
    if place == DESK or place.entity in pages_in_use():
        return url_for(f"{place.entity}.index")
    return url_for(f"{place.entity}.index_view", list=place.named)


def _may(role: Role, place: Place) -> bool:
    if place == DESK:
        return True
    found = GRIDS.get(place.entity) or pages_in_use()[place.entity]
    return role in found.readers


def _is_here(place: Place) -> bool:
    if place == DESK:
        return request.endpoint == "admin.index"
    return request.blueprint == place.entity and request.args.get("list") == place.named
