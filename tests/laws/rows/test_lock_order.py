"""Every run takes its locks in one order: the support module lock_order watches all tests."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import permissions
from models.billing.order import Order
from models.core.base import Base
from models.core.locking import LOCK_ORDER, locking
from models.domains.domain import Domain
from models.ledger.ledger import Account
from tests.laws.rows.test_every_verb import ONCE
from tests.support.database.lock_order import LockOrderError, held_of, recorded
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import World


def lock(session: Session, model: type[Base], *keys: int) -> None:
    """Lock rows of a model, by these keys or all of them."""
    wanted = select(model)
    session.scalars(locking(wanted.where(model.id.in_(keys)) if keys else wanted)).all()  # type: ignore[attr-defined]


class TestTheWatch:
    def test_a_table_that_stands_before_one_held_is_refused(self, sqlite_world: World) -> None:
        with sqlite_world.session() as session:
            lock(session, Order)
            with pytest.raises(LockOrderError, match="domain"):
                lock(session, Domain)

    def test_a_smaller_key_of_one_table_is_refused(self, sqlite_world: World) -> None:
        with sqlite_world.session() as session:
            first, last = sorted(session.scalars(select(Domain.id)))[:2]
            lock(session, Domain, last)
            with pytest.raises(LockOrderError):
                lock(session, Domain, first)

    def test_a_row_that_is_held_may_be_locked_again(self, sqlite_world: World) -> None:
        with sqlite_world.session() as session:
            lock(session, Domain)
            lock(session, Order)
            lock(session, Domain)

    def test_another_transaction_begins_anew(self, sqlite_world: World) -> None:
        with sqlite_world.session() as session:
            lock(session, Order)
            session.rollback()
            lock(session, Account)
            assert {table for _, table, _ in held_of(session).places} == {"account"}


def test_rows_are_locked_by_key_whatever_order_is_asked_for(sqlite_world: World) -> None:
    with sqlite_world.session() as session:
        rows = session.scalars(locking(select(Domain).order_by(Domain.id.desc()))).all()
        assert [row.id for row in rows] == sorted(row.id for row in rows)


def test_the_order_names_tables_once() -> None:
    assert set(LOCK_ORDER) <= set(Base.metadata.tables)
    assert len(set(LOCK_ORDER)) == len(LOCK_ORDER)


@pytest.mark.parametrize("key", ONCE)
def test_a_verb_locks_its_rows_in_order(doors: Doors, key: str) -> None:
    """The watch raises while the verb runs, and the answer is no receipt then."""
    username, arrange, given = ONCE[key]
    action = permissions.action_of(key)
    assert action is not None
    page = doors.plan(action, username, arrange(doors))
    with recorded() as tables:
        answer = doors.confirm_ticking(action, username, page, given)
    assert answer.status_code == 303, told(answer)
    assert tables or not action.maximum_rows, "a verb locks the rows it ticks"
