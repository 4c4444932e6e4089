"""Reorganisations tell of names that do not fit the receiver."""

from __future__ import annotations

import pytest

from actions.domains.transfer import TRANSFER_DOMAIN, TransferDomainInput
from actions.plan import plan
from actions.units.merge import MERGE_UNITS, MergeUnitsInput
from models.registration.unit_reorganisation import ReformNote
from models.units.unit import Unit
from seed.reference.unit_generator import credit_code
from tests.support.world.cast import World
from tests.support.world.reserved_names import furnished


@pytest.fixture
def told(world: World) -> World:
    """A world with divisions and the registry's list."""
    return furnished(world)


@pytest.fixture
def told_sqlite(sqlite_world: World) -> World:
    return furnished(sqlite_world)


class TestReforms:
    """Plans that give names to a unit say which of them it could not file itself."""

    def test_a_transfer_tells_of_names_that_are_not_the_receivers(self, told_sqlite: World) -> None:
        with told_sqlite.session() as session:
            uscc = session.get_one(Unit, told_sqlite.id("unit-c")).uscc
            given = TransferDomainInput(uscc, "机构改革", "编〔2026〕3号")
            ids = [told_sqlite.id("a-due")]
            caller = told_sqlite.caller("conac")
            planned = plan(session, TRANSFER_DOMAIN, ids, given, caller)
        assert ReformNote.NAME_REFUSED in [note.code for note in planned.preview.warnings]

    def test_a_merger_tells_of_names_that_are_not_the_successors(self, told_sqlite: World) -> None:
        uscc = credit_code("11", "623022", "MB990009")
        with told_sqlite.writing() as session:
            session.get_one(Unit, told_sqlite.id("unit-b")).uscc = uscc
        with told_sqlite.session("zhuoni") as session:
            given = MergeUnitsInput(uscc, "卓编〔2026〕4号")
            ids, caller = [told_sqlite.id("unit-a")], told_sqlite.caller("zhuoni")
            planned = plan(session, MERGE_UNITS, ids, given, caller)
        told = {note.facts["name"]: note.code for note in planned.preview.warnings}
        assert told["卓尼县教研室.政务"] is ReformNote.NAME_DOUBTED
