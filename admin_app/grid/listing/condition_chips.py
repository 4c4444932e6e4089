"""The conditions in force, each a link to the list without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.forms.office_choices import office_said
from admin_app.grid.listing.filter_fields import FilterField
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.spec import Filter, FilterKind, Grid
from admin_app.labels import ENTITIES, column_label
from models.core.base import Base
from models.values.money import format_yuan


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in words, and the list without it."""

    said: str
    url: str


def chips_of(
    session: Session, grid: Grid, state: ListState, fields: Sequence[FilterField]
) -> list[Chip]:
    """The words searched for, then the filters in the order of the bar."""
    chips = []
    if state.search:
        chips.append(_chip(_("关键字"), state.search, replace(state, search="")))
    drawn = {field.name: field for field in fields}
    for f in grid.column_filters:
        if (value := state.filters.get(f.name)) is not None:
            label = column_label(grid.entity_table, f.label or f.name)
            said = _chosen(drawn.get(f.name)) or _said(session, grid, f, value)
            left = {name: kept for name, kept in state.filters.items() if name != f.name}
            chips.append(_chip(label, said, replace(state, filters=left)))
    return chips


def _chip(label: str, said: str, left: ListState) -> Chip:
    return Chip(_("%(label)s：%(value)s", label=label, value=said), f"./?{left.query()}")


def _chosen(field: FilterField | None) -> str:
    """The words of the choices made in the bar; empty where it offers none."""
    choices = field.choices if field else ()
    return _(" 或 ").join(str(said) for value, said, is_chosen in choices if value and is_chosen)


def _said(session: Session, grid: Grid, f: Filter, value: Any) -> str:
    """What the bar has no words for: keys, the one office there is, ranges and texts."""
    if f.kind is FilterKind.KEY:
        return _row_named(session, grid, f, value)
    if f.kind is FilterKind.OFFICE:
        return office_said(session, value)
    if isinstance(value, tuple):
        return _range(value, format_yuan if f.kind is FilterKind.MONEY else str)
    return str(value)


def _row_named(session: Session, grid: Grid, f: Filter, key: int) -> str:
    """The row a key names, in its own words; out of scope it is a number like any other."""
    (foreign,) = grid.table.c[f.name].foreign_keys
    table = foreign.column.table
    model = next(m.class_ for m in Base.registry.mappers if m.local_table is table)
    row = session.scalar(select(model).where(model.id == key))
    if row is None or type(row).__str__ is object.__str__:
        return f"{ENTITIES[table.name]} {key}"
    return str(row)


def _range(value: tuple[Any, Any], write: Callable[[Any], str]) -> str:
    low, high = (None if end is None else write(end) for end in value)
    if low is None:
        return _("至 %(high)s", high=high)
    return (
        _("%(low)s 起", low=low) if high is None else _("%(low)s 至 %(high)s", low=low, high=high)
    )
