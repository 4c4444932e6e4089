"""预算测算: names that end in a year, at the price of its first day; terms side by side."""

from __future__ import annotations

import pytest

from actions.units.abolish import ABOLISH_UNIT, AbolishUnitInput
from models.reports.budget_forecast import (
    Choice,
    Due,
    compare,
    dues_by_office,
    dues_by_unit,
    prices_of,
    total_due,
    year_of,
)
from models.values.tld import Tld
from tests.support.cast import World
from tests.support.factories import PRICE_FEN

TARIFF = dict.fromkeys(Tld, PRICE_FEN)


class TestDues:
    def test_count_the_names_that_end_in_the_year(self, world: World) -> None:
        with world.session("zhuoni") as session:
            found = dues_by_unit(session, year_of(2026), TARIFF, limit=10)
        assert found == [
            Due(world.id("unit-a"), "卓尼县教育局", 8, 8 * PRICE_FEN),
            Due(world.id("unit-b"), "卓尼县柳林小学", 2, 2 * PRICE_FEN),
        ]

    def test_of_another_year_are_others(self, world: World) -> None:
        with world.session("zhuoni") as session:
            (found,) = dues_by_unit(session, year_of(2028), TARIFF, limit=10)
        assert found.count == 1

    def test_by_office_respect_the_scope(self, world: World) -> None:
        with world.session("gansu") as session:
            found = dues_by_office(session, year_of(2026), TARIFF)
        assert {code: due.count for code, due in found.items()} == {"623021": 2, "623022": 10}
        assert total_due(found.values()).fen_per_year == 12 * PRICE_FEN

    def test_of_a_unit_are_its_own(self, world: World) -> None:
        with world.session("unit-b") as session:
            (found,) = dues_by_unit(session, year_of(2026), TARIFF, limit=10)
        assert found.name == "卓尼县柳林小学"

    def test_leave_out_units_that_were_abolished(self, world: World) -> None:
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-b")], AbolishUnitInput("8号"))
        with world.session("zhuoni") as session:
            assert [
                due.count for due in dues_by_unit(session, year_of(2026), TARIFF, limit=10)
            ] == [8]

    def test_take_the_price_of_the_years_first_day(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert set(prices_of(session, 2027).values()) == {PRICE_FEN}
            assert prices_of(session, 2001) == {}


class TestCompare:
    def test_sets_money_beside_work(self) -> None:
        assert compare(4, 80_000) == [
            Choice(1, 80_000, 80_000, 40),
            Choice(2, 160_000, 80_000, 20),
            Choice(3, 240_000, 80_000, 16),
            Choice(5, 400_000, 80_000, 8),
        ]

    @pytest.mark.parametrize("choice", compare(0, 0))
    def test_of_nothing_is_nothing(self, choice: Choice) -> None:
        assert (choice.fen, choice.renewals) == (0, 0)
