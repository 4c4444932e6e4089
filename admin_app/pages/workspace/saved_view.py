"""管理视图: manage one's saved views: rename, share, make default, delete."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms.widgets import HiddenInput

from actions.core.action import Action, F, I, R
from actions.core.input_parsing import parse_input
from actions.core.refusal import Common, Refused
from actions.core.result import Outcome
from actions.perform import perform
from actions.workspace.change_view import CHANGE_VIEW
from actions.workspace.delete_view import DELETE_VIEW
from actions.workspace.save_view import SAVE_VIEW
from admin_app.auth.current_actor import caller
from admin_app.forms.action_form import form_for, show_faults
from admin_app.forms.request_errors import status_of
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.saved_views import state_of_view
from admin_app.grid.register_grid import list_address, list_of
from admin_app.grid.spec import Grid
from admin_app.labels import ENTITIES, sentence
from admin_app.views import GRIDS
from admin_app.web.page import Page
from models.core.base import db
from models.core.journal import Door
from models.workspace.saved_view import MAXIMUM_VIEWS, SavedView

#: Most views on the page.
_MOST_LINES = MAXIMUM_VIEWS * 10


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view as the template draws it."""

    id: int
    name: str
    entity: str
    list_label: str
    #: Its URL; None when it cannot be parsed any more.
    url: str | None
    is_shared: bool
    is_default: bool
    #: Its new name: as it was typed, if that was refused for this reason.
    new_name: str
    fault: str | None = None


class SavedViewPage(Page):
    """The user's saved views; every list has a form to save one."""

    endpoint = "saved_view"

    @expose("/")
    def index(self) -> str:
        return self._page([_view_line(view) for view in _own_views()])

    def _page(self, lines: Sequence[ViewLine]) -> str:
        page: str = self.render(
            "pages/workspace/saved_views.html",
            title=_("管理视图"),
            lines=lines,
            key=secrets.token_urlsafe(16),
        )
        return page

    @expose("/save/", methods=("POST",))
    def save(self) -> ResponseReturnValue:
        """Save a list's present state, then open the view."""
        grid = _grid(request.form.get("entity", ""))
        args = MultiDict(parse_qsl(request.form.get("query", "")))
        state = replace(read_state(grid, args), view=None)
        address = f"{list_address(grid, 'index_view')}?{state.query()}"
        try:
            done = _perform(SAVE_VIEW, {**request.form, "query": state.query()})
        except Refused as refused:
            if refused.first.code is Common.UNCHANGED:
                flash(sentence(Common.UNCHANGED, {}), "success")
                return redirect(address, code=303)
            return self._again(address, refused), status_of(refused)
        flash(_("已保存视图“%(name)s”。", name=done.rows[0].name), "success")
        address = replace(state, view=done.rows[0].row_id).query()
        return redirect(f"{list_address(grid, 'index_view')}?{address}", code=303)

    def _again(self, address: str, refused: Refused) -> str:
        """The form as it was typed, with what is wrong; it leads back to the list."""
        form = form_for(SAVE_VIEW)(formdata=request.form)
        form.entity.widget = form.query.widget = HiddenInput()
        show_faults(form, refused)
        page: str = self.render(
            "elements/form.html",
            title=_("保存视图"),
            back=(_("返回列表"), address),
            form=form,
            form_action=url_for(".save"),
            key=request.form.get("key", ""),
            fault=None if refused.inputs else sentence(refused.first.code, refused.first.facts),
            submit_label=_("保存视图"),
            cancel_url=address,
        )
        return page

    @expose("/change/", methods=("POST",))
    def change(self) -> ResponseReturnValue:
        """Rename, share, make default; what is refused stays as it was typed, at its line."""
        try:
            done = _perform(CHANGE_VIEW, request.form)
        except Refused as refused:
            if refused.first.code is Common.UNCHANGED:
                flash(sentence(Common.UNCHANGED, {}), "success")
                return redirect(url_for(".index"), code=303)
            lines = [_as_typed(_view_line(view), refused) for view in _own_views()]
            if not any(line.fault for line in lines):
                raise
            return self._page(lines), status_of(refused)
        flash(_("已修改视图“%(name)s”。", name=done.rows[0].name), "success")
        return redirect(url_for(".index"), code=303)

    @expose("/delete/", methods=("POST",))
    def delete(self) -> ResponseReturnValue:
        """Delete a view."""
        done = _perform(DELETE_VIEW, request.form)
        flash(_("已删除视图“%(name)s”。", name=done.rows[0].name), "success")
        return redirect(url_for(".index"), code=303)


def _perform(action: Action[R, I, F], form: Mapping[str, str]) -> Outcome:
    fields = action.input.__dataclass_fields__
    given = parse_input(action.input, {name: form[name] for name in fields if name in form})
    # Several forms on the page share its key, so derive one for each.
    key = f"{form.get('key', '')[:40]}:{form.get('row', '')[:20]}"
    return perform(db.session(), action, (), given, caller(Door.GRID), key=key)


def _grid(entity: str) -> Grid:
    """The list of that name, if the reader may open it."""
    role = current_user.actor.role
    grid = list_of(db.session(), GRIDS, role, entity)
    return abort(404) if grid is None or role not in grid.readers else grid


def _own_views() -> list[SavedView]:
    wanted = select(SavedView).where(SavedView.user_id == current_user.actor.user_id)
    wanted = wanted.order_by(SavedView.entity, SavedView.name, SavedView.id).limit(_MOST_LINES)
    return list(db.session().scalars(wanted))


def _view_line(view: SavedView) -> ViewLine:
    grid = list_of(db.session(), GRIDS, current_user.actor.role, view.entity)
    url = None
    if grid is not None and state_of_view(grid, view) is not None:
        url = list_address(grid, "index_view", view=view.id)
    return ViewLine(
        view.id,
        view.name,
        view.entity,
        _title_of(grid) if grid else view.entity,
        url,
        view.is_shared,
        view.is_default,
        view.name,
    )


def _title_of(grid: Grid) -> str:
    return str(ENTITIES[grid.entity_table]) if grid.title is None else grid.title


def _as_typed(line: ViewLine, refused: Refused) -> ViewLine:
    """The line with what was typed in it, if it is the one that was posted."""
    typed = request.form
    if (line.entity, line.name) != (typed.get("entity"), typed.get("name")):
        return line
    return replace(
        line,
        new_name=typed.get("new_name", ""),
        is_shared="is_shared" in typed,
        is_default="is_default" in typed,
        fault=sentence(refused.first.code, refused.first.facts),
    )
