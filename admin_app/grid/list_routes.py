"""A list's page, in the state its address asks for, and the rows that pasted lines name."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin_app.forms.way_back import here, url_back, with_back
from admin_app.grid.action_buttons import list_buttons
from admin_app.grid.condition_panel import Draft, panel_of, with_draft
from admin_app.grid.grouping.routes import groups_page
from admin_app.grid.listing.column_chooser import chooser
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, read_state
from admin_app.grid.listing.page import list_context
from admin_app.grid.listing.saved_views import load_views, state_of_view, strip_of, view_at_address
from admin_app.grid.office_routes import office_meant
from admin_app.grid.page_text import (
    about_list,
    hint_of_list,
    new_record,
    report_draft,
    row_links,
    title_of_list,
    ways_of_list,
    why_empty,
)
from admin_app.grid.past.routes import past_page
from admin_app.grid.paste_lookup import paste_names, pasted_context
from admin_app.grid.planning.selection import Selection
from admin_app.grid.record.inline_edit import with_pencils
from admin_app.grid.record.page import offered
from admin_app.grid.view_request import ViewRequest
from admin_app.i18n.preferences import choose_density, density_links
from models.workspace.basket import basket_name
from models.workspace.saved_view import SavedView


def list_page(view: ViewRequest, draft: Draft) -> ResponseReturnValue:
    """The list, its groups or its past, as the address asks; else where the address leads."""
    grid = view.grid
    saved = load_views(view.session, view.actor, grid.asked_as or grid.entity)
    if (elsewhere := _opened(view, saved)) is not None:
        return elsewhere
    if (meant := office_meant(view)) is not None:
        return meant
    if request.args.get("as_of", "").strip():
        return past_page(view)
    state = read_state(grid, request.args)
    if (narrower := with_draft(grid, state, draft)) is not None:
        return redirect(f"./?{narrower.query()}")
    if state.group:
        return groups_page(view, state, _all_rows(view))
    columns = view.columns_of(state)
    asked = ListRequest(view.session, view.shown[state.named], state, columns)
    context = list_context(asked, view.today, row_links(grid, view.actor, here()))
    if not (context["rows"] or state.filters or state.where or state.search):
        context["empty"] = why_empty(grid, view.grids, state.named, view.actor)
    if view.is_granted(grid.can_edit):
        context["rows"] = with_pencils(grid, context["rows"], columns)
    return view.render(
        "grid/listing/list.html",
        title=title_of_list(grid, state.named),
        about=about_list(grid, state),
        hint=hint_of_list(grid, state),
        ways=ways_of_list(grid, state.named, view.actor),
        actions=list_buttons(grid, state, offered(grid, view.actor)),
        entity=grid.entity,
        basket=basket_name(grid.entity, state.named),
        pane=grid.pane,
        plan_url=with_back(url_for(".action_view"), here()),
        ticks_url=url_for(".ticks_view", list=state.named),
        ticked_url=with_back(url_for(".ticked_view", list=state.named), here()),
        all_token=_all_rows(view) if context["rows"] else None,
        export_url=url_for(".export"),
        paste_url=with_back(url_for(".paste_view"), here()) if grid.pasted else None,
        paste_names=paste_names(grid),
        conditions=panel_of(view.session, grid, state, draft),
        chooser=chooser(grid, view.shown[state.named].column_list, columns, state),
        views=strip_of(grid, saved, view.actor, state),
        view_key=secrets.token_urlsafe(16),
        report_url=report_draft(grid, state, view.actor),
        density=choose_density(),
        densities=density_links(),
        **new_record(grid, view.actor),
        **context,
    )


def pasted_page(view: ViewRequest) -> ResponseReturnValue:
    """The rows that pasted lines name, ticked, and the lines that name none."""
    grid = view.grid
    if not grid.pasted:
        abort(404)
    context = pasted_context(
        view.session,
        grid,
        request.form.get("lines", ""),
        view.shown[None].column_list,
        view.today,
        row_links(grid, view.actor, here()),
    )
    page = view.render(
        "grid/listing/pasted.html",
        title=title_of_list(grid, None),
        actions=list_buttons(grid, ListState(), offered(grid, view.actor)),
        back_url=url_back(url_for(".index_view")),
        plan_url=with_back(url_for(".action_view"), here()),
        export_url=url_for(".export"),
        **context,
    )
    return page, 422 if context["refused"] else 200


def _opened(view: ViewRequest, saved: Sequence[SavedView]) -> ResponseReturnValue | None:
    """The full address of the saved view that is meant; None where none is, or can be read."""
    is_meant, found = view_at_address(saved, view.actor, request.args)
    if not is_meant:
        return None
    if found is None:
        flash(_("没有这个视图，或者已经删除，显示的是整个列表。"), "warning")
        return redirect(url_for(".index_view", list=""))
    if (state := state_of_view(view.grid, found)) is not None:
        return redirect(f"{url_for('.index_view')}?{state.query()}")
    said = _("视图“%(name)s”的条件或列已经取消，无法打开。请删除后重新保存。", name=found.name)
    flash(said, "warning")
    # A default that cannot be read does not stand in the way of the list.
    where = url_for("saved_view.index") if request.args else url_for(".index_view", list="")
    return redirect(where)


def _all_rows(view: ViewRequest) -> str:
    """The token that selects every row of the list at this address."""
    query = urlencode(list(request.args.items(multi=True)))
    return Selection(view.grid.entity, view.actor.key, query=query).sign()
