"""A rule is tried on the last month, by bounded numbers of happenings and rows."""

from __future__ import annotations

import datetime as dt

import pytest

from models.definitions.expression import parsed
from models.rules import trial
from models.rules.happening import Happening, RuleTrigger
from models.rules.rule import DaySide
from models.rules.trial import Trial, shift, try_rule
from tests.support.world.cast import TODAY, World

EXPIRES = Happening("domain", RuleTrigger.DATE, "expires_on")


def tried(world: World, owner: str = "620000", condition: str | None = None) -> Trial:
    with world.session("gansu") as session:
        return try_rule(
            session,
            EXPIRES,
            days=45,
            side=DaySide.BEFORE,
            condition=None if condition is None else parsed(condition),
            specs=(),
            today=TODAY,
            owner=owner,
        )


class TestTryRule:
    def test_rows_whose_date_set_it_off_in_the_last_month_are_named(self, world: World) -> None:
        found = tried(world)
        assert found.row_count == found.firing_count == len(found.names)
        assert found.row_count > 0
        assert not found.is_cut

    def test_a_rule_of_another_office_reaches_none_of_them(self, sqlite_world: World) -> None:
        assert tried(sqlite_world, "610000").row_count == 0

    def test_a_condition_without_an_answer_matches_no_row(self, sqlite_world: World) -> None:
        assert tried(sqlite_world, condition="term_years / 0 == 1").row_count == 0

    def test_what_is_more_than_the_bounds_is_left_out_and_said(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(trial, "MAXIMUM_JUDGED", 1)
        found = tried(sqlite_world)
        assert (found.row_count, found.is_cut) == (1, True)


@pytest.mark.parametrize(("side", "days"), [(DaySide.BEFORE, 7), (DaySide.AFTER, -7)])
def test_a_rule_fires_on_either_side_of_its_date(side: DaySide, days: int) -> None:
    assert shift(7, side) == dt.timedelta(days=days)
