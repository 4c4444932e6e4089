"""GridView: the only ModelView subclass. Flask-Admin lends routing, menu and blueprint.

Every endpoint Flask-Admin exposes is overridden or closed here, so that no door of its own stays
open (`get_one` by key, inline updates, unscoped look-ups, raw ids in actions).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import abort, flash, redirect, request, url_for
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from actions.core.actor import Actor
from admin_app.auth.current_actor import the_clock
from admin_app.forms.request_errors import BadRequestError
from admin_app.forms.row_id import row_id
from admin_app.grid.action_buttons import list_buttons
from admin_app.grid.errors import BadListError
from admin_app.grid.exporting.routes import ExportViews
from admin_app.grid.grouping.routes import GroupViews
from admin_app.grid.listing.column_chooser import chooser, columns_of
from admin_app.grid.listing.list_state import ListState, read_state
from admin_app.grid.listing.page import list_context
from admin_app.grid.listing.saved_views import load_views, state_of_view, strip_of, view_at_address
from admin_app.grid.office_routes import OfficeViews
from admin_app.grid.page_text import (
    about_list,
    hint_of_list,
    new_record,
    page_links,
    row_links,
    title_of_list,
    ways_of_list,
    why_empty,
)
from admin_app.grid.partial_routes import PieceViews
from admin_app.grid.past.routes import PastViews
from admin_app.grid.paste_lookup import paste_names, pasted_context
from admin_app.grid.planning.basket_routes import BasketViews
from admin_app.grid.planning.receipts import load_receipt
from admin_app.grid.planning.routes import PlanViews
from admin_app.grid.planning.selection import Selection
from admin_app.grid.record.edit_form import edit_page, new_page
from admin_app.grid.record.inline_edit import with_pencils
from admin_app.grid.record.page import load_record, offered, record_context
from admin_app.grid.record.timeline import read_asked
from admin_app.grid.spec import Column, Grid
from admin_app.i18n.preferences import choose_density, density_links
from admin_app.labels import ENTITIES, sentence
from models.core.base import db
from models.core.journal import JournalEntry
from models.core.scope import ScopeLevel
from models.workspace.saved_view import SavedView

_ONE_OFFICE = frozenset({ScopeLevel.OFFICE, ScopeLevel.REGISTRANT})


class GridView(
    PlanViews,
    BasketViews,
    GroupViews,
    OfficeViews,
    PieceViews,
    ExportViews,
    PastViews,
    ModelView,
):
    """The pages of one entity: list, record, forms, plan, file."""

    def __init__(self, grid: Grid, grids: Mapping[str, Grid]) -> None:
        self.grid = grid
        self.grids = grids
        #: Named list → the grid with its columns, for those who see several offices.
        self.wide = {None: grid, **{n.key: _with(grid, n.columns) for n in grid.lists}}
        #: The same for those who see one office only: its name on every row would say nothing.
        self.narrow = {
            key: _with(grid, _without_office(shape.column_list)) for key, shape in self.wide.items()
        }
        title = ENTITIES[grid.entity_table]
        super().__init__(grid.model, db, name=title, endpoint=grid.entity)
        # Flask-Admin's own scripts and styles are never served.
        self.static_folder = None

    def _refresh_cache(self) -> None:
        """Build nothing at start: Flask-Admin's lists and forms are not used."""

    def scaffold_auto_joins(self) -> list[Any]:
        """Join nothing: the query package does."""
        return []

    # Doors of Flask-Admin that stay shut: what they do is done by actions.
    ajax_update = None
    ajax_lookup = None

    @property
    def actor(self) -> Actor:
        """Who asks."""
        actor: Actor = current_user.actor
        return actor

    def shown(self, named: str | None) -> Grid:
        """The grid with the columns that tell the actor's rows of a list apart."""
        shapes = self.narrow if self.actor.scope.level in _ONE_OFFICE else self.wide
        return shapes[named]

    def columns_of(self, state: ListState) -> tuple[Column, ...]:
        """The columns the reader chose, or those the list has by itself."""
        return columns_of(self.grid, self.shown(state.named).column_list, state.columns)

    @property
    def _db_session(self) -> Session:
        return db.session()

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated) and self.actor.role in self.grid.readers

    def is_visible(self) -> bool:
        """Entries of the menu carry the guide's names; they are links of their own."""
        return False

    def inaccessible_callback(self, name: str, **kwargs: Any) -> AnyResponse:
        abort(403)

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """Call the view plainly; Flask-Admin would retry on any TypeError and hide it."""
        try:
            return fn(self, *args, **kwargs)
        except BadListError as error:
            said = sentence(error.refusal.code, error.refusal.facts)
            raise BadRequestError(said) from error

    @expose("/")
    def index_view(self) -> Any:
        views = load_views(self._db_session, self.actor, self.grid.entity)
        if (elsewhere := self._opened(views)) is not None:
            return elsewhere
        if (meant := self._office_meant()) is not None:
            return meant
        if request.args.get("as_of", "").strip():
            return self._past_page()
        state = read_state(self.grid, request.args)
        if state.group:
            return self._groups_page(state)
        columns = self.columns_of(state)
        context = list_context(
            self._db_session,
            self.shown(state.named),
            state,
            the_clock().today(),
            row_links(self.grid, self.actor),
            columns,
        )
        if not (context["rows"] or state.filters or state.search):
            context["empty"] = why_empty(self.grid, self.grids, state.named, self.actor)
        if self._may(self.grid.can_edit):
            context["rows"] = with_pencils(self.grid, context["rows"], columns)
        actions = list_buttons(self.grid, state, offered(self.grid, self.actor))
        return self.render(
            "grid/listing/list.html",
            title=title_of_list(self.grid, state.named),
            about=about_list(self.grid, state),
            hint=hint_of_list(self.grid, state),
            ways=ways_of_list(self.grid, state.named, self.actor),
            actions=actions,
            entity=self.grid.entity,
            pane=self.grid.pane,
            plan_url=url_for(".action_view"),
            ticks_url=url_for(".ticks_view"),
            ticked_url=url_for(".ticked_view"),
            all_token=self._all_token() if context["rows"] else None,
            export_url=url_for(".export"),
            paste_url=url_for(".paste_view") if self.grid.pasted else None,
            paste_names=paste_names(self.grid),
            chooser=chooser(self.grid, self.shown(state.named).column_list, columns, state),
            views=strip_of(self.grid, views, self.actor, state),
            view_key=secrets.token_urlsafe(16),
            density=choose_density(),
            densities=density_links(),
            **new_record(self.grid, self.actor),
            **context,
        )

    def _opened(self, views: Sequence[SavedView]) -> AnyResponse | None:
        """The full address of the view that is meant; None where none is, or none can be read."""
        is_meant, view = view_at_address(views, self.actor, request.args)
        if not is_meant:
            return None
        if view is None:
            abort(404)
        if (state := state_of_view(self.grid, view)) is not None:
            return redirect(f"{url_for('.index_view')}?{state.query()}")
        said = _("视图“%(name)s”的条件或列已经取消，无法打开。请删除后重新保存。", name=view.name)
        flash(said, "warning")
        # A default that cannot be read does not stand in the way of the list.
        where = url_for("saved_view.index") if request.args else url_for(".index_view", list="")
        return redirect(where)

    @expose("/details/")
    def details_view(self) -> str:
        record = self._record()
        context = record_context(
            self._db_session,
            self.grid,
            record,
            self.grids,
            self.actor,
            the_clock().today(),
            read_asked(request.args),
        )
        edit_url = url_for(".edit_view", id=record.id) if self._may(self.grid.can_edit) else None
        return self.render(
            "grid/record/details.html",
            edit_url=edit_url,
            pages=page_links(self.grid, record.id, self.actor),
            receipt_url=self._receipt_url(record),
            **context,
        )

    def _receipt_url(self, record: Any) -> str | None:
        """Each line of the journal opens the receipt of its run, if the run left one."""
        if (
            not isinstance(record, JournalEntry)
            or load_receipt(self._db_session, record.id) is None
        ):
            return None
        return url_for("receipt.index", id=record.id)

    @expose("/paste/", methods=("POST",))
    def paste_view(self) -> tuple[str, int]:
        """The rows that pasted lines name, ticked, and the lines that name none."""
        if not self.grid.pasted:
            abort(404)
        context = pasted_context(
            self._db_session,
            self.grid,
            request.form.get("lines", ""),
            self.shown(None).column_list,
            the_clock().today(),
            row_links(self.grid, self.actor),
        )
        page = self.render(
            "grid/listing/pasted.html",
            title=title_of_list(self.grid, None),
            actions=list_buttons(self.grid, ListState(), offered(self.grid, self.actor)),
            back_url=url_for(".index_view"),
            plan_url=url_for(".action_view"),
            export_url=url_for(".export"),
            **context,
        )
        return page, 422 if context["refused"] else 200

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Any:
        if not self._may(self.grid.can_create):
            abort(403)
        return self._answer(new_page(self._db_session, self.grid, request.form))

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> Any:
        record = self._record()
        if not self._may(self.grid.can_edit):
            abort(403)
        return self._answer(edit_page(self._db_session, self.grid, record, request.form))

    @expose("/delete/", methods=("POST",))
    def delete_view(self) -> Any:
        """Rows are ended by verbs, never deleted here."""
        abort(403)

    def _may(self, grants: Mapping[Any, Any]) -> bool:
        return self.actor.role in grants

    def _all_token(self) -> str:
        pairs = [(k, v) for k, v in request.args.items(multi=True)]
        return Selection(self.grid.entity, self.actor.key, query=urlencode(pairs)).sign()

    def _record(self) -> Any:
        if (key := row_id(request.args.get("id", ""))) is None:
            abort(404)
        record = load_record(self._db_session, self.grid, key)
        return record if record is not None else abort(404)

    def _answer(self, page: Any) -> Any:
        """A form's page, or the way to the record it saved."""
        if page.saved_id is not None:
            return redirect(url_for(".details_view", id=page.saved_id), code=303)
        return self.render("elements/form.html", **page.context), page.status


def _with(grid: Grid, columns: tuple[Column, ...]) -> Grid:
    """The grid with other columns, or itself when they are none or its own."""
    return replace(grid, column_list=columns) if columns not in ((), grid.column_list) else grid


def _without_office(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns but the office's name, which stays where it is what the row is called."""
    first, *rest = columns
    return (first, *(column for column in rest if column.name != "office"))
