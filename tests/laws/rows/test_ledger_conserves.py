"""Law 8: money is conserved, whatever is posted, refused, repeated or reversed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from models.ledger.ledger import (
    Account,
    Posting,
    Transfer,
    TransferKind,
    lock_accounts,
    post,
    reversal,
)
from models.offices.office import Office
from tests.conftest import Databases, open_engine
from tests.support.world.cast import World

OFFICES = ("prepaid:623022", "prepaid:623021", "prepaid:620000")
CODES = ("bank:000000", "income:000000", *OFFICES)

_accounts = st.sampled_from(CODES)
_movements = st.tuples(st.just("post"), _accounts, _accounts, st.integers(1, 500))
_repeats = st.tuples(st.just("repeat"), st.integers(0, 30))
_reversals = st.tuples(st.just("reverse"), st.integers(0, 30))
_runs = st.lists(_movements | _movements | _repeats | _reversals, max_size=25)


@dataclass
class Model:
    """What the books should hold, kept by nothing but additions."""

    balances: Counter[str] = field(default_factory=Counter)
    posted: list[tuple[str, str, str, int]] = field(default_factory=list)
    undone: set[str] = field(default_factory=set)

    def may(self, debit: str, credit: str, amount_fen: int) -> bool:
        floored = debit in OFFICES
        return debit != credit and not (floored and self.balances[debit] < amount_fen)

    def book(self, debit: str, credit: str, amount_fen: int) -> None:
        self.balances[debit] -= amount_fen
        self.balances[credit] += amount_fen


class Books:
    """The model beside the database; every step must leave the two agreed."""

    def __init__(self, world: World) -> None:
        self.world, self.model = world, Model()

    def step(self, number: int, what: str, *facts: Any) -> None:
        {"post": self.post, "repeat": self.repeat, "reverse": self.reverse}[what](number, *facts)

    def post(self, number: int, debit: str, credit: str, amount_fen: int) -> None:
        expected = self.model.may(debit, credit, amount_fen)
        key = f"p:{number}"
        assert self.try_posting(key, debit, credit, amount_fen) == expected
        if expected:
            self.model.book(debit, credit, amount_fen)
            self.model.posted.append((key, debit, credit, amount_fen))

    def repeat(self, _number: int, which: int) -> None:
        if self.model.posted:
            assert self.try_posting(*self.model.posted[which % len(self.model.posted)])

    def reverse(self, _number: int, which: int) -> None:
        if not self.model.posted:
            return
        key, debit, credit, amount_fen = self.model.posted[which % len(self.model.posted)]
        expected = key in self.model.undone or self.model.may(credit, debit, amount_fen)
        assert self.try_reversal(key) == expected
        if expected and key not in self.model.undone:
            self.model.undone.add(key)
            self.model.book(credit, debit, amount_fen)

    def try_posting(self, key: str, debit: str, credit: str, amount_fen: int) -> bool:
        def postings(accounts: dict[str, Account], _session: Any) -> list[Posting]:
            return [
                Posting(
                    kind=TransferKind.MOVE,
                    debit=accounts[debit],
                    credit=accounts[credit],
                    amount_fen=amount_fen,
                    key=key,
                )
            ]

        return self.committed(postings)

    def try_reversal(self, key: str) -> bool:
        def postings(accounts: dict[str, Account], session: Any) -> list[Posting]:
            transfer = session.scalars(select(Transfer).where(Transfer.key == key)).one()
            by_id = {account.id: account for account in accounts.values()}
            return [reversal(transfer, by_id[transfer.credit_id], by_id[transfer.debit_id])]

        return self.committed(postings)

    def committed(self, postings: Any) -> bool:
        try:
            with self.world.writing() as session:
                accounts = lock_accounts(session, list(CODES))
                office = session.get_one(Office, self.world.id("office-zhuoni"))
                post(session, postings(accounts, session), office)
        except IntegrityError:
            return False
        return True

    def agree(self) -> None:
        with self.world.engine.connect() as connection:
            rows = connection.execute(text(_BALANCES)).all()
        kept = {code: balance for code, balance, _ in rows if code in OFFICES}
        moved = {code: summed for code, _, summed in rows if code in CODES}

        assert kept == {code: self.model.balances[code] for code in OFFICES}
        assert moved == {code: self.model.balances[code] for code in CODES}
        assert all(balance >= 0 for balance in kept.values())
        assert sum(summed for _, _, summed in rows) == 0


_BALANCES = """
SELECT a.code, a.balance_fen, coalesce((
  SELECT sum(CASE WHEN t.credit_id = a.id THEN t.amount_fen ELSE -t.amount_fen END)
    FROM transfer t WHERE a.id IN (t.debit_id, t.credit_id) AND t.key <> 'top_up:s'), 0)
  FROM account a
"""


def conserve(databases: Databases, run: list[Any]) -> None:
    engine = open_engine(databases.world())
    try:
        books = Books(World(engine, databases.ids))
        for number, step in enumerate(run):
            books.step(number, *step)
        books.agree()
    finally:
        databases.give_back(engine)


_WITH_DATABASES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=40, suppress_health_check=_WITH_DATABASES)
@given(_runs)
def test_any_run_on_sqlite(sqlite_databases: Databases, run: list[Any]) -> None:
    conserve(sqlite_databases, run)


@pytest.mark.postgres
@settings(max_examples=15, suppress_health_check=_WITH_DATABASES)
@given(_runs)
def test_any_run_on_postgresql(postgres_databases: Databases, run: list[Any]) -> None:
    conserve(postgres_databases, run)


def test_books_that_were_tampered_with_do_not_agree(world: World) -> None:
    """With its guard off, a balance changed by hand is what `agree` is there to find."""
    books = Books(world)
    books.step(0, "post", "bank:000000", "prepaid:623022", 100)
    books.agree()
    on = "" if world.engine.dialect.name == "sqlite" else " ON account"
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(f"DROP TRIGGER account_moves_by_transfer{on}"))
        connection.execute(
            text("UPDATE account SET balance_fen = 101 WHERE code = 'prepaid:623022'")
        )
    with pytest.raises(AssertionError):
        books.agree()
