"""The page itself: what `admin/desk.html`, or a registrant's portal, shows."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_admin import AdminIndexView, expose
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from actions.catalog import grants_of
from actions.charge import CHARGE
from admin_app.actor import the_clock
from admin_app.desk.notices import invoice_notices
from admin_app.desk.todo import todo
from admin_app.portal import portal_context
from admin_app.presence import Presence
from models.base import db
from models.money import format_yuan


class Desk(AdminIndexView):
    """The first page after signing in."""

    def __init__(self) -> None:
        super().__init__(name=_l("工作台"), url="/admin")
        # Flask-Admin's own scripts and styles are never served.
        self.static_folder = None

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated)

    @expose("/")
    def index(self) -> str:
        if current_user.actor.unit_id is not None:
            context = portal_context(db.session(), current_user, the_clock())
            return self.render("pages/portal.html", **context)
        waiting = todo(db.session(), current_user)
        return self.render(
            "admin/desk.html",
            cards=_cards(current_user),
            todo=[line for line, _advice in waiting],
            notices=[
                *_shortages(current_user),
                *invoice_notices(db.session(), current_user.actor),
                *(advice for _line, advice in waiting if advice),
            ],
        )


def _cards(presence: Presence) -> list[tuple[Any, str, Any, str | None, str | None]]:
    cards: list[tuple[Any, str, Any, str | None, str | None]] = []
    if presence.balance_fen is not None:
        url = url_for("transfer.index_view")
        tone = "warning" if presence.balance_fen == 0 else None
        cards.append((_l("账户余额"), format_yuan(presence.balance_fen), None, url, tone))
    if presence.sheets is not None:
        url = url_for("lot.index_view", list="signed")
        tone = "warning" if presence.sheets == 0 else None
        cards.append((_l("发票余额"), f"{presence.sheets:,}", _l("张"), url, tone))
    return cards


def _shortages(presence: Presence) -> list[Any]:
    """What an office that collects money would miss at its next 收费."""
    if presence.sheets == 0 and presence.actor.role in grants_of(CHARGE):
        return [_l("发票余额为 0 张，请先申请并签收发票，再办理收费。")]
    return []
