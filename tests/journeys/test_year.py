"""A year of Gansu: 101 offices, their clerks, CONAC and the jobs, with 29 February in it.

After every day the whole of every invariant I-1 … I-14 is asked of the database, not only of what
the day touched; when the last week is remitted 三方对账 finds no difference to the fen.
"""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from models.core.journal import Door, JournalEntry
from models.domains.domain import Domain, DomainState
from tests.conftest import Databases, migrate, open_engine
from tests.year.books import count, differing, missing_fen
from tests.year.play import LEAP_DAY, play
from tests.year.stage import Stage

SEED = 20240229


#: On SQLite in every run; on PostgreSQL, which takes as long again, in `make test-long`.
_ENGINES = ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])]


@pytest.fixture
def year(databases: Databases) -> Stage:
    engine = open_engine(databases.empty())
    migrate(engine)
    yield play(engine, SEED)
    databases.give_back(engine)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("databases", _ENGINES, indirect=True)
class TestAYearOfGansu:
    def test_keeps_every_invariant_every_day_and_ends_with_three_equal_books(
        self, year: Stage
    ) -> None:
        assert year.ask(lambda session: count(session, Domain)) >= 2_500
        runs = JournalEntry.door != Door.SEED
        assert year.ask(lambda session: count(session, JournalEntry, runs)) >= 9_000
        assert year.ask(lambda session: differing(session, year.today)) == []
        assert year.ask(missing_fen) == 0
        assert year.refused["top_up_bank_ref_seen"] > 20
        assert year.refused["charge_amount_differs"] > 5
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
