"""How the workbench writes a count, and the address of the rows that it counted."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import url_for

from admin_app.grid.listing.list_state import ListState, to_pairs
from admin_app.grid.listing.search_strategy import COUNT_CAP


def capped(count: int) -> str:
    """A count that stopped at the cap says so."""
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"


def list_url(entity: str, state: ListState) -> str:
    """The list of what was counted."""
    return f"{url_for(f'{entity}.index_view')}?{urlencode(to_pairs(state))}"
