"""The active filters, each with a link to the list without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from admin_app.grid.filters import FilterField
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as text, and the list without it."""

    said: str
    url: str


def chips_of(request: ListRequest, fields: Sequence[FilterField]) -> list[Chip]:
    """The search words, then the filters in order."""
    grid, state = request.grid, request.state
    chips = []
    if state.search:
        chips.append(_chip(_("关键字"), state.search, replace(state, search="")))
    if state.run is not None:
        chips.append(_chip(_("办理记录"), f"#{state.run}", replace(state, run=None)))
    drawn = {field.name: field for field in fields}
    for f in grid.column_filters:
        if (value := state.filters.get(f.name)) is not None:
            said = _chosen(drawn.get(f.name)) or f.describe(request.session, grid, value)
            left = {name: kept for name, kept in state.filters.items() if name != f.name}
            chips.append(_chip(f.title(grid), said, replace(state, filters=left)))
    return chips


def _chip(label: str, said: str, left: ListState) -> Chip:
    return Chip(_("%(label)s：%(value)s", label=label, value=said), f"./?{left.query()}")


def _chosen(field: FilterField | None) -> str:
    """The labels of the chosen options; empty for fields without options."""
    choices = field.choices if field else ()
    return _(" 或 ").join(str(said) for value, said, is_chosen in choices if value and is_chosen)
