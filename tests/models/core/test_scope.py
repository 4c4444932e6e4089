"""Every statement of a session sees its actor's rows and no others, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, exists, func, insert, literal, select, text, update
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    joinedload,
    lazyload,
    mapped_column,
    selectinload,
)

import models.core.scope
from models.billing.fee import FeeSchedule
from models.billing.order import Order
from models.billing.payment import Payment
from models.core.base import Base
from models.core.scope import (
    BY_HAND,
    EVERYTHING,
    OutOfScopeError,
    Scope,
    Scoped,
    ScopeError,
    ScopeLevel,
    SetFromAbove,
    bind_scope,
    scope_of,
    scoped_session,
    unscoped_reasons,
)
from models.domains.domain import Domain
from models.invoices.stock import InvoiceLot
from models.ledger.ledger import Account
from models.offices.office import REGISTRY_CODE, Office
from models.units.unit import Unit
from models.users.user import User
from tests.support.world.cast import World
from tests.support.world.cast_names import DOMAINS, UNITS

ACTORS = ["gansu", "gannan", "zhuoni", "zhuoni-viewer", "lintan", "shaanxi", "unit-a", "unit-s"]
SCOPED = sorted(
    (m.class_ for m in Base.registry.mappers if issubclass(m.class_, Scoped)),
    key=lambda model: model.__name__,
)


def domains_of(*units: str) -> set[str]:
    return {label for unit, label, *_ in DOMAINS.values() if unit in units}


class TestAnUnboundSession:
    def test_an_unbound_session_cannot_select(self, world: World) -> None:
        with Session(world.engine) as session, pytest.raises(ScopeError, match="no actor"):
            session.scalars(select(Domain)).all()

    def test_an_unbound_session_cannot_get_by_key(self, world: World) -> None:
        with Session(world.engine) as session, pytest.raises(ScopeError, match="no actor"):
            session.get(Domain, world.id("a-due"))

    def test_an_unbound_session_cannot_count(self, world: World) -> None:
        with Session(world.engine) as session, pytest.raises(ScopeError, match="no actor"):
            session.scalar(select(func.count()).select_from(Domain))

    def test_an_unbound_session_cannot_use_the_old_query(self, world: World) -> None:
        with Session(world.engine) as session, pytest.raises(ScopeError, match="no actor"):
            session.query(Domain).all()

    def test_an_unbound_session_cannot_write(self, world: World) -> None:
        with Session(world.engine) as session:
            session.add(Unit(name="无主"))
            with pytest.raises(ScopeError, match="no actor"):
                session.flush()

    def test_an_unbound_session_cannot_ask_even_what_everyone_may_read(self, world: World) -> None:
        with Session(world.engine) as session, pytest.raises(ScopeError, match="no actor"):
            session.scalars(select(FeeSchedule)).all()


class TestABoundSession:
    @pytest.mark.parametrize(
        ("username", "units"),
        [
            ("conac", tuple(UNITS)),
            ("gansu", ("unit-a", "unit-b", "unit-c", "unit-d")),
            ("gannan", ("unit-a", "unit-b", "unit-c", "unit-d")),
            ("zhuoni", ("unit-a", "unit-b")),
            ("zhuoni-cashier", ("unit-a", "unit-b")),
            ("lintan", ("unit-c", "unit-d")),
            ("shaanxi", ("unit-s",)),
            ("unit-a", ("unit-a",)),
            ("unit-s", ("unit-s",)),
        ],
    )
    def test_a_bound_session_sees_the_names_of_its_units(
        self, world: World, username: str, units: tuple[str, ...]
    ) -> None:
        with world.session(username) as session:
            seen = set(session.scalars(select(Domain.label_u)))

        assert seen == domains_of(*units)

    def test_a_bound_session_says_in_sql_what_it_says_of_rows_for_every_table_and_actor(
        self, world: World
    ) -> None:
        for model in SCOPED:
            with world.session() as session:
                rows = session.scalars(select(model)).all()
                codes = {username: world.actor(username).scope for username in ACTORS}
                admitted = {
                    username: {row.id for row in rows if scope.admits(row)}
                    for username, scope in codes.items()
                }
            for username in ACTORS:
                with world.session(username) as session:
                    seen = set(session.scalars(select(model.id)))
                assert seen == admitted[username], (model.__name__, username)

    def test_a_bound_session_hides_offices_above_and_beside(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert set(session.scalars(select(Office.code))) == {"623022"}

    def test_a_bound_session_lets_a_registrant_see_nothing_that_has_no_unit(
        self, world: World
    ) -> None:
        with world.session("unit-a") as session:
            for model in (InvoiceLot, Account, Office):
                assert session.scalars(select(model)).all() == [], model

    def test_a_bound_session_lets_a_registrant_see_its_own_unit_and_logins(
        self, world: World
    ) -> None:
        with world.session("unit-a") as session:
            assert session.scalars(select(Unit.id)).all() == [world.id("unit-a")]
            assert session.scalars(select(User.username)).all() == ["unit-a"]

    def test_a_bound_session_lets_everyone_read_the_tariff(self, world: World) -> None:
        with world.session("unit-s") as session:
            assert session.scalars(select(FeeSchedule)).first() is not None


class TestEveryWayToAsk:
    """A foreign row answers as an absent one does, however it is asked for."""

    @pytest.fixture
    def session(self, world: World) -> Any:
        with world.session("zhuoni") as session:
            yield session

    def test_every_way_to_ask_by_key(self, world: World, session: Session) -> None:
        assert session.get(Domain, world.id("a-due")) is not None
        for name in ("c-due", "s-due"):
            assert session.get(Domain, world.id(name)) is None

    def test_under_an_alias(self, world: World, session: Session) -> None:
        other = aliased(Domain)

        assert set(session.scalars(select(other.label_u))) == domains_of("unit-a", "unit-b")

    def test_counted(self, world: World, session: Session) -> None:
        expected = len(domains_of("unit-a", "unit-b"))

        assert session.scalar(select(func.count()).select_from(Domain)) == expected
        assert session.scalar(select(func.count(Domain.id))) == expected
        assert session.query(Domain).count() == expected

    def test_in_a_subquery(self, world: World, session: Session) -> None:
        inner = select(Domain.unit_id).where(Domain.id == world.id("s-due"))

        assert session.scalars(select(Unit).where(Unit.id.in_(inner))).all() == []
        found = session.scalars(
            select(FeeSchedule.id).where(exists().where(Domain.id == world.id("s-due")))
        )
        assert found.all() == []

    def test_in_a_scalar_subquery(self, world: World, session: Session) -> None:
        label = select(Domain.label_u).where(Domain.id == world.id("s-due")).scalar_subquery()

        assert session.scalar(select(label)) is None

    def test_in_a_with_clause(self, world: World, session: Session) -> None:
        cte = select(Domain.id, Domain.label_u).cte("names")
        statement = select(Domain.id).join(cte, cte.c.id == Domain.id)

        assert len(session.scalars(statement).all()) == len(domains_of("unit-a", "unit-b"))

    def test_joined_from_another_entity(self, world: World, session: Session) -> None:
        statement = select(Domain.label_u).join(Unit, Unit.id == Domain.unit_id)

        assert set(session.scalars(statement)) == domains_of("unit-a", "unit-b")

    def test_joined_on_the_outer_side(self, world: World, session: Session) -> None:
        statement = select(Domain.label_u).select_from(Unit).outerjoin(Domain, literal(value=True))

        assert set(session.scalars(statement)) == domains_of("unit-a", "unit-b")

    def test_in_a_union(self, world: World, session: Session) -> None:
        both = select(Domain.id).union(select(Domain.id))
        statement = select(Domain.label_u).where(Domain.id.in_(both))

        assert set(session.scalars(statement)) == domains_of("unit-a", "unit-b")

    def test_selected_from_a_subquery_alone(self, world: World, session: Session) -> None:
        names = select(Domain.label_u).subquery()
        try:
            seen = set(session.scalars(select(names.c.label_u)))
        except ScopeError:
            return
        assert seen == domains_of("unit-a", "unit-b")

    @pytest.mark.parametrize("load", [lazyload, joinedload, selectinload])
    def test_through_a_relation(self, world: World, load: Any) -> None:
        order_id = _order_of_a_foreign_name(world)
        with world.session("zhuoni") as session:
            order = session.scalars(
                select(Order).where(Order.id == order_id).options(load(Order.domain))
            ).one()

            assert order.domain is None

    def test_again_from_the_identity_map(self, world: World, session: Session) -> None:
        session.get(Domain, world.id("a-due"))
        session.expire_all()

        assert session.get(Domain, world.id("a-due")) is not None
        assert session.get(Domain, world.id("s-due")) is None


def _order_of_a_foreign_name(world: World) -> int:
    """An order of Zhuoni that names the stranger's domain: what a bug elsewhere may leave."""
    with world.writing() as session:
        order = session.get(Order, world.id("a-order-renew-1"))
        assert order is not None
        order.domain_id = world.id("s-due")
        return order.id


class TestWhatCannotBeScoped:
    @pytest.mark.parametrize(
        "statement",
        [
            text("SELECT 1"),
            select(Domain.__table__),
            select(literal(1)),
            insert(Domain.__table__).values(id=1),
        ],
        ids=["text", "table", "nothing", "insert"],
    )
    def test_what_cannot_be_scoped_is_refused(self, world: World, statement: Any) -> None:
        with world.session("zhuoni") as session, pytest.raises(ScopeError, match="by hand"):
            session.execute(statement)

    def test_text_in_place_of_a_statement_is_refused(self, world: World) -> None:
        statement = select(Domain).from_statement(text("SELECT * FROM domain"))
        with world.session("zhuoni") as session, pytest.raises(ScopeError, match="by hand"):
            session.scalars(statement).all()

    def test_what_cannot_be_scoped_passes_when_it_says_that_it_carries_its_scope(
        self, world: World
    ) -> None:
        with world.session("zhuoni") as session:
            found = session.execute(text("SELECT 1"), execution_options={BY_HAND: True})

            assert found.scalar() == 1

    def test_a_scope_by_hand_is_the_same_equality(self, world: World) -> None:
        table = Domain.__table__
        for username in ("gansu", "zhuoni", "shaanxi"):
            scope = world.actor(username).scope
            with world.session(username) as session:
                by_hand = session.scalars(
                    select(table.c.id).where(scope.criterion(table.c)),
                    execution_options={BY_HAND: True},
                )
                assert set(by_hand) == set(session.scalars(select(Domain.id)))

    def test_everything_needs_no_criterion(self) -> None:
        assert EVERYTHING.criterion(Domain) is None


class TestStatementsThatWriteInBulk:
    def test_statements_that_write_in_bulk_are_refused_since_no_listener_would_see_the_rows(
        self, world: World
    ) -> None:
        statement = update(Domain).values(purpose="绕过")
        with world.session("zhuoni") as session, pytest.raises(RuntimeError, match="cause"):
            session.execute(statement)

    def test_an_orm_insert_is_one_of_them(self, world: World) -> None:
        statement = insert(Office).values(code="623022")
        with world.session("zhuoni") as session, pytest.raises(RuntimeError, match="cause"):
            session.execute(statement)


class TestBindScope:
    def test_bind_scope_gives_back_the_scope(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert scope_of(session) == Scope(ScopeLevel.OFFICE, "623022")

    def test_bind_scope_may_be_repeated_for_the_same_actor(self, world: World) -> None:
        with world.session("zhuoni") as session:
            bind_scope(session, world.actor("zhuoni-cashier").scope)

    @pytest.mark.parametrize("other", ["lintan", "conac", "unit-a"])
    def test_bind_scope_refuses_a_second_actor(self, world: World, other: str) -> None:
        with world.session("zhuoni") as session, pytest.raises(ScopeError, match="already bound"):
            bind_scope(session, world.actor(other).scope)


#: The offices that set something, and each reader with those whose settings it reads.
SETTERS = ("000000", "620000", "623000", "623022", "623021", "610000")
READERS = {
    EVERYTHING: set(SETTERS),
    Scope(ScopeLevel.PROVINCE, "620000"): {"000000", "620000", "623000", "623022", "623021"},
    Scope(ScopeLevel.CITY, "623000"): {"000000", "620000", "623000", "623022", "623021"},
    Scope(ScopeLevel.OFFICE, "623022"): {"000000", "620000", "623000", "623022"},
    Scope(ScopeLevel.OFFICE, "623021"): {"000000", "620000", "623000", "623021"},
    Scope(ScopeLevel.PROVINCE, "610000"): {"000000", "610000"},
    Scope(ScopeLevel.REGISTRANT, 7, "623022"): {"000000", "620000", "623000", "623022"},
    Scope(ScopeLevel.REGISTRANT, 8): {"000000"},
}
every_reader = pytest.mark.parametrize("scope", READERS, ids=str)


def set_by(code: str) -> dict[str, str]:
    return {"province_code": f"{code[:2]}0000", "city_code": f"{code[:4]}00", "office_code": code}


@pytest.fixture
def settings(engine: Engine) -> Iterator[Engine]:
    """A table that each office has written one row into."""
    table: Any = _Set.__table__
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(insert(_Set), [set_by(code) for code in SETTERS])
    yield engine
    table.drop(engine)


class TestWhatIsSetFromAbove:
    @every_reader
    def test_is_read_by_the_offices_above_and_below_and_by_nobody_beside(
        self, settings: Engine, scope: Scope
    ) -> None:
        other = aliased(_Set)
        joined = select(other).join(_Set, _Set.id == other.id)
        with scoped_session(settings, scope) as session:
            assert {row.office_code for row in session.scalars(select(_Set))} == READERS[scope]
            assert {row.office_code for row in session.scalars(joined)} == READERS[scope]
            keys = range(1, len(SETTERS) + 1)
            found = {row.office_code for key in keys if (row := session.get(_Set, key))}
            assert found == READERS[scope]

    @every_reader
    def test_is_admitted_in_memory_as_it_is_in_sql(self, scope: Scope) -> None:
        rows = [_Set(**set_by(code)) for code in SETTERS]
        assert {row.office_code for row in rows if scope.admits(row)} == READERS[scope]

    @pytest.mark.parametrize("code", ["000000", "623000", "610000"])
    def test_is_not_written_from_below_or_beside(self, settings: Engine, code: str) -> None:
        with scoped_session(settings, Scope(ScopeLevel.OFFICE, "623022")) as session:
            session.add(_Set(**set_by(code)))
            with pytest.raises(OutOfScopeError):
                session.flush()

    def test_stands_below_the_registry_by_its_code(self) -> None:
        assert EVERYTHING.chain == (REGISTRY_CODE,)


class _Elsewhere(DeclarativeBase):
    """A registry of its own, so that the real one never sees these tables."""


class _Forgetful(_Elsewhere):
    __tablename__ = "forgetful"
    id: Mapped[int] = mapped_column(primary_key=True)


class _Set(SetFromAbove, _Elsewhere):
    __tablename__ = "set_from_above"
    id: Mapped[int] = mapped_column(primary_key=True)


class TestUnscopedReasons:
    def test_unscoped_reasons_gives_a_reason_for_each_table_outside(self) -> None:
        reasons = unscoped_reasons()

        assert set(reasons) == {
            "Basket",
            "Counter",
            "Division",
            "FeeSchedule",
            "InvoiceType",
            "ReservedName",
            "Setting",
            "UnfinishedForm",
        }
        assert all(reasons.values())

    def test_unscoped_reasons_refuses_a_table_that_chose_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mappers = [*Base.registry.mappers, *_Elsewhere.registry.mappers]
        base = SimpleNamespace(registry=SimpleNamespace(mappers=mappers))
        monkeypatch.setattr(models.core.scope, "Base", base)

        with pytest.raises(ScopeError, match="_Forgetful is neither"):
            unscoped_reasons()


def test_a_session_forgets_nothing_of_one_actor_for_the_next(world: World) -> None:
    with scoped_session(world.engine, world.actor("shaanxi").scope) as session:
        assert session.get(Payment, 1) is not None
    with scoped_session(world.engine, world.actor("zhuoni").scope) as session:
        assert session.get(Payment, 1) is None
