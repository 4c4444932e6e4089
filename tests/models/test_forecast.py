"""到期与费用预测: months are whole, counts are the list's, a year of months is the budget."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from actions.units.abolish import ABOLISH_UNIT, AbolishUnitInput
from models.domains.domain import Domain
from models.reports.budget_forecast import (
    dues_by_month,
    dues_by_office,
    months_from,
    prices_of,
    total_due,
    year_of,
)
from tests.support.cast import TODAY, World
from tests.support.factories import PRICE_FEN


class TestMonthsFrom:
    def test_are_twelve_whole_months_beginning_with_the_days_own(self) -> None:
        months = months_from(dt.date(2026, 6, 10))
        assert len(months) == 12
        assert months[0] == (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
        assert months[-1] == (dt.date(2027, 5, 1), dt.date(2027, 5, 31))

    def test_follow_one_another_without_a_gap(self) -> None:
        months = months_from(dt.date(2027, 12, 31), 15)
        for (_first, last), (first, _last) in pairwise(months):
            assert first - last == dt.timedelta(days=1)

    @pytest.mark.parametrize(("year", "days"), [(2027, 28), (2028, 29)])
    def test_know_leap_days(self, year: int, days: int) -> None:
        ((_first, last),) = months_from(dt.date(year, 2, 11), 1)
        assert last.day == days


class TestDuesByMonth:
    def test_count_what_ends_in_each_month(self, world: World) -> None:
        with world.session("zhuoni") as session:
            found = dues_by_month(session, months_from(TODAY))
        counts = {month.first.month: month.count for month in found if month.count}
        assert counts == {6: 4, 7: 3}
        assert sum(month.fen_per_year for month in found) == 7 * PRICE_FEN

    def test_take_both_ends_of_a_month_in(self, world: World) -> None:
        ends = {"a-due": "2028-02-01", "a-far": "2028-02-29", "a-held": "2028-03-01"}
        with world.writing() as session:
            for name, day in ends.items():
                domain = session.get_one(Domain, world.id(name))
                domain.expires_on = dt.date.fromisoformat(day)
        with world.session("zhuoni") as session:
            found = dues_by_month(session, months_from(dt.date(2028, 1, 31), 3))
        assert [month.count for month in found] == [0, 2, 1]

    @pytest.mark.parametrize("username", ["zhuoni", "gansu", "conac"])
    def test_of_a_year_are_the_years_budget(self, world: World, username: str) -> None:
        with world.session(username) as session:
            months = dues_by_month(session, months_from(dt.date(2026, 1, 1)))
            year = dues_by_office(session, year_of(2026), prices_of(session, 2026))
        budget = total_due(year.values())
        assert budget.count > 0
        assert sum(month.fen_per_year for month in months) == budget.fen_per_year
        assert sum(month.count for month in months) == budget.count

    def test_leave_ended_units_out_of_the_fees_alone(self, world: World) -> None:
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-b")], AbolishUnitInput("8号"))
        with world.session("zhuoni") as session:
            found = dues_by_month(session, months_from(TODAY))
            budget = dues_by_office(session, year_of(2026), prices_of(session, 2026))
        assert sum(month.count for month in found) == 7
        assert sum(month.fen_per_year for month in found) == 5 * PRICE_FEN
        # What ended before this month stands in the year, not in the months to come.
        assert total_due(budget.values()).fen_per_year == 8 * PRICE_FEN

    def test_stay_in_the_scope(self, world: World) -> None:
        def total(username: str) -> int:
            with world.session(username) as session:
                return sum(m.count for m in dues_by_month(session, months_from(TODAY)))

        assert total("gansu") == total("zhuoni") + total("lintan")
        assert total("conac") == total("gansu") + total("shaanxi")
