"""The profile every installation starts from, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

import seed
from models.billing.fee import FeeSchedule, prices
from models.core.clock import FixedClock
from models.core.journal import Door, JournalEntry
from models.core.scope import EVERYTHING, scoped_session
from models.core.search_index import candidates, contains
from models.invariants import breaches
from models.invoices.invoice_type import InvoiceType
from models.ledger.ledger import Account, AccountKind
from models.offices.division import Division
from models.offices.office import Office, PaymentMode
from models.users.user import User
from models.values.order_kind import OrderKind
from models.values.tld import Tld
from seed.reference.divisions import divisions, offices
from tests.conftest import Databases, migrate, open_engine
from tests.support.world.cast import CLOCK


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def minimal(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database with the reference rows, on both engines in turn."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    engine = open_engine(databases.empty())
    migrate(engine)
    seed.load(engine, "minimal", clock=CLOCK, report=lambda _: None)
    yield engine
    databases.give_back(engine)


def ask(engine: Engine, statement: Any) -> list[Any]:
    with scoped_session(engine, EVERYTHING) as session:
        return list(session.scalars(statement).unique().all())


def count(engine: Engine, model: Any) -> int:
    (number,) = ask(engine, select(func.count()).select_from(model))
    return int(number)


class TestMinimal:
    def test_minimal_seats_an_office_for_each_row_of_the_reference(self, minimal: Engine) -> None:
        seated = {row.code: row for row in ask(minimal, select(Office))}
        assert seated.keys() == {row.code for row in offices()}
        assert count(minimal, Division) == len(divisions())

    def test_minimal_puts_each_office_under_its_parent_with_its_ancestors_codes(
        self, minimal: Engine
    ) -> None:
        seated = {row.code: row for row in ask(minimal, select(Office))}
        of_id = {row.id: row for row in seated.values()}
        for row in offices():
            office = seated[row.code]
            parent = of_id[office.parent_id].code if office.parent_id else None
            assert (parent, office.province_code, office.city_code, office.office_code) == (
                row.parent_code,
                row.province_code,
                row.city_code,
                row.code,
            )

    def test_minimal_lets_an_office_be_found_by_two_characters_and_by_initials(
        self, minimal: Engine
    ) -> None:
        for words in ("卓尼", "znxjgbzw"):
            found = ask(
                minimal,
                select(Office).where(
                    candidates(Office, words, minimal.dialect.name), contains(Office, words)
                ),
            )
            assert "623022" in {office.code for office in found}

    def test_minimal_prices_every_name_and_operation_at_200_yuan_a_year(
        self, minimal: Engine
    ) -> None:
        with scoped_session(minimal, EVERYTHING) as session:
            for operation in OrderKind:
                assert prices(session, operation, CLOCK.today()) == dict.fromkeys(Tld, 20_000)
        assert count(minimal, FeeSchedule) == len(Tld) * len(OrderKind)

    def test_minimal_opens_an_empty_account_and_a_payment_mode_for_each_office(
        self, minimal: Engine
    ) -> None:
        accounts = ask(minimal, select(Account))
        prepaid = [row for row in accounts if row.kind is AccountKind.PREPAID]
        assert {row.office_code for row in prepaid} == {
            row.code for row in offices() if row.parent_code
        }
        assert {(row.floor_fen, row.balance_fen) for row in prepaid} == {(0, 0)}
        own = {row.kind for row in accounts if row.office_code == "000000"}
        assert own == {AccountKind.BANK, AccountKind.INCOME, AccountKind.ADJUSTMENT}
        assert count(minimal, PaymentMode) == len(offices())

    def test_minimal_knows_the_four_kinds_of_invoices(self, minimal: Engine) -> None:
        kinds = {row.name: row.face_value_fen for row in ask(minimal, select(InvoiceType))}
        assert kinds == {
            "定额发票-200元": 20_000,
            "机打发票": None,
            "往来结算票据": None,
            "数电票": None,
        }

    def test_minimal_makes_no_login(self, minimal: Engine) -> None:
        assert count(minimal, User) == 0

    def test_minimal_is_written_by_one_run_of_the_seed(self, minimal: Engine) -> None:
        (entry,) = ask(minimal, select(JournalEntry))
        assert (entry.door, entry.actor_key) == (Door.SEED, "system")

    def test_minimal_breaks_no_rule(self, minimal: Engine) -> None:
        with minimal.connect() as connection:
            assert {name: n for name, n in breaches(connection).items() if n} == {}

    def test_minimal_changes_nothing_the_second_time(self, minimal: Engine) -> None:
        told: list[str] = []
        later = FixedClock(CLOCK.at.replace(year=CLOCK.at.year + 1))
        seed.load(minimal, "minimal", clock=later, report=told.append)
        assert count(minimal, JournalEntry) == 1
        assert told == ["seed_minimal: already there"]
