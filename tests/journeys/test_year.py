"""A year of Gansu: its offices, their clerks, CONAC and the jobs, with 29 February in it.

After every day the whole of every invariant I-1 … I-14 is asked of the database, not only of what
the day touched; when the last week is remitted 三方对账 finds no difference to the fen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.core.journal import Door, JournalEntry
from models.domains.domain import Domain, DomainState
from tests.conftest import Databases, migrate, open_engine
from tests.year.books import count, differing, missing_fen
from tests.year.play import LEAP_DAY, play
from tests.year.stage import Stage

SEED = 20240229


#: Lanzhou, Jiuquan and Gannan with their counties, and the province: 27 offices of 101.
_THREE_CITIES = ("620100", "620900", "623000")
#: Every run plays three cities on SQLite; `make test-long` plays all of them on both engines.
_YEARS = [
    pytest.param("sqlite", _THREE_CITIES, id="three-cities-sqlite"),
    pytest.param("sqlite", (), marks=pytest.mark.long, id="all-cities-sqlite"),
    pytest.param(
        "postgres",
        (),
        marks=[pytest.mark.postgres, pytest.mark.long],
        id="all-cities-postgres",
    ),
]


@pytest.fixture
def year(databases: Databases, cities: tuple[str, ...]) -> Iterator[Stage]:
    engine = open_engine(databases.empty())
    migrate(engine)
    yield play(engine, SEED, cities)
    databases.give_back(engine)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize(("databases", "cities"), _YEARS, indirect=["databases"])
class TestAYearOfGansu:
    def test_a_year_of_gansu_keeps_every_invariant_every_day_and_ends_with_three_equal_books(
        self, year: Stage
    ) -> None:
        offices = len(year.desks)
        assert year.ask(lambda session: count(session, Domain)) >= 24 * offices
        runs = JournalEntry.door != Door.SEED
        assert year.ask(lambda session: count(session, JournalEntry, runs)) >= 89 * offices
        assert year.ask(lambda session: differing(session, year.today)) == []
        assert year.ask(missing_fen) == 0
        assert year.refused["top_up_bank_ref_seen"] > offices // 5
        assert year.refused["charge_amount_differs"] > offices // 20
        _the_leap_day(year)


def _the_leap_day(year: Stage) -> None:
    """Registered on 29 February: a year ends on the 28th, four on the 29th again."""
    ends = year.ask(
        lambda session: {
            domain.expires_on
            for domain in session.scalars(
                select(Domain).where(
                    Domain.registered_on == LEAP_DAY, Domain.state == DomainState.REGISTERED
                )
            )
        }
    )
    assert dt.date(2028, 2, 29) in ends
    assert {(day.month, day.day) for day in ends} <= {(2, 28), (2, 29)}
