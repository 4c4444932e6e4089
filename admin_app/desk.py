"""工作台: what waits for the actor, counted, each with the list it leads to."""

from __future__ import annotations

from flask_admin import AdminIndexView, expose
from flask_babel import lazy_gettext as _l
from flask_login import current_user


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
        return self.render("admin/desk.html")
