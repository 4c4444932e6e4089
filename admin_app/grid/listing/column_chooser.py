"""Which columns a list shows: its default, or those chosen by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from admin_app.grid.column_source import label_of
from admin_app.grid.listing.list_state import ListState, to_pairs
from admin_app.grid.spec import Column, Grid


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column in the chooser; the first one of a list identifies the row and cannot be removed."""

    key: str
    label: str
    is_shown: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Chooser:
    """The panel 列 (columns) for the template."""

    choices: Sequence[ColumnChoice]
    #: The rest of the list's state, as hidden fields.
    hidden: Sequence[tuple[str, str]]
    #: URL to reset to the default columns; None when they are shown.
    reset_url: str | None


def columns_of(grid: Grid, own: tuple[Column, ...], keys: Sequence[str]) -> tuple[Column, ...]:
    """The columns of the keys in their order, after the list's first; its own when none is chosen.

    `own` are the columns of the list in hand: where it has a column of that key, that one is meant.
    """
    if not keys:
        return own
    found = _offered(grid, own)
    return (own[0], *(found[key] for key in keys if key != own[0].key))


def chooser(
    grid: Grid, own: tuple[Column, ...], shown: Sequence[Column], state: ListState
) -> Chooser:
    """The shown columns in order, then the others; with the rest of the list's state."""
    found, ticked = _offered(grid, own), [column.key for column in shown]
    ordered = (*ticked, *(key for key in found if key not in ticked))
    choices = [
        ColumnChoice(key, label_of(grid, found[key]), key in ticked, key == own[0].key)
        for key in ordered
    ]
    bare = replace(state, columns=())
    return Chooser(choices, to_pairs(bare), f"./?{bare.query()}" if state.columns else None)


def _offered(grid: Grid, own: tuple[Column, ...]) -> dict[str, Column]:
    shown = {column.key for column in own}
    return {column.key: column for column in own} | {
        key: column for key, column in grid.choosable.items() if key not in shown
    }
