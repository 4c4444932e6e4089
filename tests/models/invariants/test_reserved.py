"""Verify counts live names that are reserved for others."""

from __future__ import annotations

import pytest

from actions.domains.reserve_names import (
    RESERVE_NAMES,
    ReservedLine,
    ReserveNamesInput,
)
from models.domains.domain import DomainState
from models.invariants import breaches
from models.units.unit import Unit
from tests.support.world.cast import World
from tests.support.world.reserved_names import at_review, furnished, rename


@pytest.fixture
def told(world: World) -> World:
    """A world with divisions and the registry's list."""
    return furnished(world)


@pytest.fixture
def told_sqlite(sqlite_world: World) -> World:
    return furnished(sqlite_world)


class TestVerify:
    def counted(self, world: World) -> tuple[int, int]:
        with world.engine.connect() as connection:
            found = breaches(connection)
        return found["I-10 listed names"], found["I-10 reserved names"]

    def test_verify_counts_live_names_that_are_reserved_for_others(self, told: World) -> None:
        assert self.counted(told) == (0, 0)
        at_review(told, "台湾", DomainState.REGISTERED)
        at_review(told, "甘肃", DomainState.REGISTERED)
        assert self.counted(told) == (1, 1)

    def test_verify_exempts_the_holder_and_the_government(self, told_sqlite: World) -> None:
        world = told_sqlite
        at_review(world, "卓尼县", DomainState.REGISTERED)
        at_review(world, "卓尼教育城", DomainState.REGISTERED)
        with world.session() as session:
            uscc = session.get_one(Unit, world.id("unit-a")).uscc
        line = ReservedLine("卓尼教育城", "专用", "文〔2026〕2号", holder_uscc=uscc)
        world.perform(RESERVE_NAMES, "conac", [], ReserveNamesInput((line,)))
        assert self.counted(world) == (0, 1)
        rename(world, "unit-a", "卓尼县人民政府")
        assert self.counted(world) == (0, 0)
