"""Tiles and counted links of the workbench."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from werkzeug.datastructures import MultiDict

from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.query import count_rows
from admin_app.views import GRIDS
from tests.support.pages.clerk import Clerk
from tests.support.world.cast import World

SignIn = Callable[[str], Clerk]


def rows_behind(world: World, username: str, url: str) -> int | None:
    """How many rows the list of an address has; None: it is a page."""
    parts = urlsplit(url)
    entity = parts.path.removeprefix("/admin/").strip("/")
    if entity not in GRIDS:
        return None
    grid = GRIDS[entity]
    with world.session(username) as session:
        return count_rows(
            ListRequest(session, grid, read_state(grid, MultiDict(parse_qsl(parts.query))))
        )
