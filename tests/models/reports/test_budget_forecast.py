"""预算测算: names that end in a year, at the price of its first day; terms side by side."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from actions.units.abolish import ABOLISH_UNIT, AbolishUnitInput
from models.domains.domain import Domain
from models.reports.budget_forecast import (
    Choice,
    Due,
    compare,
    dues_by_month,
    dues_by_office,
    dues_by_unit,
    months_from,
    prices_of,
    total_due,
    year_of,
)
from models.values.tld import Tld
from tests.support.world.cast import TODAY, World
from tests.support.world.factories import PRICE_FEN

TARIFF = dict.fromkeys(Tld, PRICE_FEN)


class TestDues:
    def test_count_the_names_that_end_in_the_year(self, world: World) -> None:
        with world.session("zhuoni") as session:
            found = dues_by_unit(session, year_of(2026), TARIFF, limit=10)
        assert found == [
            Due(world.id("unit-a"), "卓尼县教育局", 8, 8 * PRICE_FEN),
            Due(world.id("unit-b"), "卓尼县柳林小学", 2, 2 * PRICE_FEN),
        ]

    def test_dues_of_another_year_are_others(self, world: World) -> None:
        with world.session("zhuoni") as session:
            (found,) = dues_by_unit(session, year_of(2028), TARIFF, limit=10)
        assert found.count == 1

    def test_dues_by_office_respect_the_scope(self, world: World) -> None:
        with world.session("gansu") as session:
            found = dues_by_office(session, year_of(2026), TARIFF)
        assert {code: due.count for code, due in found.items()} == {"623021": 2, "623022": 10}
        assert total_due(found.values()).fen_per_year == 12 * PRICE_FEN

    def test_dues_of_a_unit_are_its_own(self, world: World) -> None:
        with world.session("unit-b") as session:
            (found,) = dues_by_unit(session, year_of(2026), TARIFF, limit=10)
        assert found.name == "卓尼县柳林小学"

    def test_dues_leave_out_units_that_were_abolished(self, world: World) -> None:
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-b")], AbolishUnitInput("8号"))
        with world.session("zhuoni") as session:
            assert [
                due.count for due in dues_by_unit(session, year_of(2026), TARIFF, limit=10)
            ] == [8]

    def test_dues_take_the_price_of_the_years_first_day(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert set(prices_of(session, 2027).values()) == {PRICE_FEN}
            assert prices_of(session, 2001) == {}


class TestCompare:
    def test_compare_sets_money_beside_work(self) -> None:
        assert compare(4, 80_000) == [
            Choice(1, 80_000, 80_000, 40),
            Choice(2, 160_000, 80_000, 20),
            Choice(3, 240_000, 80_000, 16),
            Choice(5, 400_000, 80_000, 8),
        ]

    @pytest.mark.parametrize("choice", compare(0, 0))
    def test_compare_of_nothing_is_nothing(self, choice: Choice) -> None:
        assert (choice.fen, choice.renewals) == (0, 0)


class TestMonthsFrom:
    def test_months_from_are_twelve_whole_months_beginning_with_the_days_own(self) -> None:
        months = months_from(dt.date(2026, 6, 10))
        assert len(months) == 12
        assert months[0] == (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
        assert months[-1] == (dt.date(2027, 5, 1), dt.date(2027, 5, 31))

    def test_months_from_follow_one_another_without_a_gap(self) -> None:
        months = months_from(dt.date(2027, 12, 31), 15)
        for (_first, last), (first, _last) in pairwise(months):
            assert first - last == dt.timedelta(days=1)

    @pytest.mark.parametrize(("year", "days"), [(2027, 28), (2028, 29)])
    def test_months_from_know_leap_days(self, year: int, days: int) -> None:
        ((_first, last),) = months_from(dt.date(year, 2, 11), 1)
        assert last.day == days


class TestDuesByMonth:
    def test_count_what_ends_in_each_month(self, world: World) -> None:
        with world.session("zhuoni") as session:
            found = dues_by_month(session, months_from(TODAY))
        counts = {month.first.month: month.count for month in found if month.count}
        assert counts == {6: 4, 7: 3}
        assert sum(month.fen_per_year for month in found) == 7 * PRICE_FEN

    def test_dues_by_month_take_both_ends_of_a_month_in(self, world: World) -> None:
        ends = {"a-due": "2028-02-01", "a-far": "2028-02-29", "a-held": "2028-03-01"}
        with world.writing() as session:
            for name, day in ends.items():
                domain = session.get_one(Domain, world.id(name))
                domain.expires_on = dt.date.fromisoformat(day)
        with world.session("zhuoni") as session:
            found = dues_by_month(session, months_from(dt.date(2028, 1, 31), 3))
        assert [month.count for month in found] == [0, 2, 1]

    @pytest.mark.parametrize("username", ["zhuoni", "gansu", "conac"])
    def test_dues_by_month_of_a_year_are_the_years_budget(
        self, world: World, username: str
    ) -> None:
        with world.session(username) as session:
            months = dues_by_month(session, months_from(dt.date(2026, 1, 1)))
            year = dues_by_office(session, year_of(2026), prices_of(session, 2026))
        budget = total_due(year.values())
        assert budget.count > 0
        assert sum(month.fen_per_year for month in months) == budget.fen_per_year
        assert sum(month.count for month in months) == budget.count

    def test_dues_by_month_leave_ended_units_out_of_the_fees_alone(self, world: World) -> None:
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-b")], AbolishUnitInput("8号"))
        with world.session("zhuoni") as session:
            found = dues_by_month(session, months_from(TODAY))
            budget = dues_by_office(session, year_of(2026), prices_of(session, 2026))
        assert sum(month.count for month in found) == 7
        assert sum(month.fen_per_year for month in found) == 5 * PRICE_FEN
        # What ended before this month stands in the year, not in the months to come.
        assert total_due(budget.values()).fen_per_year == 8 * PRICE_FEN

    def test_dues_by_month_stay_in_the_scope(self, world: World) -> None:
        def total(username: str) -> int:
            with world.session(username) as session:
                return sum(m.count for m in dues_by_month(session, months_from(TODAY)))

        assert total("gansu") == total("zhuoni") + total("lintan")
        assert total("conac") == total("gansu") + total("shaanxi")
