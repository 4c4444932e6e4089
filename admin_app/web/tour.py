"""新手引导: a panel that walks a new clerk from page to page, as far as they want to go.

How far they have come is a fact of their login, so it is the same at any computer; 稍后 holds for
the one sign-in. Everything is a link or a form; the script only leads the eye.
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

#: The step of who wants no more of it.
ENDED = 0
#: The key of a session in which the tour was put off.
LATER = "tour_later"


@dataclass(frozen=True, slots=True)
class Panel:
    """The step one stands at, as `admin/_tour.html` draws it."""

    step: Step
    number: int
    count: int
    #: The page it speaks of; None: this is it.
    url: str | None


def panel(presence: Presence) -> Panel | None:
    """What the present page shows of the tour: on the desk always, elsewhere where it speaks."""
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
    """The steps a role may take, in order."""
    return tuple(step for step in steps_for(role) if _may(role, step.place))


def address_of(place: Place) -> str:
    """Where a place is reached."""
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
