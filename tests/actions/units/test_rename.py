"""更名: the former name stays findable, and later invoices bear the new one."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.core.refusal import Common
from actions.plan import plan
from actions.units.rename import RENAME_UNIT, RenameUnitInput, RenameUnitRefusal
from models.registration.unit_reorganisation import ReformFault, TitleAfter
from models.units.unit import Unit
from tests.support.world.cast import World
from tests.support.world.unit_reforms import DOCUMENT, ON, charge_all, found, money, refused


class TestRename:
    GIVEN = RenameUnitInput("卓尼县教育和体育局", DOCUMENT, ON, "卓尼教体")

    def test_rename_keeps_the_former_name_and_finds_by_it(self, world: World) -> None:
        world.perform(RENAME_UNIT, "zhuoni", [world.id("unit-a")], self.GIVEN)
        unit = found(world, Unit, "unit-a")
        assert (unit.name, unit.short_name) == ("卓尼县教育和体育局", "卓尼教体")
        (former,) = unit.former_names
        assert former == {"name": "卓尼县教育局", "until": "2026-06-01", "document_no": DOCUMENT}
        assert {"卓尼县教育局", "znxjyj", "znxjyhtyj"} <= set(unit.search_text.split())

    def test_rename_changes_the_title_of_later_invoices_only(self, world: World) -> None:
        charge_all(world)
        before = money(world)
        world.perform(RENAME_UNIT, "zhuoni", [world.id("unit-a")], self.GIVEN)
        assert found(world, Unit, "unit-a").invoice_title == "卓尼县教育和体育局"
        assert money(world) == before

    def test_rename_keeps_the_title_when_asked_to(self, sqlite_world: World) -> None:
        world = sqlite_world
        given = RenameUnitInput("卓尼县教育和体育局", DOCUMENT, title=TitleAfter.KEEP)
        world.perform(RENAME_UNIT, "zhuoni", [world.id("unit-a")], given)
        assert found(world, Unit, "unit-a").invoice_title == "卓尼县教育局"

    def test_rename_lists_the_names_that_no_longer_match(self, sqlite_world: World) -> None:
        world = sqlite_world
        with world.session("zhuoni") as session:
            caller = world.caller("zhuoni")
            planned = plan(session, RENAME_UNIT, [world.id("unit-a")], self.GIVEN, caller)
        named = {note.facts.get("name") for note in planned.preview.warnings}
        assert "卓尼县教育局.政务" in named
        assert planned.preview.totals["mismatch_count"] == 12

    def test_rename_to_the_name_of_another_is_refused(self, sqlite_world: World) -> None:
        given = RenameUnitInput("卓尼县柳林小学", DOCUMENT)
        why = refused(sqlite_world, RENAME_UNIT, "zhuoni", ["unit-a"], given)
        assert why.code == RenameUnitRefusal.NAMESAKE

    def test_rename_to_its_own_name_is_refused(self, sqlite_world: World) -> None:
        given = RenameUnitInput("卓尼县教育局", DOCUMENT)
        why = refused(sqlite_world, RENAME_UNIT, "zhuoni", ["unit-a"], given)
        assert why.code == RenameUnitRefusal.SAME

    def test_rename_by_a_document_of_tomorrow_is_refused(self, sqlite_world: World) -> None:
        given = RenameUnitInput("新名称局", DOCUMENT, dt.date(2026, 6, 11))
        why = refused(sqlite_world, RENAME_UNIT, "zhuoni", ["unit-a"], given)
        assert why.code == ReformFault.DAY_IN_FUTURE

    @pytest.mark.parametrize("username", ["unit-a", "zhuoni-viewer", "zhuoni-cashier"])
    def test_a_stranger_or_viewer_renames_no_unit(self, sqlite_world: World, username: str) -> None:
        why = refused(sqlite_world, RENAME_UNIT, username, ["unit-a"], self.GIVEN)
        assert why.code == Common.FORBIDDEN
