"""预览 (preview): a 网络红页 as the public would see it, published or not."""

from __future__ import annotations

from flask import abort, render_template, request
from flask_admin import expose
from sqlalchemy import select

from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from admin_app.web.public_red_pages import red_page_context
from models.core.base import db
from models.domains.domain import Domain
from models.domains.red_page import RedPage
from models.units.unit import Unit


class RedPagePreview(Page):
    """The page by its key, under the reader's scope."""

    endpoint = "red_page_preview"
    readers = GRIDS["red_page"].readers

    @expose("/")
    def index(self) -> str:
        wanted = (
            select(RedPage, Domain, Unit)
            .join(Domain, Domain.id == RedPage.domain_id)
            .join(Unit, Unit.id == RedPage.unit_id)
            .where(RedPage.id == key_of(request.args.get("id", "")))
        )
        found = db.session().execute(wanted).one_or_none()
        if found is None:
            abort(404)
        page, domain, unit = found
        context = red_page_context(page, domain.name_u, unit.name)
        return render_template("web/red_page.html", is_preview=True, page_id=page.id, **context)
