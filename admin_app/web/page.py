"""Page: what every page that is not a list has in common with the others: who may read it.

A page reads; what changes anything is an action, which its buttons lead to.
"""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_admin import BaseView
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.forms.row_id import row_id
from admin_app.grid.spec import EVERYONE
from models.offices.office import Office
from models.users.user import Role


class Page(BaseView):
    """A Flask-Admin view without its scripts, entries and redirects; its name is its endpoint."""

    readers: frozenset[Role] = EVERYONE

    def __init__(self, endpoint: str) -> None:
        super().__init__(name=endpoint, endpoint=endpoint)
        # Flask-Admin's own scripts and styles are never served.
        self.static_folder = None

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated) and current_user.actor.role in self.readers

    def is_visible(self) -> bool:
        """Entries of the menu carry the guide's names; they are links of their own."""
        return False

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        abort(403)


def key_of(raw: str) -> int:
    """The key in an address; 404 for what is none."""
    key = row_id(raw)
    return key if key is not None else abort(404)


def office_of(session: Session, code: str) -> Office:
    """The office of that code under the session's scope; 404 for one that is not there to see."""
    wanted = select(Office).where(Office.code == code)
    office = session.scalars(wanted).one_or_none()
    return office if office is not None else abort(404)
