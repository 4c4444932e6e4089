"""A page of a list stays small and asks little, whoever looks and whatever for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from admin_app.views import GRIDS
from models.core.base import db
from models.users.user import Role
from seed.demo.logins import DEMO_PASSWORD
from tests.admin_app.bulk.work import Bulk, statements
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock, opened

pytestmark = pytest.mark.slow

#: The user with the settings, the saved views, the rows with their count, what a filter offers, and
#: the labels that may stand on a row.
MOST_STATEMENTS = 5
#: Words are looked for, and what they find is counted, before the page is read.
MOST_TO_SEARCH = 6
#: As they go over the line, compressed: a third of what a page may weigh in all.
MOST_BYTES = 20 * 1024
QUERIES = ("", "?size=20", "?size=200", "?page=3", "?last=1")
SEARCHES = ("?search=教育", "?search=党建", "?search=没有这样的名字", "?search=2026")


@dataclass
class Reader(Clerk):
    """Somebody at a browser, and what they are."""

    role: Role = Role.VIEWER


@pytest.fixture(scope="module")
def app(bulk: Bulk) -> Iterator[Flask]:
    yield from opened(bulk.engine, MovableClock())


ROLES = {
    "conac": Role.REGISTRY_ADMIN,
    "gansu": Role.PROVINCE_ADMIN,
    "zhuoni": Role.COUNTY_ADMIN,
}


@pytest.fixture(scope="module", params=list(ROLES))
def clerk(app: Flask, request: pytest.FixtureRequest) -> Reader:
    """Somebody of the registry, of a province, of a county; signed in once, as at a desk."""
    found = Reader(app.test_client(), role=ROLES[request.param])
    assert found.sign_in(request.param, DEMO_PASSWORD).status_code == 302
    return found


def is_reader(reader: Reader, entity: str) -> bool:
    """Whether the list is for the reader; the page of one that is not is small and quick too."""
    return reader.role in GRIDS[entity].readers


@pytest.mark.parametrize("entity", list(GRIDS))
class TestListPage:
    def test_list_page_asks_few_statements(self, app: Flask, clerk: Reader, entity: str) -> None:
        searches = SEARCHES if GRIDS[entity].search_placeholder else ()
        with app.app_context():
            engine = db.engine
        for query in (*QUERIES, *searches):
            with statements(engine) as sent:
                answer = clerk.client.get(f"/admin/{entity}/{query}", buffered=True)
            assert answer.status_code == (200 if is_reader(clerk, entity) else 403), query
            most = MOST_TO_SEARCH if query in SEARCHES else MOST_STATEMENTS
            assert len(sent) <= most, (query, [sql[:60] for sql, _given in sent])

    def test_list_page_of_fifty_rows_weighs_twenty_kilobytes_at_most(
        self, clerk: Reader, entity: str
    ) -> None:
        asked = {"Accept-Encoding": "gzip"}
        answer = clerk.client.get(f"/admin/{entity}/", headers=asked, buffered=True)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.status_code == (200 if is_reader(clerk, entity) else 403)
        assert len(answer.data) <= MOST_BYTES
