"""视图: the saved views next to a list's tabs, and the redirect from URLs that mean one.

A URL without parameters means the user's default view; `?view=7` alone means that view. Either
redirects to the view's full URL, so that list states have a single form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.core.actor import Actor
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.list_state import ListState, read_state, to_pairs
from admin_app.grid.spec import Grid
from models.workspace.saved_view import MAXIMUM_SHARED, MAXIMUM_VIEWS, SavedView, visible_views


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A view for the template."""

    name: str
    url: str
    is_default: bool
    is_shared: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class ViewStrip:
    """The views next to the tabs."""

    own: Sequence[ViewLink]
    #: Colleagues' views, read-only; they can be copied by saving under another name.
    shared: Sequence[ViewLink]
    current: ViewLink | None
    #: Whether the current view is the reader's own, to be saved over.
    is_own: bool
    #: Whether the list's state differs from the current view.
    is_changed: bool
    #: The list's present state, to be saved.
    query: str
    #: The list, as its views are kept.
    entity: str


def load_views(session: Session, actor: Actor, entity: str) -> list[SavedView]:
    """The views of a list that the actor sees, their own first."""
    wanted = visible_views(actor.user_id, actor.office_code, actor.unit_id)
    wanted = wanted.where(SavedView.entity == entity).order_by(
        (SavedView.user_id == actor.user_id).desc(), SavedView.name, SavedView.id
    )
    return list(session.scalars(wanted.limit(MAXIMUM_VIEWS + MAXIMUM_SHARED)))


def view_at_address(
    views: Sequence[SavedView], actor: Actor, args: MultiDict[str, str]
) -> tuple[bool, SavedView | None]:
    """Whether a URL means only a view, and which one."""
    if not args:
        own = (v for v in views if v.is_default and v.user_id == actor.user_id)
        view = next(own, None)
        return view is not None, view
    asked = args.get("view", "")
    if set(args) != {"view"} or not asked.isdecimal():
        return False, None
    return True, next((view for view in views if str(view.id) == asked), None)


def state_of_view(grid: Grid, view: SavedView) -> ListState | None:
    """The list state of a view; None when it is invalid now."""
    if (query := view.query) is None:
        return None
    try:
        return replace(read_state(grid, MultiDict(parse_qsl(query))), view=view.id)
    except BadListError:
        return None


def strip_of(grid: Grid, views: Sequence[SavedView], actor: Actor, state: ListState) -> ViewStrip:
    """The views next to the tabs of the list in this state."""
    links = {view.id: _link(view, state) for view in views}
    current = next((view for view in views if view.id == state.view), None)
    kept = state_of_view(grid, current) if current else None
    return ViewStrip(
        own=[links[v.id] for v in views if v.user_id == actor.user_id],
        shared=[links[v.id] for v in views if v.user_id != actor.user_id],
        current=links[current.id] if current else None,
        is_own=current is not None and current.user_id == actor.user_id,
        is_changed=current is not None and (kept is None or to_pairs(kept) != to_pairs(state)),
        query=replace(state, view=None).query(),
        entity=grid.asked_as or grid.entity,
    )


def _link(view: SavedView, state: ListState) -> ViewLink:
    return ViewLink(
        view.name, f"./?view={view.id}", view.is_default, view.is_shared, view.id == state.view
    )
