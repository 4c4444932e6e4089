"""新手引导: a panel that walks a new clerk from page to page, as far as they want to go.

How far they have come is a fact of their login, so it is the same at any computer; 稍后 holds for
the one sign-in. Everything is a link or a form; the script only leads the eye.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Blueprint, Flask, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from actions.perform import perform
from actions.users.set_tour import SET_TOUR, SetTourInput
from admin_app.auth.current_actor import caller_on_own_login
from admin_app.auth.user_lookup import Presence
from admin_app.grid.page_text import pages_in_use
from admin_app.labels.help.guide import Place
from admin_app.labels.tour import DESK, Step, steps_for
from admin_app.views import GRIDS
from models.core.base import db
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.users.user import Role

tour = Blueprint("tour", __name__)

#: The step of who wants no more of it.
ENDED = 0
_LATER = "tour_later"


@dataclass(frozen=True, slots=True)
class Panel:
    """The step one stands at, as `admin/_tour.html` draws it."""

    step: Step
    number: int
    count: int
    #: The page it speaks of; None: this is it.
    url: str | None


def install(app: Flask) -> None:
    """Take the clerk's answers."""
    app.register_blueprint(tour)


@tour.post("/tour")
def move() -> Response:
    """Go to a step and its page; 0 ends the tour, an empty step puts it off."""
    steps = walk(current_user.actor.role)
    asked = request.form.get("step", "")
    if not asked.isdecimal():
        session[_LATER] = True
        return redirect(url_for("admin.index"), code=303)
    number = min(int(asked), len(steps))
    session.pop(_LATER, None)
    _note(number)
    where = steps[number - 1].place if number else DESK
    return redirect(address_of(where), code=303)


def panel(presence: Presence) -> Panel | None:
    """What the present page shows of the tour: on the desk always, elsewhere where it speaks."""
    if presence.tour_step == ENDED or session.get(_LATER):
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


def _note(number: int) -> None:
    user_id = current_user.actor.user_id
    with scoped_session(db.engine, EVERYTHING) as own:
        by, key = caller_on_own_login(Door.GRID), secrets.token_hex(16)
        perform(own, SET_TOUR, [user_id], SetTourInput(number), by, key=key)
