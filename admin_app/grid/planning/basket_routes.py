"""Routes of a user's ticked rows: store, read, show as a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from admin_app.auth.current_actor import the_clock
from admin_app.forms.way_back import here, url_back, with_back
from admin_app.grid.action_buttons import list_buttons
from admin_app.grid.listing.computed_cells import derived_writers
from admin_app.grid.listing.headings import headings
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.page import rows_of
from admin_app.grid.listing.query import fetch_by_ids
from admin_app.grid.page_text import row_links, title_of_list
from admin_app.grid.planning.chosen_rows import ticked_ids
from admin_app.grid.record.page import offered
from admin_app.grid.view_request import ViewRequest
from models.core.base import db
from models.workspace.basket import (
    Ticks,
    basket_name,
    tick,
    ticked,
    ticked_anywhere,
    untick,
)


def ticks_of_list(view: ViewRequest) -> Response:
    """Ids of the visible ticked rows, and which are of an earlier day; a POST adds, removes or
    clears first.
    """
    kept = _keep(view) if request.method == "POST" else _stored(view)
    seen, gone = _visible_ids(view, kept)
    return jsonify(ids=seen, earlier=[i for i in seen if kept[i] < view.today], gone=len(gone))


def ticked_page(view: ViewRequest) -> str:
    """The ticked rows, of every page, as a list."""
    seen, gone = _visible_ids(view, _stored(view))
    columns = view.shown[None].column_list
    rows = fetch_by_ids(view.session, view.grid, sorted(seen), columns)
    derived = derived_writers(view.session, columns, view.today)
    links = row_links(view.grid, view.actor, here())
    return view.render(
        "grid/planning/ticked.html",
        title=title_of_list(view.grid, None),
        actions=list_buttons(view.grid, ListState(), offered(view.grid, view.actor)),
        entity=_name(view),
        columns=headings(view.grid, columns),
        rows=rows_of(view.grid, rows, columns, links, "../details/", derived),
        gone=len(gone),
        back_url=url_back(url_for(".index_view")),
        plan_url=with_back(url_for(".action_view"), here()),
        ticks_url=url_for(".ticks_view", list=_named(view)),
        export_url=url_for(".export"),
    )


def earlier_ticks(view: ViewRequest, ids: Iterable[int]) -> list[int]:
    """Which of these rows were ticked on an earlier day and not today."""
    days = ticked_anywhere(view.session, _user_id(view), view.grid.entity)
    return [key for key in ids if days.get(key, view.today) < view.today]


def _keep(view: ViewRequest) -> Ticks:
    """Apply the changes; rows that are no longer visible are removed as well."""
    before = _stored(view)
    gone = before if "clear" in request.form else _visible_ids(view, before)[1]
    drop = {*ticked_ids(request.form, "drop"), *gone}
    add, at = ticked_ids(request.form), the_clock().now()
    return tick(db.engine, _user_id(view), _name(view), at, add=add, drop=drop)


def _stored(view: ViewRequest) -> Ticks:
    return ticked(view.session, _user_id(view), _name(view))


def _name(view: ViewRequest) -> str:
    return basket_name(view.grid.entity, _named(view))


def _named(view: ViewRequest) -> str | None:
    """The named list whose ticks are meant."""
    named = request.args.get("list", "")
    return named if named in view.grid.named_lists else None


def _visible_ids(view: ViewRequest, kept: Collection[int]) -> tuple[list[int], list[int]]:
    if not kept:
        return [], []
    model: Any = view.grid.model
    there = set(view.session.scalars(select(model.id).where(model.id.in_(kept))))
    return [i for i in kept if i in there], [i for i in kept if i not in there]


def _user_id(view: ViewRequest) -> int:
    assert view.actor.user_id is not None, "whoever reads a view has signed in"
    return view.actor.user_id


def take_out(entity: str, done: Iterable[int]) -> None:
    """Untick the rows that were processed; the others stay ticked.

    A failure here must not hide the receipt.
    """
    try:
        untick(db.engine, current_user.actor.user_id, entity, the_clock().now(), done)
    except SQLAlchemyError:
        current_app.logger.exception("the ticks of %s stay", entity)
