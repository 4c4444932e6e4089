"""新手引导: the form by which a clerk goes to a step of the tour, puts it off or ends it."""

from __future__ import annotations

import secrets

from flask import Blueprint, Flask, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from actions.perform import perform
from actions.users.set_tour import SET_TOUR, SetTourInput
from admin_app.auth.current_actor import caller_on_own_login
from admin_app.labels.tour import DESK
from admin_app.web.tour import LATER, address_of, walk
from models.core.base import db
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session

tour = Blueprint("tour", __name__)


def install(app: Flask) -> None:
    """Take the clerk's answers."""
    app.register_blueprint(tour)


@tour.post("/tour")
def move() -> Response:
    """Go to a step and its page; 0 ends the tour, an empty step puts it off."""
    steps = walk(current_user.actor.role)
    asked = request.form.get("step", "")
    if not asked.isdecimal():
        session[LATER] = True
        return redirect(url_for("admin.index"), code=303)
    number = min(int(asked), len(steps))
    session.pop(LATER, None)
    _note(number)
    where = steps[number - 1].place if number else DESK
    return redirect(address_of(where), code=303)


def _note(number: int) -> None:
    user_id = current_user.actor.user_id
    with scoped_session(db.engine, EVERYTHING) as own:
        by, key = caller_on_own_login(Door.GRID), secrets.token_hex(16)
        perform(own, SET_TOUR, [user_id], SetTourInput(number), by, key=key)
