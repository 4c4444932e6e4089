"""Resolves the rows of a request: ticked ones, those of a plan page, or all of a list."""

from __future__ import annotations

from flask import abort
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.core.actor import Actor
from actions.core.refusal import Common, Refusal, Refused
from admin_app.forms.row_id import row_id
from admin_app.grid.listing.list_state import ListState, read_state
from admin_app.grid.planning.selection import Selection, all_matching, unsign
from admin_app.grid.spec import Grid

#: Most ids in a request.
_MOST_IDS = 2000


def ticked_ids(form: MultiDict[str, str], name: str = "ids") -> list[int]:
    raw = form.getlist(name)
    if len(raw) > _MOST_IDS:
        facts = {"count": len(raw), "maximum": _MOST_IDS}
        raise Refused(Refusal(Common.TOO_MANY_ROWS, facts))
    keys = {row_id(each) for each in raw}
    if None in keys:
        abort(400)
    return sorted(key for key in keys if key is not None)


def chosen_rows(session: Session, grid: Grid, actor: Actor, form: MultiDict[str, str]) -> Selection:
    """The selection: from the plan page, all matching rows, or the ticked ones."""
    token = form.get("selection", "")
    carried = unsign(token, grid.entity, actor.key) if token else None
    if carried is not None and "key" in form:
        return carried
    if carried is not None and form.get("mode") == "all":
        return all_matching(session, grid, carried)
    return Selection(grid.entity, actor.key, ids=tuple(ticked_ids(form)))


def listed_state(grid: Grid, actor: Actor, form: MultiDict[str, str]) -> ListState:
    token = form.get("selection", "")
    if not token:
        return ListState(sort=grid.column_default_sort)
    return read_state(grid, unsign(token, grid.entity, actor.key).args())
