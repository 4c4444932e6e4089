"""The number of SQL statements per page: no repeated queries, counts combined."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from admin_app.views import GRIDS
from models.core.base import db
from tests.admin_app.bulk.work import statements
from tests.support.pages.doors import Doors
from tests.support.world.peopled import peopled, templates

#: (username, address) → statements of the page.
Asked = Callable[[str, str], int]

__all__ = ["peopled", "templates"]

#: The user, the settings, all counts, and what is drawn of several rows each.
MOST_OF_A_DESK = 12
#: The user, the record, its rows and those beside it, the settings, what happened, notes, files.
MOST_OF_A_RECORD = 8
READERS = (
    "conac",
    "conac-finance",
    "conac-review",
    "gansu",
    "gansu-viewer",
    "gannan",
    "zhuoni",
    "zhuoni-cashier",
    "zhuoni-viewer",
    "unit-a",
)


@pytest.fixture
def asked(peopled: Doors) -> Asked:
    with peopled.app.app_context():
        engine = db.engine

    def count(username: str, url: str) -> int:
        client = peopled.clerk(username).client
        # What is made once a process is made by the first.
        client.get(url, buffered=True)
        with statements(engine) as sent:
            answer = client.get(url, buffered=True)
        assert answer.status_code == 200, (username, url)
        return len(sent)

    return count


def test_a_desk_asks_few_statements(asked: Asked) -> None:
    found = {username: asked(username, "/admin/") for username in READERS}

    assert {name: n for name, n in found.items() if n > MOST_OF_A_DESK} == {}


@pytest.mark.parametrize("username", ["conac", "gansu", "zhuoni", "unit-a"])
def test_a_record_asks_few_statements(peopled: Doors, asked: Asked, username: str) -> None:
    role = peopled.world.actor(username).role
    found = {}
    for entity, grid in GRIDS.items():
        if role not in grid.readers:
            continue
        with peopled.world.session(username) as session:
            row_id = session.scalar(select(grid.model.id).order_by(grid.model.id).limit(1))
        if row_id is not None:
            found[entity] = asked(username, f"/admin/{entity}/details/?id={row_id}")

    assert found
    assert {entity: n for entity, n in found.items() if n > MOST_OF_A_RECORD} == {}
