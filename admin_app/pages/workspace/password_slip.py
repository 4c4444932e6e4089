"""密码条 (password slip): reset a login's password and print it once (domain.md 5.3-17).

The password is generated here and is only in the response: it is neither stored nor journaled, and
must be changed at the next sign-in.
"""

from __future__ import annotations

import secrets

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.refusal import Refused
from actions.perform import perform
from actions.permissions import grants_of
from actions.users.reset_password import RESET_PASSWORD, ResetPasswordInput
from admin_app.auth.current_actor import caller, the_clock
from admin_app.labels import sentence, word
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.users.user import Role, User
from models.values.calendar import instant
from models.values.password import fault_of

#: Without letters and digits that are easily confused in print.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


class SlipPage(Page):
    """The slip of one login: confirmed, then shown once."""

    endpoint = "slip"
    readers = frozenset(grants_of(RESET_PASSWORD)) - {Role.SYSTEM}

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        user = self._user()
        if request.method != "POST":
            return self._page(user)
        password, key = draw_password(), request.form.get("key", "")
        given = ResetPasswordInput(password)
        try:
            done = perform(
                db.session(), RESET_PASSWORD, [user.id], given, caller(Door.GRID), key=key
            )
        except Refused as refused:
            said = sentence(refused.first.code, refused.first.facts)
            return self._page(self._user(), said), 422
        if done.is_replay:
            return self._page(self._user(), _("这张密码条已经显示过一次。需要时请重新生成。")), 409
        # No cache may store it.
        answer = Response(self._page(self._user(), password=password))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _page(self, user: User, refused: str | None = None, password: str | None = None) -> str:
        whose = user.unit.name if user.unit else user.office.name if user.office else ""
        page: str = self.render(
            "pages/workspace/password_slip.html",
            title=_("密码条"),
            user=user,
            whose=whose,
            role=word(user.role),
            key=secrets.token_urlsafe(16),
            refused=refused,
            password=password,
            at=instant(the_clock().now()),
            by=current_user.actor.name,
            address=current_app.config["PUBLIC_URL"],
        )
        return page

    def _user(self) -> User:
        found = db.session().scalar(
            select(User)
            .where(User.id == key_of(request.args.get("id", "")))
            .options(joinedload(User.unit), joinedload(User.office))
        )
        return found if found is not None else abort(404)


def draw_password() -> str:
    """A password that is strong and easy to type from paper."""
    while True:
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        drawn = "-".join(groups)
        # One in forty has no digit and would be refused: draw again.
        if fault_of(drawn) is None:
            return drawn
