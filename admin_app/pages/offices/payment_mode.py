"""缴费方式设置 (guide 新-002, Q1): the own office's 详细信息 (details), and 修改 (edit) below."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.core.action import Reach
from admin_app.grid.column_source import label_of
from admin_app.grid.listing.cells import writers
from admin_app.grid.listing.query import fetch_by_ids
from admin_app.grid.record.edit_form import edit_page, new_page
from admin_app.grid.spec import STAFF
from admin_app.views import GRIDS
from admin_app.web.page import Page
from models.core.base import db
from models.offices.office import PaymentMode

_GRID = GRIDS["payment_mode"]
_OWN = dict.fromkeys(_GRID.can_edit, Reach.OWN)
#: An office without a row creates it here; there is at most one.
_FIRST = replace(_GRID, can_create=_OWN)


class OwnPaymentModePage(Page):
    """The form for the own office's payment mode; read-only for those who may not change it."""

    endpoint = "own_payment_mode"
    readers = STAFF

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        session, actor = db.session(), current_user.actor
        wanted = select(PaymentMode).where(PaymentMode.office_id == actor.office_id)
        row = session.scalars(wanted).one_or_none()
        if actor.role not in _OWN:
            return self._read(row)
        form = (
            edit_page(session, _GRID, row, request.form)
            if row is not None
            else new_page(session, _FIRST, request.form)
        )
        if form.saved_id is not None:
            flash(form.said, "success")
            return redirect(url_for(".index"), code=303)
        own = {"title": _("缴费方式设置"), "submit_label": _("修改"), "back": None}
        context = {**form.context, **own, "cancel_url": url_for("profile.index")}
        return self.render(
            "pages/offices/payment_mode.html", form_page=True, **context
        ), form.status

    def _read(self, row: PaymentMode | None) -> str:
        facts: list[Any] = []
        if row is not None:
            (found,) = fetch_by_ids(db.session(), _GRID, [row.id], _GRID.column_details_list)
            written = zip(
                _GRID.column_details_list,
                writers(_GRID, _GRID.column_details_list),
                found[2:],
                strict=True,
            )
            facts = [(label_of(_GRID, column), write(value)) for column, write, value in written]
        title = _("缴费方式设置")
        return self.render(
            "pages/offices/payment_mode.html", title=title, facts=facts, form_page=False
        )
