"""What an action meets in the database: locks, lost races and tries again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, text

from actions.core.context import Context
from actions.core.refusal import Common, Refusal, Refused
from actions.core.result import Result
from actions.domains.renew import RENEW, RenewInput
from actions.perform import MAXIMUM_WRITE_TRIES
from models.billing.order import Order
from models.core.scope import BY_HAND
from models.domains.domain import Domain
from tests.support.database.database_digest import digest
from tests.support.database.database_faults import FAILURES, failing, statements
from tests.support.world.annotate import ANNOTATE, GIVEN, _run, annotate, refused
from tests.support.world.cast import World


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.perform.time.sleep", lambda _seconds: None)


@pytest.mark.usefixtures("_no_waiting")
class TestTryingAgain:
    """Deadlocks and busy databases are tried again whole, whatever statement they strike."""

    IDS = ("a-due", "a-grace", "b-due")

    def renew(self, world: World) -> Any:
        ids = [world.id(name) for name in self.IDS]
        return world.perform(RENEW, "zhuoni", ids, RenewInput(1), "k")

    def orders(self, world: World) -> int:
        with world.session() as session:
            found = session.scalar(
                select(func.count()).select_from(Order).where(Order.submitted_by == "卓尼管理员")
            )
            return found or 0

    def test_trying_again_gives_one_effect_wherever_it_was_struck(self, world: World) -> None:
        world.actor("zhuoni")
        with failing(world.engine, lambda _number: False) as counted:
            self.renew(world)
        self.reset(world)
        boundaries = counted.statements
        assert boundaries >= 10

        for failure in FAILURES[world.engine.dialect.name]:
            for boundary in range(boundaries):
                with failing(world.engine, lambda n, b=boundary: n == b, failure) as struck:
                    self.renew(world)
                assert struck.raised == 1, (failure, boundary)
                assert self.orders(world) == len(self.IDS), (failure, boundary)
                self.reset(world)

    def reset(self, world: World) -> None:
        """Frees the key and the names, so that the next boundary meets the same world."""
        with world.writing() as session:
            for order in session.scalars(select(Order).where(Order.submitted_by == "卓尼管理员")):
                session.delete(order)
        drop = "DROP TRIGGER IF EXISTS {}_append_only_{}"
        on = "" if world.engine.dialect.name == "sqlite" else " ON {}"
        with world.engine.execution_options(writes=True).begin() as connection:
            for table in ("journal_receipt", "journal_change", "journal_entry"):
                connection.execute(text((drop + on).format(table, "delete", table)))
                where = "entry_id" if table == "journal_change" else "id"
                keyed = "SELECT id FROM journal_entry WHERE key = 'k'"
                connection.execute(text(f"DELETE FROM {table} WHERE {where} IN ({keyed})"))

    def test_trying_again_gives_up_politely_and_leaves_nothing(self, world: World) -> None:
        before = digest(world.engine)
        for failure in FAILURES[world.engine.dialect.name]:
            with failing(world.engine, lambda n: n >= 8, failure) as struck:
                with pytest.raises(Refused) as caught:
                    self.renew(world)
                assert struck.raised == MAXIMUM_WRITE_TRIES
            assert caught.value.first == Refusal(Common.BUSY)
            assert digest(world.engine) == before

    def test_trying_again_succeeds_at_the_last_try(self, world: World) -> None:
        strikes = iter([True] * (MAXIMUM_WRITE_TRIES - 1))
        with failing(world.engine, lambda n: n > 8 and next(strikes, False)) as struck:
            self.renew(world)

        assert struck.raised == MAXIMUM_WRITE_TRIES - 1
        assert self.orders(world) == len(self.IDS)

    def test_trying_again_is_not_for_a_broken_statement(self, world: World) -> None:
        def broken(ctx: Context, rows: Any, given: Any, facts: None) -> Result:
            ctx.session.execute(text("SELECT nothing FROM nowhere"), execution_options=_BY_HAND)
            raise AssertionError("never reached")

        before = digest(world.engine)
        with pytest.raises(Exception, match="nowhere"):
            world.perform(annotate(run=broken), "zhuoni", [world.id("a-due")], GIVEN)
        assert digest(world.engine) == before


_BY_HAND = {BY_HAND: True}


class TestLosingARace:
    def test_losing_a_race_to_a_newer_version_of_the_row_is_refused_as_stale(
        self, world: World
    ) -> None:
        def overtaken(ctx: Context, rows: Any, given: Any, facts: None) -> Result:
            newer = text("UPDATE domain SET row_version = row_version + 1")
            ctx.session.execute(newer, execution_options=_BY_HAND)
            return _run(ctx, rows, given, facts)

        refusal = refused(world, annotate(run=overtaken), "zhuoni", [world.id("a-due")])

        assert refusal.first == Refusal(Common.STALE)

    def test_losing_a_race_to_a_constraint_is_refused_in_its_words(self, world: World) -> None:
        def blind(ctx: Context, rows: Any, given: Any, facts: Any) -> Result:
            for row in rows:
                ctx.session.add(_copy(ctx.session.get_one(Order, world.id("a-order-renew-1")), row))
            return Result([])

        refusal = refused(world, annotate(run=blind), "zhuoni", [world.id("a-quoted-2")])

        assert refusal.first.code == "renewal_open"

    def test_losing_a_race_to_a_foreign_key_out_of_scope_is_refused_as_not_found(
        self, world: World
    ) -> None:
        def forge(ctx: Context, rows: Any, given: Any, facts: None) -> Result:
            rows[0].unit_id = world.id("unit-s")
            return Result([])

        refusal = refused(world, annotate(run=forge), "zhuoni", [world.id("a-due")])

        assert refusal.first == Refusal(Common.NOT_FOUND)


def _copy(order: Order, row: Domain) -> Order:
    names = ("kind", "term_years", "unit_price_fen", "amount_fen", "submitted_by", "submitted_at")
    twin = Order(
        order_no="D-twin",
        domain_id=row.id,
        unit_id=row.unit_id,
        base_expires_on=row.expires_on,
        **{name: getattr(order, name) for name in names},
    )
    twin.belong_to(row)
    return twin


class TestLocks:
    @pytest.mark.postgres
    def test_locks_are_taken_in_key_order_and_leave_foreign_keys_free(
        self, postgres_world: World
    ) -> None:
        with statements(postgres_world.engine) as asked:
            postgres_world.perform(ANNOTATE, "zhuoni", [postgres_world.id("a-due")], GIVEN)
        (locking,) = [sql for sql in asked if "FOR " in sql and sql.startswith("SELECT")]

        assert locking.endswith("ORDER BY domain.id FOR NO KEY UPDATE OF domain")

    def test_locks_on_sqlite_are_the_write_lock_from_the_start(self, sqlite_world: World) -> None:
        sqlite_world.actor("zhuoni")
        with statements(sqlite_world.engine) as asked:
            sqlite_world.perform(ANNOTATE, "zhuoni", [sqlite_world.id("a-due")], GIVEN)

        assert asked[0] == "BEGIN IMMEDIATE"
