"""Page: the base class of pages that are not lists; controls who may read them.

A page is read-only; changes are actions, to which its buttons link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action
from actions.core.actor import Actor
from admin_app.forms.page_address import leave_out
from admin_app.forms.request_errors import BadParameterError
from admin_app.forms.row_id import row_id
from admin_app.grid.spec import EVERYONE
from models.offices.office import Office
from models.users.user import Role

#: The most of a position that cannot be read which is repeated.
_LONGEST_POSITION = 20


class Page(BaseView):
    """A Flask-Admin view without its scripts, entries and redirects; its name is its endpoint."""

    #: The first part of its address and of `url_for`; a base class of pages has none.
    endpoint: str
    readers: frozenset[Role] = EVERYONE
    #: Its routes that take a file as it is, and so a larger request than others.
    file_routes: frozenset[str] = frozenset()
    #: Actions whose rows wait on this page → the arguments of its address that show them.
    begins: Mapping[Action[Any, Any, Any], Mapping[str, str]] = MappingProxyType({})

    def __init__(self) -> None:
        super().__init__(name=self.endpoint, endpoint=self.endpoint)
        # Flask-Admin's own scripts and styles are never served.
        self.static_folder = None

    def next_step(self, _session: Session, _actor: Actor) -> tuple[str, str] | None:
        """(label, address) of where one goes on after what was done on this page; None: nowhere.

        Read while the receipt is shown, from the arguments of its address.
        """
        return None

    def _run_view(
        self, fn: Callable[..., ResponseReturnValue], *args: object, **kwargs: object
    ) -> ResponseReturnValue:
        """Show the page; without a parameter that cannot be followed, with a word."""
        while True:
            try:
                return fn(self, *args, **kwargs)
            except BadParameterError as error:
                if not leave_out(error.names, _("%(why)s这一项没有采用。", why=error)):
                    raise

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated) and current_user.actor.role in self.readers

    def is_visible(self) -> bool:
        """Entries of the menu carry the guide's names; they are links of their own."""
        return False

    def inaccessible_callback(self, name: str, **kwargs: object) -> NoReturn:
        abort(403)


def key_of(raw: str) -> int:
    """The key in an address; 404 for what is none."""
    key = row_id(raw)
    return key if key is not None else abort(404)


def position_of(name: str) -> int | None:
    """The key of the last line that was seen, in the address; None on the first page.

    Raises BadParameterError for what is no key.
    """
    raw = request.args.get(name, "")
    key = row_id(raw)
    if raw and key is None:
        raise BadParameterError(_("翻页的位置“%(at)s”无法识别。", at=raw[:_LONGEST_POSITION]), name)
    return key


def office_of(session: Session, code: str) -> Office:
    """The office of that code under the session's scope; 404 for one that is not there to see."""
    wanted = select(Office).where(Office.code == code)
    office = session.scalars(wanted).one_or_none()
    return office if office is not None else abort(404)


def office_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Office code → name, of the offices under the session's scope."""
    wanted = select(Office.code, Office.name).where(Office.code.in_(set(codes)))
    return {code: name for code, name in session.execute(wanted)}  # noqa: C416  no pairs to mypy
