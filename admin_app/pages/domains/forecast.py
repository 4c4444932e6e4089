"""到期与费用预测 as a page, and as the piece that the workbench of a wide scope fetches after it.

A county's names are counted with its page; a province's may be read by the hundred thousand.
"""

from __future__ import annotations

from flask_admin import expose
from flask_babel import gettext as _

from admin_app.grid.spec import STAFF
from admin_app.web.page import Page
from admin_app.workbench.forecast import forecast_context
from models.core.base import db


class ForecastPage(Page):
    """Twelve months of the session's scope."""

    readers = STAFF

    @expose("/")
    def index(self) -> str:
        return self.render(
            "pages/domains/forecast.html",
            title=_("到期与费用预测"),
            **forecast_context(db.session()),
        )

    @expose("/piece")
    def piece(self) -> str:
        """The table and its chart alone."""
        return self.render("pages/domains/_forecast.html", **forecast_context(db.session()))
