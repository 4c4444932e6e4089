"""Every number that a page links to its rows is that of the rows which the address then shows.

The pages are walked as each role. A count is the number of rows; money and sheets are the sum of
one of the list's columns, under the same user and the same conditions. What leads to a page
stands on that page.
"""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import BigInteger, Integer, func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.billing.charge import CHARGE, ChargeInput
from actions.perform import perform
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.query import count_rows
from admin_app.grid.listing.search_strategy import look_up
from admin_app.grid.listing.where import narrowed
from admin_app.grid.spec import Grid
from admin_app.pages import PAGES
from admin_app.views import GRIDS
from admin_app.web.figures import FIGURES, FigureKey
from models.core.clock import FixedClock
from models.values.money import format_yuan
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.pages.every_page import WALKERS
from tests.support.pages.workbench import SignIn
from tests.support.world.cast import NOW, World

_LINK = re.compile(r'<a (?P<head>[^>]*href="(?P<url>[^"]*)"[^>]*)>(?P<text>.*?)</a>', re.DOTALL)
_TILE = re.compile(r'<div class="tile-number">([^<]*)')
_NUMBER = re.compile(r"-?¥?[\d,]+(\.\d\d)?")
#: Numbers that are no count or sum of the rows they lead to: days, and shares.
_MEASURED = ('id="lag_days-', 'id="coverage_bp-')
#: Pages of which all parts are asked at once.
_WHOLE = {"offices_below": "?whole=1", "forecast": "piece"}
#: Days since each of the charges of the world that is walked.
_CHARGED = {"a-order-renew-1": 0, "a-order-renew-2": 10, "a-order-renew-3": 40}


def charge(world: World, name: str, days: int, given: ChargeInput) -> None:
    """Charges an order some days ago."""
    caller = dataclasses.replace(
        world.caller("zhuoni"), clock=FixedClock(NOW - dt.timedelta(days=days))
    )
    with world.session("zhuoni") as session:
        perform(session, CHARGE, [world.id(name)], given, caller, key=name)


@pytest.fixture
def busy(sqlite_world: World) -> World:
    """Charges of several ages, and one whose sheets are still owed."""
    for name, days in _CHARGED.items():
        charge(sqlite_world, name, days, ChargeInput(20_000, 1))
    charge(sqlite_world, "b-order", 0, ChargeInput(40_000, 0, deferred_reason="待补"))
    return sqlite_world


def linked(page: str) -> Iterator[tuple[str, str]]:
    """(number as shown, address) of every number in the main part that is a link."""
    for found in _LINK.finditer(page.partition("<main")[2] or page):
        tile = _TILE.search(found["text"])
        shown = (tile[1] if tile else re.sub(r"<[^>]+>", "", found["text"])).strip()
        if _NUMBER.fullmatch(shown) and not any(mark in found["head"] for mark in _MEASURED):
            yield shown, html.unescape(found["url"])


def behind(session: Session, grid: Grid, query: str) -> set[str]:
    """The number of rows of a list, and the sums of its own columns, as they would be shown."""
    request = ListRequest(session, grid, read_state(grid, MultiDict(parse_qsl(query))))
    names = [c.name for c in grid.table.c if isinstance(c.type, (BigInteger, Integer))]
    columns = [getattr(grid.model, name).label(name) for name in names]
    rows = narrowed(request, look_up(request)).with_only_columns(*columns).subquery()
    sums = session.execute(select(*(func.coalesce(func.sum(rows.c[n]), 0) for n in names))).one()
    figures = zip(names, map(int, sums), strict=True)
    written = {format_yuan(n) if name.endswith("_fen") else f"{n:,}" for name, n in figures}
    return {f"{count_rows(request):,}", *written}


def differing(world: World, clerk: Clerk, username: str) -> Iterator[tuple[str, str, str]]:
    """(page, number, address) of the numbers that differ from their rows."""
    addresses = ["/admin/", *(f"/admin/{name}/{_WHOLE.get(name, '')}" for name in PAGES)]
    pages = [(address, clerk.get(address)) for address in addresses]
    for address, page in pages:
        # Some pages are not for this reader, or are of one row.
        for shown, url in linked(page.text) if page.status_code == 200 else ():
            parts = urlsplit(url)
            entity = parts.path.removeprefix("/admin/").strip("/")
            if entity not in GRIDS:
                is_same = shown in told(clerk.get(url, follow_redirects=True))
            else:
                with world.session(username) as session:
                    is_same = shown in behind(session, GRIDS[entity], parts.query)
            if not is_same:
                yield address, shown, url


@pytest.mark.parametrize("username", WALKERS)
def test_every_linked_number_is_that_of_its_rows(
    busy: World, sqlite_clerk: SignIn, username: str
) -> None:
    assert list(differing(busy, sqlite_clerk(username), username)) == []


def figure_in(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found is not None, pattern
    return found[1]


def test_a_figure_has_one_value_wherever_it_stands(busy: World, sqlite_clerk: SignIn) -> None:
    zhuoni = sqlite_clerk("zhuoni")
    desk = zhuoni.get("/admin/").text
    below = zhuoni.get("/admin/offices_below/?whole=1").text
    exposure = told(zhuoni.get("/admin/exposure/"))
    statement = told(zhuoni.get("/admin/statement/"))
    tiles = {
        key: figure_in(desk, rf'{FIGURES[key].label}</div><div class="tile-number">([^<]*)').strip()
        for key in (FigureKey.BALANCE, FigureKey.SHEETS, FigureKey.EXPOSURE, FigureKey.TO_REMIT)
    }
    assert figure_in(below, r'id="balance_fen-623022"[^>]*>([^<]*)') == tiles[FigureKey.BALANCE]
    assert figure_in(below, r'id="sheets-623022"[^>]*>([^<]*)') == tiles[FigureKey.SHEETS]
    assert tiles[FigureKey.SHEETS] in exposure
    assert tiles[FigureKey.EXPOSURE] in exposure
    assert f"期末余额 {tiles[FigureKey.BALANCE]}" in statement
    assert tiles[FigureKey.TO_REMIT] in told(zhuoni.get("/admin/weekly_remittance/"))


#: What is summed up in one place alone: (class, column) → the modules that may.
_SUMMED_IN = {
    ("InvoiceLot", "available"): frozenset[str](),
    ("BankLine", "amount_fen"): frozenset({"models/remittances/in_transit.py"}),
}


def test_what_a_figure_sums_up_is_summed_in_one_place() -> None:
    wrong = []
    for root in ("models", "actions", "admin_app"):
        for path in Path(root).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("sum"):
                    summed = {
                        (ast.unparse(each.value), each.attr)
                        for arg in node.args
                        for each in ast.walk(arg)
                        if isinstance(each, ast.Attribute)
                    }
                    wrong += [
                        (str(path), *found)
                        for found in summed & _SUMMED_IN.keys()
                        if str(path) not in _SUMMED_IN[found]
                    ]
    assert wrong == []
