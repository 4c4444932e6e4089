"""Global search over everything the actor may see: pages, actions, and rows by name or number.

Queries are Chinese, pinyin initials, codes or the beginning of a number; every result is a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from actions.core.action import Action, F, I, R
from actions.core.actor import Actor
from actions.permissions import CATALOG, may_run
from admin_app.auth.user_lookup import Presence
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.page import rows_of
from admin_app.grid.listing.query import fetch_by_ids, fetch_page
from admin_app.grid.numbered import NUMBERED
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.page_text import pages_in_use, start_url
from admin_app.grid.spec import Column, Grid
from admin_app.labels import ENTITIES, action_title
from admin_app.pages.workspace.number_search import ids_by_number, receipts_by_number
from admin_app.views import GRIDS
from admin_app.web.menu import main_menu, top_menu
from models.core.base import ChosenRow
from models.core.search_index import MAXIMUM_CHARACTERS, MINIMUM_CHARACTERS, initials, normalise
from models.units.unit import UnitState
from models.values.bank_reference import code_of
from models.values.calendar import instant
from models.values.document_number import written_prefix
from models.values.number_range import PAPER_INVOICE_WIDTH
from models.values.typed_text import on_one_line

#: Most results per kind; the list has the rest.
MOST_ROWS = 6
_MOST_NAMES = 8
#: Columns shown of a row: its name and distinguishing details.
_SHOWN_COLUMNS = 3

#: Extra columns to read, for details.
_BESIDES = {"unit": (Column("former_names"), Column("state"))}
#: Entities found by words; those with a number are found by it alone.
_BY_WORDS = ("unit", "domain", "user", "office")


@dataclass(frozen=True, slots=True)
class Found:
    """A result: its title, its details, its link."""

    label: Any
    url: str
    details: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind, and the link to all of them."""

    label: str
    items: tuple[Found, ...]
    more_url: str | None = None


def find(session: Session, presence: Presence, asked: str) -> tuple[Group, ...]:
    """The results, best match first; none for queries that are too short."""
    actor = presence.actor
    words = normalise(asked[:MAXIMUM_CHARACTERS])
    if len(words) < MINIMUM_CHARACTERS:
        return ()
    named = (
        Group(_("页面"), tuple(_matching_titles(_pages(presence), words))),
        Group(_("办理"), tuple(_matching_titles(_verbs(actor), words))),
    )
    grids = _searched_grids(session, actor, words)
    rows = (_rows(session, grid, on_one_line(asked)) for grid in grids)
    receipts = (_receipts(session, asked),) if _is_number(words) else ()
    return tuple(group for group in (*named, *rows, *receipts) if group.items)


def _matching_titles(answers: Iterable[Found], words: str) -> list[Found]:
    """The results whose name, or its initials, contains the words."""
    return [found for found in answers if _is_meant(str(found.label), words)][:_MOST_NAMES]


def _is_meant(label: str, words: str) -> bool:
    plain = normalise(label)
    return words in plain or words in initials(label) or words in plain.replace(" ", "")


def _pages(presence: Presence) -> Iterator[Found]:
    yield from (Found(item.label, item.url) for item in top_menu(presence))
    for group in main_menu(presence):
        details = (group.label,) if group.label else ()
        yield from (Found(item.label, item.url, details) for item in group.items)


def _verbs(actor: Actor) -> Iterator[Found]:
    """Each action with a link to its list or its start page."""
    for action in CATALOG:
        grid = next((grid for grid in GRIDS.values() if grid.model is action.model), None)
        if grid is None or actor.role not in grid.readers or not may_run(actor, action):
            continue
        yield Found(action_title(action.key), _place(grid, action, actor), (_entity(grid),))


def _place(grid: Grid, action: Action[R, I, F], actor: Actor) -> str:
    for endpoint, page in pages_in_use().items():
        if action in page.begins and actor.role in page.readers:
            return url_for(f"{endpoint}.index", **page.begins[action])
    if action.key == grid.start and (url := start_url(grid, action, actor)):
        return url
    fitting = (n.key for n in grid.lists if action.states and action.states >= set(n.values))
    return url_for(f"{grid.entity}.index_view", list=next(fitting, None))


def _searched_grids(session: Session, actor: Actor, words: str) -> Iterator[Grid]:
    """The lists to search for such words, with the fields that offices defined."""
    for entity in (*_BY_WORDS, *NUMBERED):
        if actor.role not in GRIDS[entity].readers:
            continue
        grid = reader_grid(session, GRIDS[entity], actor.role)
        if entity in _BY_WORDS or _is_number(words):
            yield grid
        elif grid.own_searched:
            # Their units are found by themselves.
            yield replace(grid, column_searchable_list=())


def _is_number(words: str) -> bool:
    return words.isascii() and any(character.isdigit() for character in words)


def _receipts(session: Session, asked: str) -> Group:
    """The receipts whose number begins so."""
    items = tuple(
        Found(
            row.receipt_no,
            url_for("receipt.index", id=row.id),
            (action_title(row.action), instant(row.at)),
        )
        for row in receipts_by_number(session, asked, MOST_ROWS)
    )
    return Group(_("业务单"), items)


def _rows(session: Session, grid: Grid, words: str) -> Group:
    columns = (*grid.column_list[:_SHOWN_COLUMNS], *_BESIDES.get(grid.entity, ()))
    for search in _spellings(grid, words):
        state = ListState(search=search, sort=grid.column_default_sort, size=MOST_ROWS)
        page = fetch_page(ListRequest(session, grid, state, columns))
        if page.rows:
            break
    base = url_for(f"{grid.entity}.index_view")
    raw_rows = _with_exact(session, grid, words, page.rows, columns)
    drawn = rows_of(grid, raw_rows, columns, prefix=f"{base}details/")
    items = tuple(
        Found(row.cells[0], str(row.href), tuple(_details(grid, row.cells, raw, words)))
        for row, raw in zip(drawn, raw_rows, strict=True)
    )
    more_url = f"{base}?{urlencode({'search': search})}" if page.has_next else None
    return Group(_entity(grid), items, more_url)


def _with_exact(
    session: Session,
    grid: Grid,
    words: str,
    rows: Sequence[ChosenRow],
    columns: Sequence[Column],
) -> Sequence[ChosenRow]:
    """The rows found by words, after those that carry the number in another column."""
    known = {row[0] for row in rows}
    ids = ids_by_number(session, grid, words, MOST_ROWS) if grid.entity in NUMBERED else []
    if not (others := [key for key in ids if key not in known]):
        return rows
    return [*fetch_by_ids(session, grid, others, columns), *rows][:MOST_ROWS]


def _spellings(grid: Grid, words: str) -> Iterator[str]:
    """Possible spellings of a number: with leading zeros for invoices, in canonical form for
    others.
    """
    digits = code_of(words)
    is_short = digits.isascii() and digits.isdecimal() and len(digits) < PAPER_INVOICE_WIDTH
    if grid.entity == "invoice" and is_short:
        yield digits.zfill(PAPER_INVOICE_WIDTH)
    yield written_prefix(words) or words if grid.entity in NUMBERED else words


def _details(
    grid: Grid, cells: Sequence[str | Markup], raw: Sequence[Any], words: str
) -> Iterator[str | Markup]:
    """The details of a row; for a unit also the former name that matched."""
    yield from (cell for cell in cells[1:_SHOWN_COLUMNS] if cell)
    if grid.entity != "unit":
        return
    *_rest, former, state = raw[2 : 2 + len(cells)]
    asked = normalise(words)
    for entry in former or ():
        if _is_meant(entry["name"], asked):
            yield _("原名：%(name)s", name=entry["name"])
            break
    if state is not UnitState.ACTIVE:
        yield cells[-1]


def _entity(grid: Grid) -> str:
    return str(ENTITIES[grid.entity_table])
