"""我的业务单: one's own receipts, newest first."""

from __future__ import annotations

from flask import url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user

from admin_app.grid.planning.own_receipts import RECEIPTS_A_PAGE, own_receipts
from admin_app.web.page import Page, position_of
from models.core.base import db


class OwnReceiptsPage(Page):
    """The user's own receipts, by keyset pagination."""

    endpoint = "own_receipts"

    @expose("/")
    def index(self) -> str:
        before = position_of("before")
        found = own_receipts(db.session(), current_user.actor, before)
        lines, more = found[:RECEIPTS_A_PAGE], found[RECEIPTS_A_PAGE:]
        return self.render(
            "pages/workspace/own_receipts.html",
            title=_("我的业务单"),
            lines=lines,
            older_url=url_for(".index", before=lines[-1].id) if more else None,
            newest_url=url_for(".index") if before is not None else None,
        )
