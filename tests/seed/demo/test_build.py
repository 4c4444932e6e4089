"""The demo, thinned out: every state is there, every login works, and there is work to do."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text

import seed
from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentState
from models.core.clock import FixedClock
from models.core.journal import JournalChange, JournalEntry
from models.core.scope import EVERYTHING, scoped_session
from models.domains.domain import Domain, DomainState
from models.imports.sheet import ImportRow, ImportRowState
from models.invariants import breaches
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.invoices.stock import InvoiceLot, LotState
from models.invoices.stock_balance import stock_of
from models.ledger.award import AwardAccrual
from models.offices.office import CollectBy, Office
from models.remittances.remittance import BankReceipt, Remittance, RemittanceState
from models.units.unit import Unit
from models.users.user import Role, User
from models.values.domain_name import DomainName
from models.values.expiry import Phase, RenewalPolicy, phase, term_end
from models.values.password import matches
from seed.demo import build as demo
from seed.demo.history import waves_of
from seed.demo.logins import DEMO_LOGINS, DEMO_PASSWORD, GANSU, SHAANXI, ZHUONI
from seed.demo.plan import CORE, DUE_IN, cast_unit, plan_world
from seed.demo.stage import Stage
from seed.reference.seed_action import Ground, PeopledError
from tests.conftest import Databases, migrate, open_engine
from tests.support.database.database_digest import digest
from tests.support.database.engines import sqlite_url
from tests.support.world.cast import CLOCK

pytestmark = pytest.mark.slow

#: The cast's offices and hardly any other.
SCALE = 0.02
TODAY = CLOCK.today()


def at(day: dt.date, hour: int = 6) -> FixedClock:
    return FixedClock(dt.datetime.combine(day, dt.time(hour), dt.UTC))


@pytest.fixture(scope="module")
def sown(
    sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Engine]:
    """Loads the demo as of a moment into a copy of a database with the reference rows."""
    first = open_engine(sqlite_databases.empty())
    migrate(first)
    seed.load(first, "minimal", clock=at(dt.date(2020, 1, 1)), report=lambda _: None)
    with first.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    template = Path(str(first.url.database))
    first.dispose()

    def sow(clock: FixedClock) -> Engine:
        copy = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
        shutil.copyfile(template, copy)
        engine = open_engine(sqlite_url(copy))
        seed.load(engine, "demo", clock=clock, report=lambda _: None, scale=SCALE)
        return engine

    return sow


@pytest.fixture(scope="module")
def played(sown: Callable[..., Engine]) -> Iterator[Engine]:
    """The demo as of the tests' own moment."""
    engine = sown(CLOCK)
    yield engine
    engine.dispose()


def ask(engine: Engine, statement: Any) -> list[Any]:
    with scoped_session(engine, EVERYTHING) as session:
        return list(session.scalars(statement).all())


def states(engine: Engine, model: Any) -> set[Any]:
    return set(ask(engine, select(model.state).distinct()))


def due_at(engine: Engine, office_code: str, today: dt.date) -> Counter[Phase]:
    names = ask(
        engine,
        select(Domain.expires_on).where(
            Domain.office_code == office_code, Domain.state == DomainState.REGISTERED
        ),
    )
    return Counter(phase(expires_on, today, RenewalPolicy()) for expires_on in names)


def changes(engine: Engine) -> list[str]:
    return sorted(
        repr((row.entry_id, row.entity, row.row_id, row.operation, row.diff))
        for row in ask(engine, select(JournalChange))
    )


class TestDemo:
    def test_demo_breaks_no_rule(self, played: Engine) -> None:
        with played.connect() as connection:
            assert {name: n for name, n in breaches(connection).items() if n} == {}

    def test_demo_shows_names_in_every_state_and_phase(self, played: Engine) -> None:
        assert states(played, Domain) == set(DomainState)
        assert due_at(played, ZHUONI, TODAY).keys() == set(Phase)

    def test_demo_shows_orders_payments_and_remittances_on_their_way(self, played: Engine) -> None:
        # A refund has no verb yet, a draft remittance is never left behind.
        assert states(played, Order) == set(OrderState) - {OrderState.REFUNDED}
        assert states(played, Payment) == set(PaymentState)
        assert states(played, Remittance) == set(RemittanceState)
        assert len(set(ask(played, select(Remittance.period_week)))) > 10

    def test_demo_shows_invoices_asked_for_sent_split_and_given(self, played: Engine) -> None:
        assert states(played, InvoiceRequest) == set(RequestState)
        assert states(played, InvoiceLot) >= {
            LotState.IN_TRANSIT,
            LotState.SIGNED,
            LotState.RETURNED,
        }
        assert states(played, Invoice) >= {InvoiceState.ISSUED, InvoiceState.VOID}

    def test_demo_shows_money_that_came_short_and_an_order_that_waits_for_it(
        self, played: Engine
    ) -> None:
        short = ask(
            played,
            select(Remittance).where(
                Remittance.received_fen > 0, Remittance.received_fen < Remittance.amount_fen
            ),
        )
        assert short
        waiting = select(Order.waits_because).where(Order.waits_because.is_not(None))
        assert "balance_short" in ask(played, waiting)

    def test_demo_lets_everybody_in_with_the_password_shown(self, played: Engine) -> None:
        users = {row.username: row for row in ask(played, select(User))}
        for login in DEMO_LOGINS:
            user = users[login.username]
            assert (user.role, user.office_code) == (login.role, login.office_code)
            assert user.is_active
            assert not user.must_change_password
        assert matches(DEMO_PASSWORD, users["unit-a"].password_hash)
        assert matches(DEMO_PASSWORD, users["zhuoni"].password_hash)

    def test_demo_gives_every_living_office_a_login_that_a_split_can_name(
        self, played: Engine
    ) -> None:
        served = set(ask(played, select(Unit.office_code)))
        admins = (Role.PROVINCE_ADMIN, Role.CITY_ADMIN, Role.COUNTY_ADMIN)
        assert served == set(ask(played, select(User.office_code).where(User.role.in_(admins))))

    def test_demo_leaves_the_cast_unit_five_bills_and_more_to_look_at(self, played: Engine) -> None:
        (unit,) = ask(played, select(Unit).where(Unit.name == cast_unit()))
        payable = select(Order).where(Order.unit_id == unit.id, Order.state == OrderState.PAYABLE)
        assert len(ask(played, payable)) >= 5
        own = set(ask(played, select(Domain.state).where(Domain.unit_id == unit.id)))
        assert own >= {DomainState.REGISTERED, DomainState.SUBMITTED, DomainState.RETURNED}

    def test_demo_leaves_zhuoni_names_to_review_sheets_in_stock_and_a_lot_to_sign(
        self, played: Engine
    ) -> None:
        waiting = select(Domain).where(
            Domain.office_code == ZHUONI, Domain.state == DomainState.SUBMITTED
        )
        assert len(ask(played, waiting)) >= 5
        unsigned = select(InvoiceLot).where(
            InvoiceLot.office_code == ZHUONI, InvoiceLot.state == LotState.IN_TRANSIT
        )
        assert len(ask(played, unsigned)) == 1
        with scoped_session(played, EVERYTHING) as session:
            assert stock_of(session, ZHUONI).sheets >= 50

    def test_demo_keeps_a_stranger_province_that_pools_its_money(self, played: Engine) -> None:
        pooled = select(Office.province_code).where(Office.collect_by == CollectBy.PROVINCE_POOL)
        assert set(ask(played, pooled)) == {SHAANXI}
        remitters = select(Remittance.office_code).where(Remittance.province_code == SHAANXI)
        assert set(ask(played, remitters)) == {SHAANXI}

    def test_demo_shows_a_sheet_with_good_and_bad_rows_and_an_award(self, played: Engine) -> None:
        with scoped_session(played, EVERYTHING) as session:
            states = Counter(session.scalars(select(ImportRow.state)))
            award = session.scalars(select(AwardAccrual)).first()
        assert states == {ImportRowState.ACCEPTED: 2, ImportRowState.REFUSED: 2}
        assert award is not None
        assert award.province_code == GANSU

    def test_demo_lies_wholly_in_the_past(self, played: Engine) -> None:
        (latest,) = ask(played, select(func.max(JournalEntry.at)))
        assert latest <= CLOCK.at
        assert max(ask(played, select(BankReceipt.received_on))) <= TODAY

    def test_demo_holds_only_registrable_names(self, played: Engine) -> None:
        for row in ask(played, select(Domain)):
            assert DomainName.of(row.label_u, row.tld).name_a == row.name_a

    def test_demo_does_nothing_the_second_time(self, played: Engine) -> None:
        before = digest(played)
        told: list[str] = []
        seed.load(played, "demo", clock=CLOCK, report=told.append)
        assert digest(played) == before
        assert told[-1] == "demo: already there"

    def test_demo_is_the_same_every_time(self, played: Engine, sown: Callable[..., Engine]) -> None:
        again = sown(CLOCK)
        first, second = digest(played), digest(again)
        # Each password is salted by chance; rows written together have no order of their own.
        differing = {name for name in first if first[name] != second[name]}
        assert differing <= {"user", "journal_change"}
        assert changes(played) == changes(again)
        again.dispose()

    @pytest.mark.parametrize("today", [dt.date(2028, 2, 29), dt.date(2026, 12, 31)])
    def test_demo_has_work_at_every_desk_whenever_it_begins(
        self, sown: Callable[..., Engine], today: dt.date
    ) -> None:
        engine = sown(at(today))
        for office_code in (ZHUONI, GANSU):
            due = due_at(engine, office_code, today)
            assert due[Phase.EXPIRING] >= 5
            assert due[Phase.GRACE] >= 1
            assert due[Phase.REDEMPTION] >= 1
        with engine.connect() as connection:
            assert not any(breaches(connection).values())
        engine.dispose()

    def test_demo_refuses_a_database_with_units_of_others(self, sqlite_world: Any) -> None:
        with pytest.raises(PeopledError):
            demo.refuse_people(sqlite_world.engine)


class TestPlanWorld:
    def test_plan_world_is_the_same_for_the_same_chance_and_differs_for_another(self) -> None:
        def names(chance: int) -> list[str]:
            plans = plan_world(chance, SCALE)
            return [unit.registrant.name for plan in plans for unit in plan.units]

        assert names(1) == names(1) != names(2)

    def test_plan_world_peoples_gansu_from_the_province_to_every_county(self) -> None:
        plans = plan_world(demo.CHANCE, 1)
        gansu = [plan for plan in plans if plan.office.province_code == GANSU]
        assert Counter(plan.office.level for plan in gansu) == {
            "province": 1,
            "city": 14,
            "county": 86,
        }
        units = [unit for plan in plans for unit in plan.units]
        assert len(units) >= 2_000
        assert sum(len(filing.names) for unit in units for filing in unit.filings) >= 5_000

    def test_plan_world_files_no_name_twice(self) -> None:
        filed = Counter(
            name[:2]
            for plan in plan_world(demo.CHANCE, 1)
            for unit in plan.units
            for filing in unit.filings
            for name in filing.names
        )
        assert filed.most_common(1)[0][1] == 1

    @given(today=st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)))
    def test_plan_world_lets_names_fall_due_on_their_days_whatever_the_day(
        self, today: dt.date
    ) -> None:
        stage = Stage(Ground(None, at(today), print), _PLANS, Random(0))  # type: ignore[arg-type]
        for wave in waves_of(stage):
            for filing in wave.filings:
                if filing.due_in is not None:
                    expires_on = term_end(wave.settled_on, filing.years)
                    wanted = today + dt.timedelta(days=filing.due_in)
                    # One day of leap years is missing from the others.
                    assert 0 <= (wanted - expires_on).days <= 1

    def test_plan_world_gives_zhuoni_units_enough_for_all_its_due_days(self) -> None:
        (zhuoni,) = (plan for plan in _PLANS if plan.office.code == ZHUONI)
        assert len(zhuoni.units) - CORE >= len(DUE_IN[ZHUONI])


_PLANS = plan_world(demo.CHANCE, SCALE)
