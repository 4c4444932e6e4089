"""打开台账 (open a register): from its definition to its rows, by the name that means it alone."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask_admin import expose
from sqlalchemy import select
from werkzeug.wrappers import Response

from admin_app.grid.register_grid import ENTITY
from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.registers.register import Register


class RegisterRows(Page):
    """The way to the rows of a register, by the key of its definition."""

    endpoint = "register_rows"
    readers = GRIDS["register"].readers

    @expose("/")
    def index(self) -> Response:
        wanted = select(Register).where(Register.id == key_of(request.args.get("id", "")))
        register = db.session().scalar(wanted) or abort(404)
        return redirect(url_for(f"{ENTITY}.index_view", register=register.spec.full_key))
