"""岗位交接单: the sheet of a person or an office, made to be printed and signed by both."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.catalog import grants_of
from actions.hand_over import HAND_OVER
from admin_app.actor import the_clock
from admin_app.grid.cells import instant
from admin_app.grid.spec import STAFF
from admin_app.labels import word
from admin_app.pages.page import Page, key_of
from models.base import db
from models.handover import handover_of
from models.money import format_yuan, yuan_in_words
from models.office import Office
from models.user import Role, User

#: People listed to choose from.
MAXIMUM_USERS = 200


class DeskHandoverPage(Page):
    """Who may hand over, and the sheet."""

    readers = STAFF - {Role.REGISTRY_FINANCE, Role.REGISTRY_REVIEWER}

    @expose("/")
    def index(self) -> str:
        actor = current_user.actor
        people = db.session().scalars(
            select(User)
            .where(User.office_code == actor.office_code, User.role != Role.UNIT_USER)
            .order_by(User.id)
            .limit(MAXIMUM_USERS)
        )
        return self.render(
            "pages/desk_handover.html",
            title=_("岗位交接单"),
            people=[(user, word(user.role)) for user in people],
            office_url=url_for(".sheet", office=actor.office_code),
        )

    @expose("/sheet/")
    def sheet(self) -> str:
        session, raw = db.session(), request.args.get("id")
        user = session.scalar(select(User).where(User.id == key_of(raw))) if raw else None
        code = user.office_code if user else request.args.get("office", "")
        office = session.scalar(select(Office).where(Office.code == code))
        if office is None or (raw and (user is None or user.role is Role.UNIT_USER)):
            abort(404)
        found = handover_of(session, office.code, f"user:{user.id}" if user else None)
        may = current_user.actor.role in grants_of(HAND_OVER)
        return self.render(
            "pages/desk_handover_sheet.html",
            title=_("岗位交接单"),
            office=office,
            user=user,
            at=instant(the_clock().now()),
            found=found,
            charges=[(one, format_yuan(one.amount_fen)) for one in found.charges],
            charged=format_yuan(found.charged_fen),
            charged_in_words=yuan_in_words(found.charged_fen) if found.charged_fen else None,
            reviews=[(name, instant(at)) for name, at in found.reviews],
            record_url=url_for("user.action_view", action=HAND_OVER.key, ids=user.id)
            if user and may
            else None,
        )
