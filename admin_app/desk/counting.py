"""How the workbench writes a count, and the address of the rows that it counted."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import url_for

from admin_app.grid.lookup import COUNT_CAP
from admin_app.grid.state import ListState, to_pairs


def capped(count: int) -> str:
    """A count that stopped at the cap says so."""
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"


def list_url(entity: str, state: ListState) -> str:
    """The list of what was counted."""
    return f"{url_for(f'{entity}.index_view')}?{urlencode(to_pairs(state))}"
