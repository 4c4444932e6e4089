"""What a reader has ticked in a list: kept, asked for, shown as a list of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask_admin import expose
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from admin_app.auth.current_actor import the_clock
from admin_app.grid.action_buttons import list_buttons
from admin_app.grid.listing.computed_cells import derived_writers
from admin_app.grid.listing.headings import headings
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.page import rows_of
from admin_app.grid.listing.query import fetch_by_ids
from admin_app.grid.page_text import row_links, title_of_list
from admin_app.grid.planning.chosen_rows import ticked_ids
from admin_app.grid.record.page import offered
from admin_app.grid.spec import Grid
from models.core.base import db
from models.workspace.basket import tick, ticked


class BasketViews:
    """What GridView answers under /ticks/ and /ticked/."""

    grid: Grid
    actor: Actor
    _db_session: Session
    render: Any
    shown: Any

    @expose("/ticks/", methods=("GET", "POST"))
    def ticks_view(self) -> Response:
        """Keys of the ticked rows that are there to see; a POST adds, drops or clears first."""
        kept = self._keep() if request.method == "POST" else self._kept()
        seen, gone = self._found(kept)
        return jsonify(ids=seen, gone=len(gone))

    @expose("/ticked/")
    def ticked_view(self) -> Any:
        """The ticked rows, of every page, as a list."""
        seen, gone = self._found(self._kept())
        columns = self.shown(None).columns
        rows = fetch_by_ids(self._db_session, self.grid, sorted(seen), columns)
        derived = derived_writers(self._db_session, columns, the_clock().today())
        links = row_links(self.grid, self.actor)
        return self.render(
            "grid/planning/ticked.html",
            title=title_of_list(self.grid, None),
            actions=list_buttons(self.grid, ListState(), offered(self.grid, self.actor)),
            entity=self.grid.entity,
            columns=headings(self.grid, columns),
            rows=rows_of(self.grid, rows, columns, links, "../details/", derived),
            gone=len(gone),
            back_url=url_for(".index_view"),
            plan_url=url_for(".action_view"),
            ticks_url=url_for(".ticks_view"),
            export_url=url_for(".export"),
        )

    def _keep(self) -> list[int]:
        """Take the changes; rows that are not there to see are let go with them."""
        before = self._kept()
        gone = before if "clear" in request.form else self._found(before)[1]
        drop = {*ticked_ids(request.form, "drop"), *gone}
        add, at = ticked_ids(request.form), the_clock().now()
        return tick(db.engine, self._user_id, self.grid.entity, at, add=add, drop=drop)

    def _kept(self) -> list[int]:
        return ticked(self._db_session, self._user_id, self.grid.entity)

    def _found(self, kept: list[int]) -> tuple[list[int], list[int]]:
        if not kept:
            return [], []
        model: Any = self.grid.model
        there = set(self._db_session.scalars(select(model.id).where(model.id.in_(kept))))
        return [i for i in kept if i in there], [i for i in kept if i not in there]

    @property
    def _user_id(self) -> int:
        return int(current_user.actor.user_id)


def take_out(entity: str, done: Iterable[int]) -> None:
    """Rows that were carried out are ticked no more; those that were left stay.

    A tick that stays is no reason to hide the receipt of what was done.
    """
    try:
        tick(db.engine, current_user.actor.user_id, entity, the_clock().now(), drop=done)
    except SQLAlchemyError:
        current_app.logger.exception("the ticks of %s stay", entity)
