"""Headings of a table, with sort links, and the panel for up to three sort keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from admin_app.grid.column_source import label_of
from admin_app.grid.listing.cells import is_figure
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, to_pairs
from admin_app.grid.listing.sorting import MAXIMUM_SORT_KEYS, SortKey
from admin_app.grid.spec import Column, Grid


@dataclass(frozen=True, slots=True)
class Heading:
    """A column heading for the template."""

    key: str
    label: str
    align: str
    #: URL to sort by this column alone; None if not sortable.
    sort_url: str | None
    sorted: str
    wraps: bool
    #: URL to add this column as the last sort key; None if there are enough.
    then_url: str | None = None
    #: The column's rank among several sort keys; 0: none, or the only one.
    rank: int = 0


@dataclass(frozen=True, slots=True)
class SortField:
    """A sort key in the panel: a select of columns, ascending and descending."""

    label: str
    #: Column → (code, whether it is chosen), ascending and descending.
    choices: Sequence[tuple[str, tuple[str, bool], tuple[str, bool]]]


@dataclass(frozen=True, slots=True)
class SortPanel:
    """The panel 排序 (sorting) for the template."""

    fields: Sequence[SortField]
    #: The rest of the list's state, as hidden fields.
    hidden: Sequence[tuple[str, str]]


def headings(grid: Grid, columns: Sequence[Column]) -> list[Heading]:
    """Headings without sort links, for related rows, plans and receipts."""
    return [
        Heading(
            column.key,
            label_of(grid, column),
            "end" if is_figure(grid, column) else "start",
            None,
            "",
            column.wraps,
        )
        for column in columns
    ]


def sorting_headings(request: ListRequest) -> list[Heading]:
    """The headings of a list, with sort links for sortable columns."""
    columns = request.columns
    plain = zip(columns, headings(request.grid, columns), strict=True)
    return [_sorting(request, column.sort or column.name, head) for column, head in plain]


def sorting_panel(request: ListRequest) -> SortPanel:
    """The chosen keys in rank, and all available ones."""
    state = request.state
    ways = [
        (label, SortKey(attribute), SortKey(attribute, is_descending=True))
        for attribute, label in _sort_labels(request.grid, request.columns).items()
    ]
    keys = [*state.sort_keys, *[None] * MAXIMUM_SORT_KEYS][:MAXIMUM_SORT_KEYS]
    ranks = (_("先按"), _("再按"), _("最后按"))
    fields = [
        SortField(
            rank,
            [(label, (up.code, up == key), (down.code, down == key)) for label, up, down in ways],
        )
        for rank, key in zip(ranks, keys, strict=True)
    ]
    return SortPanel(fields, [(n, value) for n, value in to_pairs(state) if n != "sort"])


def _sorting(request: ListRequest, attribute: str, head: Heading) -> Heading:
    state = request.state
    if attribute not in request.grid.sortable:
        return head
    keys = state.sort_keys
    ranks = {key.attribute: rank for rank, key in enumerate(keys, start=1)}
    current = next((key for key in keys if key.attribute == attribute), None)
    alone = current.turned if current and ranks[attribute] == 1 else SortKey(attribute)
    return replace(
        head,
        sort_url=f"./?{state.query(sort=alone.code)}",
        sorted=_direction(current) if current else "",
        then_url=_then_url(state, attribute),
        rank=ranks.get(attribute, 0) if len(keys) > 1 else 0,
    )


def _direction(key: SortKey) -> str:
    return "desc" if key.is_descending else "asc"


def _then_url(state: ListState, attribute: str) -> str | None:
    """URL with one more sort key, or with the direction of an existing one reversed."""
    keys = state.sort_keys
    turned = [key.turned if key.attribute == attribute else key for key in keys]
    further = turned if turned != list(keys) else [*keys, SortKey(attribute)]
    if len(further) > MAXIMUM_SORT_KEYS:
        return None
    return f"./?{state.query(sort=','.join(key.code for key in further))}"


def _sort_labels(grid: Grid, columns: Sequence[Column]) -> dict[str, str]:
    """Attribute → label: of the shown columns first, then of other sort keys."""
    named = {"id": _("登记先后")}
    for column in (*columns, *grid.column_list):
        named.setdefault(column.sort or column.name, label_of(grid, column))
    shown = [column.sort or column.name for column in columns]
    ordered = dict.fromkeys((*shown, *sorted(grid.sortable - {"id"}), "id"))
    return {
        attribute: named.get(attribute) or grid.label_of(attribute)
        for attribute in ordered
        if attribute in grid.sortable
    }
