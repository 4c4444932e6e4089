"""A bulk of names on both engines, loaded once a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import seed
from tests.admin_app.bulk.work import DOMAINS, Bulk, scopes_of
from tests.conftest import ENGINES, Databases, migrate, open_engine
from tests.support.world.cast import CLOCK

#: Seconds for the test that happens to come first, and loads.
_LOADING = 600


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "bulk" in item.path.parts:
            item.add_marker(pytest.mark.timeout(_LOADING))


@pytest.fixture(scope="session", params=ENGINES)
def bulk(request: pytest.FixtureRequest) -> Iterator[Bulk]:
    """Both engines in turn; nobody writes to it."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    engine = open_engine(databases.empty())
    migrate(engine)
    seed.load(engine, "bulk", clock=CLOCK, report=lambda _line: None, domains=DOMAINS)
    yield Bulk(engine, scopes_of(engine))
    databases.give_back(engine)
