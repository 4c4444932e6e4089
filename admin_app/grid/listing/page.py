"""The context of the list page, from a list's state and rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _

from admin_app.forms.way_back import BACK
from admin_app.grid.listing.cells import has_ended, writers
from admin_app.grid.listing.computed_cells import derived_writers
from admin_app.grid.listing.condition_chips import chips_of
from admin_app.grid.listing.filter_fields import filter_fields, matching_of
from admin_app.grid.listing.group_links import group_links
from admin_app.grid.listing.headings import sorting_headings, sorting_panel
from admin_app.grid.listing.keyset import cursor_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import SIZES, WHERE, ListState, search_refusal, to_pairs
from admin_app.grid.listing.past_day import day_field
from admin_app.grid.listing.query import Page, fetch_page
from admin_app.grid.listing.search_strategy import COUNT_CAP
from admin_app.grid.spec import Column, Derived, Grid
from admin_app.labels import ENTITIES, column_label, sentence
from admin_app.labels.list_fault import FindFault
from admin_app.labels.menu import list_title
from admin_app.values import Written
from models.values.uscc import faulty_code

#: The parameter for the whole list: without it the URL means the user's default view.
WHOLE = "./?list="


@dataclass(frozen=True, slots=True)
class Row:
    """A row for the template."""

    id: int
    href: str | None
    label: str
    cells: Sequence[Written]
    actions: Sequence[tuple[str, str]] = ()
    #: Kept, but counts for nothing any more: cancelled, void, reversed.
    is_ended: bool = False
    #: What stands behind the name of the row: its labels.
    beside_name: Written = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """URLs of other pages; None where there is none."""

    first_url: str | None
    previous_url: str | None
    next_url: str | None
    last_url: str | None
    position_label: str


def list_context(
    request: ListRequest, today: dt.date, links: Callable[[int], Sequence[tuple[str, str]]]
) -> dict[str, object]:
    """Everything the list template needs but the frame, the actions and the export."""
    grid, state, columns = request.grid, request.state, request.columns
    beside = grid.beside_name if grid.beside_name not in columns else None
    read = (*columns, beside) if beside is not None else columns
    page = fetch_page(replace(request, columns=read))
    derived = derived_writers(request.session, columns, today)
    rows = rows_of(grid, page.rows, read, links, derived=derived)
    return {
        **query_context(request, today),
        "columns": sorting_headings(request),
        "sorting": sorting_panel(request),
        "groups": group_links(request),
        "rows": rows if beside is None else [_with_last_beside(row) for row in rows],
        "total_label": f"{COUNT_CAP:,}+" if page.is_capped else f"{page.count:,}",
        "total_is_capped": page.is_capped,
        "pager": _pager(state, page),
        "sizes": [(n, f"./?{state.query(size=n)}", n == state.size) for n in SIZES],
        "empty": _empty(request),
        "past": day_field(grid.entity_table, None, today),
    }


def query_context(request: ListRequest, today: dt.date) -> dict[str, object]:
    """The context above the rows: tabs, query bar and active filters."""
    filters = filter_fields(request, today)
    return {
        "tabs": _tabs(request),
        "search": _search(request),
        "filters": filters,
        "matching": matching_of(request),
        "chips": chips_of(request, filters),
        "query_action": "./",
        "hidden": _hidden_fields(request),
        "reset_url": _reset_url(request.state),
    }


def rows_of(
    grid: Grid,
    found: Sequence[Sequence[Any]],
    columns: Sequence[Column],
    links: Callable[[int], Sequence[tuple[str, str]]] = lambda _id: (),
    prefix: str = "details/",
    derived: Mapping[Derived, Callable[[Any], Written]] = MappingProxyType({}),
    back: str | None = None,
) -> list[Row]:
    """Fetched rows for the template; their records lead back to `back`."""
    ending = f"&{urlencode({BACK: back})}" if back else ""
    write = writers(grid, columns, derived)
    return [
        Row(
            id=row[0],
            href=f"{prefix}?id={row[0]}{ending}",
            label=str(row[2]),
            cells=[writer(value) for writer, value in zip(write, row[2:], strict=False)],
            actions=links(row[0]),
            is_ended=has_ended(grid, columns, row[2:]),
        )
        for row in found
    ]


def _with_last_beside(row: Row) -> Row:
    """The row with its last cell behind its name."""
    *cells, beside = row.cells
    return replace(row, cells=cells, beside_name=beside)


def _tabs(request: ListRequest) -> list[tuple[str, str, bool, str | None]]:
    grid, state = request.grid, request.state
    if not grid.lists:
        return []
    whole = (_("全部"), WHOLE, state.named is None, None)
    return [
        whole,
        *(
            (
                list_label(grid, named.key),
                f"./?list={named.key}",
                state.named == named.key,
                named.key if named.is_work else None,
            )
            for named in grid.lists
        ),
    ]


def whole_title(grid: Grid) -> str:
    """What the whole list is called: its menu entry, its office's word, or what its rows are."""
    return list_title(grid.entity, None) or grid.title or str(ENTITIES[grid.entity_table])


def list_label(grid: Grid, key: str) -> str:
    """The guide's name of a list."""
    return column_label(grid.entity_table, f"list:{key}")


def _search(request: ListRequest) -> Mapping[str, str] | None:
    grid = request.grid
    if not grid.search_placeholder:
        return None
    return {"value": request.state.search, "placeholder": str(grid.search_placeholder)}


def _hidden_fields(request: ListRequest) -> list[tuple[str, str]]:
    kept = {"list", "sort", "group", "size", "columns", "view", WHERE} | {
        f.name for f in request.grid.column_filters if not f.is_typed
    }
    return [(name, value) for name, value in to_pairs(request.state) if name in kept]


def _reset_url(state: ListState) -> str:
    """URL of the list without filters, with the same columns."""
    kept = {"list": state.named, "columns": ",".join(state.columns)}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"./?{query}" if query else WHOLE


def _pager(state: ListState, page: Page) -> Pager:
    here = state.query()
    edges = tuple(cursor_of(state, page.rows[n]) for n in (0, -1)) if page.rows else ("", "")

    def url(**position: str) -> str:
        return f"./?{here}&{urlencode(position)}"

    return Pager(
        first_url=f"./?{here}" if page.has_previous else None,
        previous_url=url(before=edges[0]) if page.has_previous else None,
        next_url=url(after=edges[1]) if page.has_next else None,
        last_url=url(last="1") if page.has_next else None,
        position_label=_("本页 %(n)s 条", n=len(page.rows)),
    )


def _empty(request: ListRequest) -> tuple[str, str | None, str | None]:
    grid, state = request.grid, request.state
    if (refusal := search_refusal(state)) is not None:
        without_words = f"./?{state.query(search='')}"
        return (sentence(refusal.code, refusal.facts), _("清除查询的字"), without_words)
    fault = (
        faulty_code(state.search) if "unit" in (grid.entity, *grid.column_searchable_list) else None
    )
    if fault is not None:
        facts = {"uscc": state.search, "fault": fault}
        return (sentence(FindFault.USCC, facts), _("清除条件"), WHOLE)
    if state.filters or state.where or state.search:
        return (_("没有符合条件的记录。可以放宽或清除条件。"), _("清除条件"), WHOLE)
    return (_("这里还没有记录。"), None, None)
