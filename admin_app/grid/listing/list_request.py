"""A list asked for: of which view, in which state, in which columns, read by whose session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from admin_app.grid.listing.list_state import ListState
from admin_app.grid.spec import Column, Grid


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What every step from a list's address to its rows is given."""

    #: Its scope narrows the rows.
    session: Session
    grid: Grid
    state: ListState
    #: What is shown of each row; none where rows are only counted or chosen.
    columns: Sequence[Column] = ()
