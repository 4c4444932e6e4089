"""The groupings of a list, as links above it."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from admin_app.grid.filters import Filter, OfficeFilter
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, is_joined
from admin_app.grid.spec import Grid, Group
from models.core.scope import ScopeLevel, scope_of


def group_links(request: ListRequest) -> list[tuple[str, str, bool]]:
    """(label, url, is current) of the list's groupings."""
    state = request.state
    return [
        (
            group_label(request.grid, group),
            list_url(replace(state, group=group.key)),
            state.group == group.key,
        )
        for group in offered_groups(request)
    ]


def offered_groups(request: ListRequest) -> list[Group]:
    """The groupings useful to the actor: by office only for those who see several.

    With conditions combined with OR, only by office: no other grouping narrows such a list.
    """
    grid = request.grid
    sees_one = scope_of(request.session).level in {ScopeLevel.OFFICE, ScopeLevel.REGISTRANT}
    offices = [g for g in grid.groups if is_of_offices(grid, g) and not sees_one]
    if is_joined(grid, request.state):
        return offices
    return [g for g in grid.groups if g in offices or not is_of_offices(grid, g)]


def list_url(state: ListState) -> str:
    """The relative URL of a list."""
    return f"./?{state.query()}"


def group_label(grid: Grid, group: Group) -> str:
    """The label of a grouping."""
    said = _filter_of(grid, group).title(grid)
    return _("%(date)s（按月）", date=said) if group.by_month else said


def is_of_offices(grid: Grid, group: Group) -> bool:
    """Whether the groups are offices, which are hierarchical and have names."""
    return isinstance(_filter_of(grid, group), OfficeFilter)


def _filter_of(grid: Grid, group: Group) -> Filter:
    """The filter that narrows the list to a group."""
    return next(f for f in grid.column_filters if f.name == group.attribute)
