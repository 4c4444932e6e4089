"""查找 (global search) for units, names, numbers, pages and actions: a page and a fragment."""

from __future__ import annotations

from flask import request
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user

from admin_app.pages.workspace.global_search import Group, find
from admin_app.web.page import Page
from models.core.base import db


class FindPage(Page):
    """The results for `q`."""

    endpoint = "find"

    @expose("/")
    def index(self) -> str:
        return self.render("pages/workspace/find.html", title=_("查找"), **_answers())

    @expose("/answers")
    def answers(self) -> str:
        """The results as a fragment, for the search panel."""
        return self.render("pages/workspace/_found.html", **_answers())


def _answers() -> dict[str, str | tuple[Group, ...]]:
    asked = request.args.get("q", "").replace("\x00", "")
    return {"asked": asked, "groups": find(db.session(), current_user, asked)}
