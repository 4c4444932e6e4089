"""查找: one field for units, names, numbers, pages and actions, as a page and as a piece of one."""

from __future__ import annotations

from flask import request
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user

from admin_app.pages.workspace.finder import Group, find
from admin_app.web.page import Page
from models.core.base import db


class FindPage(Page):
    """What the words of `q` find."""

    endpoint = "find"

    @expose("/")
    def index(self) -> str:
        return self.render("pages/workspace/find.html", title=_("查找"), **_answers())

    @expose("/answers")
    def answers(self) -> str:
        """The answers alone, for the panel over any page."""
        return self.render("pages/workspace/_found.html", **_answers())


def _answers() -> dict[str, str | tuple[Group, ...]]:
    asked = request.args.get("q", "").replace("\x00", "")
    return {"asked": asked, "groups": find(db.session(), current_user.actor, asked)}
