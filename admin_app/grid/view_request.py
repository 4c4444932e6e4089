"""One request to an entity's view: session, actor, grid and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.core.action import Reach
from actions.core.actor import Actor
from admin_app.grid.listing.column_chooser import columns_of
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.spec import Column, Grid
from models.users.user import Role


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """The context of a view's route."""

    session: Session
    actor: Actor
    grid: Grid
    #: The views of all entities.
    grids: Mapping[str, Grid]
    #: Named list → the grid with the columns that tell the actor's rows of it apart.
    shown: Mapping[str | None, Grid]
    today: dt.date
    #: Renders a template within the page frame.
    render: Callable[..., str]

    def columns_of(self, state: ListState) -> tuple[Column, ...]:
        """The columns the reader chose, or those the list has by itself."""
        return columns_of(self.grid, self.shown[state.named].column_list, state.columns)

    def is_granted(self, grants: Mapping[Role, Reach]) -> bool:
        """Whether the actor's role is among those of `can_edit` or `can_create`."""
        return self.actor.role in grants
