"""GridView: the only ModelView subclass; Flask-Admin provides routing, menu and blueprint.

Every endpoint that Flask-Admin exposes is overridden or closed here, so that none bypasses scope
and permissions (`get_one` by key, inline updates, unscoped look-ups, raw ids in actions). Each
route calls a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NoReturn

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from flask_login import current_user

from admin_app.auth.current_actor import the_clock
from admin_app.forms.request_errors import BadRequestError
from admin_app.grid.condition_panel import take_draft
from admin_app.grid.errors import BadListError
from admin_app.grid.exporting.routes import export_list
from admin_app.grid.list_routes import list_page, pasted_page
from admin_app.grid.listing.forgiven_address import forgivingly
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.partial_routes import cell_piece, facets_piece, tabs_piece
from admin_app.grid.planning.basket_routes import ticked_page, ticks_of_list
from admin_app.grid.planning.routes import plan_or_confirm
from admin_app.grid.record_routes import create_page, details_page, edited_page
from admin_app.grid.role_columns import grids_for
from admin_app.grid.spec import Column, Grid
from admin_app.grid.view_request import ViewRequest
from admin_app.labels import ENTITIES, sentence
from models.core.base import db
from models.core.scope import ScopeLevel

_ONE_OFFICE = frozenset({ScopeLevel.OFFICE, ScopeLevel.REGISTRANT})


class GridView(ModelView):
    """The pages of one entity: list, record, forms, plan, file."""

    def __init__(self, grid: Grid, grids: Mapping[str, Grid], url: str | None = None) -> None:
        self.grid = grid
        self.grids = grids
        title = ENTITIES[grid.entity_table]
        super().__init__(grid.model, db, name=title, endpoint=grid.entity, url=url)
        # Flask-Admin's own scripts and styles are never served.
        self.static_folder = None

    def _refresh_cache(self) -> None:
        """Build nothing at start: Flask-Admin's lists and forms are not used."""

    def scaffold_auto_joins(self) -> list[object]:
        """Join nothing: the query package does."""
        return []

    # Closed endpoints of Flask-Admin: actions do this instead.
    ajax_update = None
    ajax_lookup = None

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated) and current_user.actor.role in self.grid.readers

    def is_visible(self) -> bool:
        """Entries of the menu carry the guide's names; they are links of their own."""
        return False

    def inaccessible_callback(self, name: str, **kwargs: object) -> NoReturn:
        abort(403)

    def _run_view(
        self, fn: Callable[..., ResponseReturnValue], *args: object, **kwargs: object
    ) -> ResponseReturnValue:
        """Call the view plainly; Flask-Admin would retry on any TypeError and hide it."""
        try:
            return fn(self, *args, **kwargs)
        except BadListError as error:
            said = sentence(error.refusal.code, error.refusal.facts)
            raise BadRequestError(said) from error

    def grid_of_reader(self) -> Grid:
        """The list as the current reader sees it."""
        return reader_grid(db.session(), self.grid, current_user.actor.role)

    def _request(self) -> ViewRequest:
        actor = current_user.actor
        grid = self.grid_of_reader()
        return ViewRequest(
            session=db.session(),
            actor=actor,
            grid=grid,
            grids=grids_for(self.grids, actor.role),
            shown=_shapes(grid, is_narrow=actor.scope.level in _ONE_OFFICE),
            today=the_clock().today(),
            render=self.render,
        )

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        view, draft = self._request(), take_draft()
        return forgivingly(view.grid, lambda: list_page(view, draft))

    @expose("/paste/", methods=("POST",))
    def paste_view(self) -> ResponseReturnValue:
        return pasted_page(self._request())

    @expose("/tabs/")
    def tabs_view(self) -> str:
        return tabs_piece(self._request())

    @expose("/facets/")
    def facets_view(self) -> str:
        return facets_piece(self._request())

    @expose("/cell/", methods=("GET", "POST"))
    def cell_view(self) -> ResponseReturnValue:
        return cell_piece(self._request())

    @expose("/ticks/", methods=("GET", "POST"))
    def ticks_view(self) -> Response:
        return ticks_of_list(self._request())

    @expose("/ticked/")
    def ticked_view(self) -> str:
        return ticked_page(self._request())

    @expose("/export/", methods=("POST",))
    def export(self) -> Response:
        return export_list(self._request())

    @expose("/action/", methods=("GET", "POST"))
    def action_view(self) -> ResponseReturnValue:
        return plan_or_confirm(self._request())

    @expose("/details/")
    def details_view(self) -> str:
        return details_page(self._request())

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> ResponseReturnValue:
        return create_page(self._request())

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> ResponseReturnValue:
        return edited_page(self._request())

    @expose("/delete/", methods=("POST",))
    def delete_view(self) -> NoReturn:
        """Rows are ended by verbs, never deleted here."""
        abort(403)


@lru_cache(maxsize=1024)
def _shapes(grid: Grid, *, is_narrow: bool) -> Mapping[str | None, Grid]:
    """Named list → the grid with its columns.

    For those who see one office only without its name, which on every row would say nothing.
    """
    wide = {None: grid, **{named.key: _with(grid, named.columns) for named in grid.lists}}
    if not is_narrow:
        return wide
    return {key: _with(grid, _without_office(shape.column_list)) for key, shape in wide.items()}


def _with(grid: Grid, columns: tuple[Column, ...]) -> Grid:
    """The grid with other columns, or itself when they are none or its own."""
    return replace(grid, column_list=columns) if columns not in ((), grid.column_list) else grid


def _without_office(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns but the office's name, which stays where it is what the row is called."""
    first, *rest = columns
    return (first, *(column for column in rest if column.name != "office"))
