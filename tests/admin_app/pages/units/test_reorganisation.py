"""机构改革 as a page: the steps, what is held and what was done."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.units.merge import MERGE_UNITS, MergeUnitsInput
from actions.units.rename import RENAME_UNIT, RenameUnitInput
from models.units.unit import Unit
from tests.support.pages.doors import Doors, told
from tests.support.pages.unit_pages import ways

DOCUMENT = "卓编发〔2026〕8号"


class TestReformPage:
    def test_reform_page_lists_the_steps_what_is_held_and_what_was_done(self, doors: Doors) -> None:
        world = doors.world
        given = RenameUnitInput("卓尼县教育和体育局", DOCUMENT)
        world.perform(RENAME_UNIT, "zhuoni", [world.id("unit-a")], given)
        page = doors.clerk("zhuoni").get(f"/admin/reform/unit/?id={world.id('unit-a')}")
        said = told(page)
        for words in ("单位合并", "单位撤销", "曾用名", "卓尼县教育局", DOCUMENT, "单位更名"):
            assert words in said
        assert "与单位名称不符的域名" in said
        submit = f"/admin/unit/action/?action=submit_domain&ids={world.id('unit-a')}"
        assert submit in ways(page)

    def test_reform_page_leads_from_a_former_unit_to_its_successor_and_back(
        self, sqlite_doors: Doors
    ) -> None:
        world, clerk = sqlite_doors.world, sqlite_doors.clerk("zhuoni")
        with world.session() as session:
            uscc = session.get_one(Unit, world.id("unit-b")).uscc
        ids = [world.id("a-order-register")]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
        given = MergeUnitsInput(uscc, DOCUMENT)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], given)
        former = clerk.get(f"/admin/reform/unit/?id={world.id('unit-a')}")
        assert f"/admin/reform/unit/?id={world.id('unit-b')}" in ways(former)
        now = clerk.get(f"/admin/reform/unit/?id={world.id('unit-b')}")
        assert "并入的单位" in told(now)
        record = clerk.get(f"/admin/unit/details/?id={world.id('unit-a')}")
        assert "¥400.00" in told(record)

    def test_reform_page_offers_no_step_to_those_who_may_not(self, sqlite_doors: Doors) -> None:
        key = sqlite_doors.world.id("unit-a")
        page = sqlite_doors.clerk("zhuoni-viewer").get(f"/admin/reform/unit/?id={key}")
        assert not [url for url in ways(page) if "action=" in url]

    def test_reform_page_of_a_unit_out_of_sight_is_of_none(self, sqlite_doors: Doors) -> None:
        for name in ("unit-c", "unit-s"):
            url = f"/admin/reform/unit/?id={sqlite_doors.world.id(name)}"
            assert sqlite_doors.clerk("zhuoni").get(url).status_code == 404

    @pytest.mark.parametrize("username", ["zhuoni", "gansu", "conac", "zhuoni-viewer"])
    def test_reform_page_leads_to_pages_that_open(self, sqlite_doors: Doors, username: str) -> None:
        clerk = sqlite_doors.clerk(username)
        pages = ("/admin/reform/", f"/admin/reform/unit/?id={sqlite_doors.world.id('unit-a')}")
        for url in pages:
            for way in ways(clerk.get(url)):
                assert clerk.get(way).status_code == 200, way

    def test_reform_page_is_reached_from_the_unit(self, sqlite_doors: Doors) -> None:
        key = sqlite_doors.world.id("unit-a")
        record = sqlite_doors.clerk("zhuoni").get(f"/admin/unit/details/?id={key}")
        assert f"/admin/reform/unit/?id={key}" in ways(record)
        own = sqlite_doors.clerk("unit-a").get(f"/admin/unit/details/?id={key}")
        assert f"/admin/reform/unit/?id={key}" not in ways(own)
