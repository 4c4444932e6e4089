"""Formats counts of the workbench, and links to the counted rows."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import url_for

from admin_app.grid.listing.list_state import ListState, to_pairs
from admin_app.grid.listing.search_strategy import COUNT_CAP


def capped(count: int) -> str:
    """A count as text, with a plus sign when it stopped at the cap."""
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"


def list_url(entity: str, state: ListState) -> str:
    """The URL of the list of the counted rows."""
    return f"{url_for(f'{entity}.index_view')}?{urlencode(to_pairs(state))}"
