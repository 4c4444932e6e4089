"""Every invariant asked at the end of a test, of the database it worked on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.invariants import breaches
from tests.support.world.cast import World


@pytest.fixture(autouse=True)
def sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """Asks before the database goes, on whichever engine; a test that needs none asks nothing."""
    found = [name for name in ("world", "sqlite_world") if name in request.fixturenames]
    worlds: list[World] = [request.getfixturevalue(name) for name in found]
    yield
    for world in worlds:
        with world.engine.connect() as connection:
            assert {rule: count for rule, count in breaches(connection).items() if count} == {}
