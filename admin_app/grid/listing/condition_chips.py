"""The active filters, each with a link to the list without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from admin_app.grid.conditions.columns import filters_of
from admin_app.grid.conditions.tree import Combination
from admin_app.grid.conditions.words import in_words
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
    for f in filters_of(grid):
        if (value := state.filters.get(f.name)) is not None:
            said = _chosen(drawn.get(f.name)) or f.describe(request.session, grid, value)
            left = {name: kept for name, kept in state.filters.items() if name != f.name}
            chips.append(_chip(f.title(grid), said, replace(state, filters=left)))
    if state.where is not None:
        chips += _where_chips(request, state.where)
    return chips


def _where_chips(request: ListRequest, where: Combination) -> list[Chip]:
    """One chip for each part that must hold; conditions of which any is enough are one chip."""
    state, parts = request.state, where.parts
    if where.is_any and len(parts) > 1:
        said = in_words(request.session, where)
        return [_chip(_("组合条件"), said, replace(state, where=None))]
    rest = (parts[:n] + parts[n + 1 :] for n in range(len(parts)))
    return [
        Chip(
            in_words(request.session, part),
            f"./?{replace(state, where=Combination(others) if others else None).query()}",
        )
        for part, others in zip(parts, rest, strict=True)
    ]


def _chip(label: str, said: str, left: ListState) -> Chip:
    return Chip(_("%(label)s：%(value)s", label=label, value=said), f"./?{left.query()}")


def _chosen(field: FilterField | None) -> str:
    """The labels of the chosen options; empty for fields without options."""
    choices = field.choices if field else ()
    return _(" 或 ").join(str(said) for value, said, is_chosen in choices if value and is_chosen)
