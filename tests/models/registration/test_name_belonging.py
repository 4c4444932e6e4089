"""Whose name it is: divisions, former names and reserved names."""

from __future__ import annotations

import random
from typing import Any

import pytest

from actions.domains.reserve_names import (
    RESERVE_NAMES,
    ReservedLine,
    ReserveNamesInput,
)
from actions.domains.submit import SUBMIT_DOMAIN
from actions.plan import plan
from actions.units.rename import RENAME_UNIT, RenameUnitInput
from models.offices.place_name import Places, forms, places_of
from models.registration.domain_filing import FilingFault
from models.registration.name_belonging import FilingDoubt, doubt_on, strange_division
from models.units.unit import Unit
from models.values.variant import variant_key
from seed.reference.divisions import divisions
from seed.reference.place_names import Place
from seed.reference.place_names import places as seeded_places
from seed.reference.unit_generator import labels_for, registrants_for
from seed.reference.unit_titles import titles_of
from tests.support.world.cast import World
from tests.support.world.reserved_names import REASON, filing, first, furnished, rename, said


@pytest.fixture
def told_sqlite(sqlite_world: World) -> World:
    return furnished(sqlite_world)


class TestWhoseNameItIs:
    def test_a_division_is_its_own_governments(self, told_sqlite: World) -> None:
        rename(told_sqlite, "unit-a", "卓尼县人民政府")
        ids = [told_sqlite.id("unit-a")]
        assert told_sqlite.perform(SUBMIT_DOMAIN, "zhuoni", ids, filing("卓尼县")).rows
        refused = first(told_sqlite, SUBMIT_DOMAIN, "zhuoni", ids, filing("甘肃省"))
        assert said(refused.code) == "reserved"

    def test_a_former_name_is_doubted_but_not_refused(self, told_sqlite: World) -> None:
        given = RenameUnitInput(name="卓尼县文化旅游局", document_no="卓编〔2026〕1号")
        told_sqlite.perform(RENAME_UNIT, "zhuoni", [told_sqlite.id("unit-a")], given)
        ids = [told_sqlite.id("unit-a")]
        with told_sqlite.session("zhuoni") as session:
            asked = filing("卓尼教育局", REASON)
            caller = told_sqlite.caller("zhuoni")
            planned = plan(session, SUBMIT_DOMAIN, ids, asked, caller)
        assert [note.code for note in planned.preview.warnings] == [FilingDoubt.FORMER_NAME]

    def test_what_a_units_own_name_says_it_may_say(self, told_sqlite: World) -> None:
        rename(told_sqlite, "unit-a", "北京市驻卓尼县办事处")
        ids = [told_sqlite.id("unit-a")]
        assert told_sqlite.perform(SUBMIT_DOMAIN, "zhuoni", ids, filing("北京市驻卓尼办事处")).rows

    def test_a_reserved_name_is_its_holders(self, told_sqlite: World) -> None:
        with told_sqlite.session() as session:
            uscc = session.get_one(Unit, told_sqlite.id("unit-a")).uscc
        line = ReservedLine("卓尼教育城", "专用", "文〔2026〕2号", holder_uscc=uscc)
        told_sqlite.perform(RESERVE_NAMES, "conac", [], ReserveNamesInput((line,)))
        asked = filing("卓尼教育城", REASON)
        refused = first(told_sqlite, SUBMIT_DOMAIN, "lintan", [told_sqlite.id("unit-c")], asked)
        assert refused.code is FilingFault.LISTED
        ids = [told_sqlite.id("unit-a")]
        assert told_sqlite.perform(SUBMIT_DOMAIN, "zhuoni", ids, asked).rows

    def test_every_name_the_demo_files_passes(self) -> None:
        at = _country()
        for place in list(seeded_places().values())[::101]:
            for label, body in _registrants(place):
                assert strange_division(label, body, at) is None, (label, body.name)
                assert doubt_on(label, body, at) is None, (label, body.name)
                assert label not in at.reserved

    @pytest.mark.parametrize(
        ("name", "called"),
        [
            ("甘肃省", ("甘肃省", "甘肃")),
            ("北京市", ("北京市", "北京")),
            ("内蒙古自治区", ("内蒙古自治区", "内蒙古")),
            ("广西壮族自治区", ("广西壮族自治区", "广西")),
            ("甘南藏族自治州", ("甘南藏族自治州", "甘南州", "甘南")),
            ("香港特别行政区", ("香港特别行政区", "香港")),
            ("礼县", ("礼县",)),
            ("城关区", ("城关区", "城关")),
        ],
    )
    def test_a_division_is_called_in_full_in_short_and_bare(
        self, name: str, called: tuple[str, ...]
    ) -> None:
        assert forms(name) == called


def _country() -> Places:
    return places_of(tuple((d.code, d.name, d.successor_code) for d in divisions()))


def _registrants(place: Place) -> list[tuple[str, Any]]:
    every = len(titles_of(place, random.Random(1)))
    return [
        (variant_key(label.label), _Body(registrant))
        for registrant in registrants_for(place, random.Random(1), every)
        for label in labels_for(registrant)
    ]


class _Body:
    """A made-up registrant as the rule asks about it."""

    def __init__(self, registrant: Any) -> None:
        self.name, self.short_name = registrant.name, registrant.short_name
        self.former_names: list[Any] = []
        self.division_code = registrant.division_code
