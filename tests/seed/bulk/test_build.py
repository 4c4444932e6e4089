"""The bulk load: as lawful as rows that came through the verbs, on both engines."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select

import seed
from actions.core.actor import Caller
from actions.core.refusal import Refused
from actions.domains.renew import RENEW, RenewInput
from actions.perform import perform
from models.billing.order import Order, OrderState
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.core.search_index import candidates, contains, search_text_of
from models.domains.domain import Domain, DomainState, Term
from models.invariants import breaches
from models.invoices.stock import InvoiceLot
from models.ledger.ledger import Account, Posting, Transfer
from models.units.unit import Unit
from models.values.domain_name import DomainName
from models.values.expiry import term_end
from models.values.uscc import Uscc, tlds_allowed
from seed.demo.actors import cast_of
from seed.reference.seed_action import PeopledError
from tests.conftest import Databases, migrate, open_engine
from tests.support.pages.answers import ticking
from tests.support.world.cast import CLOCK

DOMAINS = 5_000
ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=ENGINES)
def bulk(request: pytest.FixtureRequest) -> Iterator[tuple[Engine, set[str]]]:
    """A database with the bulk in it, and the names of the indexes it had before."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    engine = open_engine(databases.empty())
    migrate(engine)
    before = indexes(engine)
    seed.load(engine, "bulk", clock=CLOCK, report=lambda _: None, domains=DOMAINS)
    yield engine, before
    databases.give_back(engine)


@pytest.fixture
def engine(bulk: tuple[Engine, set[str]]) -> Engine:
    return bulk[0]


def indexes(engine: Engine) -> set[str]:
    tables = inspect(engine)
    return {
        str(index["name"])
        for table in tables.get_table_names()
        for index in tables.get_indexes(table)
    }


def ask(engine: Engine, statement: Any) -> list[Any]:
    with scoped_session(engine, EVERYTHING) as session:
        return list(session.scalars(statement).all())


class TestBulk:
    def test_bulk_makes_as_many_domains_as_asked_in_every_state(self, engine: Engine) -> None:
        states = Counter(row.state for row in ask(engine, select(Domain)))
        assert states.total() == DOMAINS
        assert states.keys() == set(DomainState)

    def test_bulk_breaks_no_rule(self, engine: Engine) -> None:
        with engine.connect() as connection:
            assert {name: n for name, n in breaches(connection).items() if n} == {}

    def test_names_are_registrable_by_the_units_that_hold_them(self, engine: Engine) -> None:
        units = {row.id: row for row in ask(engine, select(Unit))}
        for row in ask(engine, select(Domain)):
            name = DomainName.of(row.label_u, row.tld)
            unit = units[row.unit_id]
            assert (name.name_u, name.name_a, name.variant_key, name.family) == (
                row.name_u,
                row.name_a,
                row.variant_key,
                row.tld_family,
            )
            assert row.tld in tlds_allowed(
                Uscc.parse(unit.uscc), administrative_function=unit.administrative_function
            )

    def test_bulk_indexes_the_words_that_the_flush_would_have_indexed(self, engine: Engine) -> None:
        for row in (*ask(engine, select(Unit)), *ask(engine, select(Domain))):
            assert row.search_text == search_text_of(row.search_parts())
        words = "政府"
        found = select(Domain.id).where(
            candidates(Domain, words, engine.dialect.name), contains(Domain, words)
        )
        meant = [row.id for row in ask(engine, select(Domain)) if words in row.label_u]
        assert meant
        assert sorted(ask(engine, found)) == sorted(meant)

    def test_bulk_counts_each_term_from_the_day_of_registration(self, engine: Engine) -> None:
        domains = {row.id: row for row in ask(engine, select(Domain))}
        orders = {row.id: row for row in ask(engine, select(Order))}
        for row in ask(engine, select(Term).where(Term.seq == 1)):
            anchor = domains[row.domain_id].registered_on
            years = orders[row.order_id].term_years
            assert anchor is not None
            assert (row.starts_on, row.ends_on) == (anchor, term_end(anchor, years))

    def test_bulk_posts_transfers_as_the_ledger_would(self, engine: Engine) -> None:
        with scoped_session(engine, EVERYTHING) as session:
            accounts = {row.id: row for row in session.scalars(select(Account))}
            for row in session.scalars(select(Transfer).limit(500)):
                asked = Posting(
                    kind=row.kind,
                    debit=accounts[row.debit_id],
                    credit=accounts[row.credit_id],
                    amount_fen=row.amount_fen,
                    key=row.key,
                )
                assert row.input_hash == asked.hash()

    def test_bulk_leaves_every_office_some_sheets(self, engine: Engine) -> None:
        lots = ask(engine, select(InvoiceLot))
        assert len({lot.office_code for lot in lots}) == len(lots)
        assert all(lot.available > 0 for lot in lots)

    def test_bulk_leaves_the_indexes_as_they_were(self, bulk: tuple[Engine, set[str]]) -> None:
        engine, before = bulk
        assert indexes(engine) == before

    def test_bulk_goes_on_where_the_keys_and_the_numbers_end(self, engine: Engine) -> None:
        with scoped_session(engine, EVERYTHING) as session:
            gansu = cast_of(session).by_username["gansu"]
        due = select(Domain.id).where(
            Domain.state == DomainState.REGISTERED,
            Domain.expires_on.between(CLOCK.today(), CLOCK.today() + dt.timedelta(days=80)),
            Domain.id.not_in(select(Order.domain_id).where(Order.state == OrderState.PAYABLE)),
        )
        with scoped_session(engine, gansu.scope) as session:
            caller = Caller(gansu, Door.SEED, CLOCK)
            ids = list(session.scalars(due))
            run = partial(perform, session, RENEW, ids, RenewInput(1), caller, key="after-bulk")
            # One-year terms of many names are to be read.
            outcome = ticking(lambda answer: run(answer=answer))
        assert len({row.facts["order_no"] for row in outcome.rows}) == len(outcome.rows) > 0

    def test_bulk_refuses_other_numbers_the_second_time(self, engine: Engine) -> None:
        with pytest.raises(Refused):
            seed.load(engine, "bulk", clock=CLOCK, report=lambda _: None, domains=DOMAINS + 1)

    def test_bulk_does_not_mix_with_the_demo(self, engine: Engine) -> None:
        with pytest.raises(PeopledError):
            seed.load(engine, "demo", clock=CLOCK, report=lambda _: None)
