"""No row reaches a state its lifecycle does not lead to, whichever way the state is set."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Enum, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import load_only, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.core.base import Base
from models.core.lifecycle import IllegalTransitionError, Lifecycle, from_states
from models.domains.domain import Domain, DomainState
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.lifecycles import LIFECYCLES
from tests.support.world.money_factories import WRITTEN_BY_THE_JOURNAL, Maker, make_any

EACH = pytest.mark.parametrize(
    ("model", "lifecycle"), LIFECYCLES.items(), ids=lambda value: getattr(value, "__name__", "")
)


def row_in(model: type[Any], state: Any) -> Any:
    """A row that was loaded in a state."""
    row = model()
    set_committed_value(row, "state", state)
    return row


class TestAdvance:
    @EACH
    def test_advance_goes_where_the_table_says_and_nowhere_else(
        self, model: type[Any], lifecycle: Lifecycle[Any, Any]
    ) -> None:
        for state in type(lifecycle.initial):
            for happening, (sources, target) in lifecycle.moves.items():
                row = row_in(model, state)
                if state in sources:
                    lifecycle.advance(row, happening)
                    assert row.state is target
                else:
                    with pytest.raises(IllegalTransitionError, match=f"no {happening} from"):
                        lifecycle.advance(row, happening)
                    assert row.state is state


class TestAssigning:
    @EACH
    def test_assigning_allows_the_pairs_of_the_table_and_no_others(
        self, model: type[Any], lifecycle: Lifecycle[Any, Any]
    ) -> None:
        for old in type(lifecycle.initial):
            for new in type(lifecycle.initial):
                row = row_in(model, old)
                if new is old or (old, new) in lifecycle.pairs():
                    row.state = new
                    assert row.state is new
                else:
                    with pytest.raises(IllegalTransitionError):
                        row.state = new
                    assert row.state is old

    @EACH
    def test_assigning_lets_a_row_be_born_in_the_first_state_only(
        self, model: type[Any], lifecycle: Lifecycle[Any, Any]
    ) -> None:
        for state in type(lifecycle.initial):
            if state is lifecycle.initial:
                assert model(state=state).state is state
            else:
                with pytest.raises(IllegalTransitionError, match="is born"):
                    model(state=state)

    def test_assigning_refuses_the_bare_word_too(self) -> None:
        row = row_in(Order, OrderState.PAYABLE)

        with pytest.raises(IllegalTransitionError):
            row.state = "settled"

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_assigning_refuses_to_empty_the_state(self, nothing: Any) -> None:
        row = row_in(Order, OrderState.PAYABLE)

        with pytest.raises(IllegalTransitionError):
            row.state = nothing

    def test_assigning_refuses_to_delete_the_state_and_begin_again(self) -> None:
        row = row_in(Order, OrderState.SETTLED)

        with pytest.raises(IllegalTransitionError):
            del row.state

    def test_assigning_holds_for_a_row_made_and_not_yet_written(self) -> None:
        order = Order(state=OrderState.PAYABLE)

        with pytest.raises(IllegalTransitionError):
            order.state = OrderState.SETTLED

    def test_assigning_holds_for_a_row_whose_default_state_is_not_yet_set(self) -> None:
        with pytest.raises(IllegalTransitionError, match="is born payable"):
            Order().state = OrderState.SETTLED


class TestAssigningToAStoredRow:
    def test_assigning_to_a_stored_row_holds_after_it_expired(self, world: World) -> None:
        with world.session() as session:
            order = session.get_one(Order, world.id("a-order-renew-1"))
            session.expire(order)
            with pytest.raises(IllegalTransitionError, match="payable does not become settled"):
                order.state = OrderState.SETTLED

    def test_assigning_to_a_stored_row_holds_when_the_state_was_not_loaded(
        self, world: World
    ) -> None:
        statement = select(Order).options(load_only(Order.order_no)).limit(1)
        with world.session("zhuoni") as session:
            order = session.scalars(statement).one()
            with pytest.raises(IllegalTransitionError):
                order.state = OrderState.REFUNDED

    def test_assigning_to_a_stored_row_holds_for_a_row_conjured_from_its_key(
        self, world: World
    ) -> None:
        order = Order(id=world.id("a-order-renew-1"))
        make_transient_to_detached(order)
        with world.session() as session:
            session.add(order)
            with pytest.raises(IllegalTransitionError):
                order.state = OrderState.SETTLED

    def test_assigning_to_a_stored_row_holds_when_a_tampered_copy_is_merged(
        self, world: World
    ) -> None:
        with world.session() as session:
            copy = session.get_one(Order, world.id("a-order-renew-1"))
        set_committed_value(copy, "state", OrderState.SETTLED)
        with world.session() as session, pytest.raises(IllegalTransitionError):
            session.merge(copy)

    def test_assigning_to_a_stored_row_keeps_what_an_event_led_to(self, world: World) -> None:
        with world.writing() as session:
            order = session.get_one(Order, world.id("a-order-renew-1"))
            ORDER_LIFECYCLE.advance(order, OrderEvent.CHARGE)
        with world.session() as session:
            assert session.get_one(Order, order.id).state is OrderState.CHARGED


class TestTheDatabase:
    def test_the_database_refuses_a_word_that_is_none_of_an_enum_s(self, world: World) -> None:
        columns = [
            (mapper.class_, column)
            for mapper in Base.registry.mappers
            for column in mapper.local_table.columns
            if isinstance(column.type, Enum)
        ]
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            for model, _ in columns:
                if model.__name__ not in WRITTEN_BY_THE_JOURNAL:
                    make_any(maker, model)
        assert len(columns) > 25
        for model, column in columns:
            table = f'"{model.__tablename__}"'
            statement = text(f"UPDATE {table} SET {column.name} = 'no-such-word'")
            refuses(world, statement, f"{model.__tablename__}.{column.name}")

    def test_the_database_refuses_a_registered_name_without_dates(self, world: World) -> None:
        refuses(
            world,
            text("UPDATE domain SET expires_on = NULL WHERE state = 'registered'"),
            "domain.expires_on",
        )


def refuses(world: World, statement: Any, what: str) -> None:
    with world.engine.execution_options(writes=True).connect() as connection:
        with pytest.raises(DBAPIError) as caught:
            connection.execute(statement)
        assert any(word in str(caught.value) for word in ("CHECK", "check", "append_only")), what
        connection.rollback()


class TestLifecycle:
    def test_lifecycle_reads_as_a_table(self) -> None:
        life = Lifecycle[OrderState, OrderEvent](
            OrderState.PAYABLE,
            {OrderEvent.CHARGE: from_states(OrderState.PAYABLE, to=OrderState.CHARGED)},
        )

        assert life.sources(OrderEvent.CHARGE) == {OrderState.PAYABLE}
        assert life.allows(OrderState.PAYABLE, OrderEvent.CHARGE)
        assert not life.allows(OrderState.CHARGED, OrderEvent.CHARGE)
        assert life.pairs() == {(OrderState.PAYABLE, OrderState.CHARGED)}


def test_a_name_says_which_state_it_was_in(world: World) -> None:
    with world.session() as session:
        domain = session.get_one(Domain, world.id("a-due"))
        with pytest.raises(IllegalTransitionError, match="registered does not become lapsed"):
            domain.state = DomainState.LAPSED
