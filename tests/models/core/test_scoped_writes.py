"""A key that is written must name a row that the actor can load."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    Session,
)

from models.billing.order import Order
from models.core.scope import (
    OutOfScopeError,
    Scope,
)
from models.domains.domain import Domain
from tests.support.world.cast import NOW, World


class TestWritingForeignKeys:
    def test_writing_foreign_keys_refuses_a_new_row_under_a_foreign_unit(
        self, world: World
    ) -> None:
        def forge(session: Session) -> None:
            domain = session.get(Domain, world.id("a-due"))
            assert domain is not None
            order = Order(
                order_no="D-forged",
                kind="renew",
                domain_id=domain.id,
                unit_id=world.id("unit-s"),
                term_years=1,
                base_expires_on=domain.expires_on,
                unit_price_fen=1,
                amount_fen=1,
                submitted_by="x",
                submitted_at=NOW,
            )
            order.belong_to(domain)
            session.add(order)

        _refuses(world, forge, "unit_id: no such Unit")

    def test_writing_foreign_keys_refuses_to_move_a_row_under_a_foreign_parent(
        self, world: World
    ) -> None:
        def forge(session: Session) -> None:
            order = session.get(Order, world.id("a-order-renew-1"))
            assert order is not None
            order.domain_id = world.id("c-due")

        _refuses(world, forge, "domain_id: no such Domain")

    def test_writing_foreign_keys_refuses_a_key_that_does_not_exist_in_the_same_words(
        self, world: World
    ) -> None:
        def forge(session: Session) -> None:
            order = session.get(Order, world.id("a-order-renew-1"))
            assert order is not None
            order.domain_id = 10**9

        _refuses(world, forge, "domain_id: no such Domain")

    def test_writing_foreign_keys_refuses_a_row_under_a_foreign_office(self, world: World) -> None:
        def forge(session: Session) -> None:
            order = session.get(Order, world.id("a-order-renew-1"))
            assert order is not None
            order.office_code = "623021"

        _refuses(world, forge, "office_code: no such Order")

    def test_writing_foreign_keys_allows_a_sister_row_of_the_same_office(
        self, world: World
    ) -> None:
        scope = world.actor("zhuoni").scope
        with world.session() as session:
            entry_codes = session.get(Domain, world.id("b-due"))
            assert entry_codes is not None
        with writing_as(world, scope) as session:
            order = session.get(Order, world.id("a-order-renew-1"))
            assert order is not None
            order.unit_id = world.id("unit-b")
        with world.session() as session:
            moved = session.get(Order, world.id("a-order-renew-1"))
            assert moved is not None
            assert moved.unit_id == world.id("unit-b")

    def test_writing_foreign_keys_leaves_the_system_to_the_database(self, world: World) -> None:
        with pytest.raises(IntegrityError), world.writing() as session:
            order = session.get(Order, world.id("a-order-renew-1"))
            assert order is not None
            order.unit_id = 10**9
            session.flush()


def writing_as(world: World, scope: Scope) -> Any:
    from tests.support.world.cast import writing

    return writing(world.engine, scope, owner=world.actor("zhuoni"))


def _refuses(world: World, forge: Any, words: str) -> None:
    scope = world.actor("zhuoni").scope
    with pytest.raises(OutOfScopeError, match=words), writing_as(world, scope) as session:
        forge(session)
        session.flush()
