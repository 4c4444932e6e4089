"""The page: the desk of an office, or a registrant's portal."""

from __future__ import annotations

from functools import cache, partial

from flask import url_for
from flask_admin import AdminIndexView, expose
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import Session

from actions.billing.charge import CHARGE
from actions.permissions import may_run
from admin_app.auth.current_actor import the_clock
from admin_app.auth.user_lookup import Presence
from admin_app.pages.domains.forecast import forecast_context
from admin_app.workbench import invoice_warnings, review_queue, tiles, todo
from admin_app.workbench.combined_query import fetch
from admin_app.workbench.recent_receipts import newest_of
from admin_app.workbench.registrant_portal import portal_context
from models.core.base import db
from models.core.scope import ScopeLevel
from models.core.setting import known_settings
from models.reports.exposure import every_exposure
from models.workspace.report_tile import tile_count


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
        session, presence = db.session(), current_user
        if presence.actor.unit_id is not None:
            return self.render(
                "workbench/registrant_portal.html", **portal_context(session, presence, the_clock())
            )
        settings = known_settings(session)
        figures = fetch(
            session,
            {
                **todo.wanted(session, presence, settings),
                **tiles.wanted(session, presence, settings),
                **review_queue.wanted(session, presence, settings),
                **invoice_warnings.wanted(presence.actor, settings),
                "report_tiles": tile_count(presence.actor.user_id),
            },
        )
        exposed = cache(partial(every_exposure, session, the_clock().today()))
        known = tiles.Known(session, presence, settings, figures, exposed)
        waiting = todo.todo(session, presence, settings, figures)
        return self.render(
            "workbench/desk.html",
            day=the_clock().today(),
            first=todo.first_step(waiting),
            tiles=tiles.tiles(known),
            todo=waiting,
            queue=review_queue.queue_ages(presence, settings, figures),
            receipts=newest_of(session, presence.actor),
            notices=[
                *_shortages(presence),
                *invoice_warnings.invoice_notices(known),
                *(line.advice for line in waiting if line.advice),
            ],
            reports_url=url_for("saved_report.desk") if figures["report_tiles"] else None,
            **_forecast(session, presence),
        )


def _forecast(session: Session, presence: Presence) -> dict[str, object]:
    """The forecast is included for an office, and loaded later for wider scopes."""
    if presence.actor.scope.level is ScopeLevel.OFFICE:
        return forecast_context(session)
    return {
        "forecast_url": url_for("forecast.piece"),
        "below_url": url_for("offices_below.index"),
    }


def _shortages(presence: Presence) -> list[str]:
    """Settings that an office needs before its next 收费."""
    if presence.sheets == 0 and may_run(presence.actor, CHARGE):
        return [_l("发票余额为 0 张，请先申请并签收发票，再办理收费。")]
    return []
