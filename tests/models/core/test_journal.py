"""Every write has a cause, its diff tells what changed, and history cannot be rewritten."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from actions.core.actor import SYSTEM
from models.billing.order import Order, OrderState
from models.core.change_listener import as_json
from models.core.database_guards import APPEND_ONLY
from models.core.journal import (
    Door,
    JournalChange,
    JournalEntry,
    Operation,
    UncausedWriteError,
    close_entry,
    entry_of,
    input_hash,
    open_entry,
)
from models.core.scope import EVERYTHING, bind_scope
from models.domains.domain import Domain
from models.offices.office import Office, PaymentMode
from models.users.user import User
from models.workspace.saved_view import SavedView
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def changes(world: World, entity: str, row_id: int) -> list[JournalChange]:
    """What the journal holds of a row, beyond the arranging of the cast."""
    with world.session() as session:
        found = session.scalars(
            select(JournalChange)
            .join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
            .where(JournalChange.entity == entity, JournalChange.row_id == row_id)
            .order_by(JournalChange.id)
        )
        return list(found)


def maker(world: World, session: Session) -> Maker:
    return Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)


class TestAWriteWithoutACause:
    def test_a_write_without_a_cause_raises_for_a_new_row(self, world: World) -> None:
        with world.session() as session:
            session.add(PaymentMode(office_id=world.id("office-zhuoni")))
            with pytest.raises(UncausedWriteError, match="needs a cause"):
                session.flush()

    def test_a_write_without_a_cause_raises_for_a_changed_row(self, world: World) -> None:
        with world.session() as session:
            session.get_one(Domain, world.id("a-due")).purpose = "改"
            with pytest.raises(UncausedWriteError):
                session.commit()
        with world.session() as session:
            assert session.get_one(Domain, world.id("a-due")).purpose is None

    def test_a_write_without_a_cause_raises_for_a_deleted_row(self, world: World) -> None:
        with world.session() as session:
            session.delete(session.get_one(Order, world.id("b-order")))
            with pytest.raises(UncausedWriteError):
                session.flush()

    def test_a_write_without_a_cause_raises_once_the_entry_is_closed(self, world: World) -> None:
        with world.writing() as session:
            order = session.get_one(Order, world.id("b-order"))
            close_entry(session)
            order.waits_because = "behind"
            with pytest.raises(UncausedWriteError):
                session.flush()
            session.rollback()

    def test_a_flush_that_writes_nothing_needs_none(self, world: World) -> None:
        with world.session() as session:
            session.get_one(Domain, world.id("a-due"))
            session.flush()


class TestADiff:
    def test_a_diff_of_a_new_row_holds_what_was_given(self, world: World) -> None:
        with world.writing() as session:
            row = maker(world, session).saved_view()
        (change,) = changes(world, "saved_view", row.id)

        assert change.operation is Operation.INSERT
        assert change.diff["name"] == [None, "本周"]
        assert change.diff["state"] == [None, {"v": 1}]
        assert "created_at" not in change.diff
        assert "row_version" not in change.diff

    def test_a_diff_of_a_changed_row_holds_old_and_new_of_what_changed(self, world: World) -> None:
        with world.writing() as session:
            domain = session.get_one(Domain, world.id("a-due"))
            domain.expires_on = dt.date(2031, 1, 2)
            domain.is_held, domain.hold_reason = True, "争议"
        change = changes(world, "domain", domain.id)[-1]

        assert change.operation is Operation.UPDATE
        assert change.diff == {
            "expires_on": ["2026-07-10", "2031-01-02"],
            "is_held": [False, True],
            "hold_reason": [None, "争议"],
        }

    def test_a_diff_of_an_expired_row_still_knows_the_old_value(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(Order, world.id("b-order")).waits_because = "balance_short"
        with world.writing() as session:
            order = session.get_one(Order, world.id("b-order"))
            session.expire(order)
            order.waits_because = "base_moved"
            order.state = OrderState.CANCELLED
        # Reading the old state flushes what was set before it: the row changed twice.
        first, second = changes(world, "domain_order", order.id)[-2:]

        assert first.diff | second.diff == {
            "state": ["payable", "cancelled"],
            "waits_because": ["balance_short", "base_moved"],
        }

    def test_a_diff_of_a_deleted_row_holds_what_it_was(self, world: World) -> None:
        with world.writing() as session:
            row = maker(world, session).saved_view()
            session.delete(row)
        _, change = changes(world, "saved_view", row.id)

        assert change.operation is Operation.DELETE
        assert change.diff["name"] == ["本周", None]

    def test_a_diff_is_not_written_for_a_value_set_to_itself(self, world: World) -> None:
        with world.writing() as session:
            domain = session.get_one(Domain, world.id("a-due"))
            domain.purpose = domain.purpose
            version = domain.row_version
        before = len(changes(world, "domain", world.id("a-due")))
        with world.session() as session:
            assert session.get_one(Domain, world.id("a-due")).row_version == version
        assert before == 1

    def test_a_diff_never_holds_a_secret(self, world: World) -> None:
        with world.writing() as session:
            user = session.get_one(User, world.id("user:zhuoni"))
            user.password_hash, user.totp_secret = "new-hash", "JBSWY3DPEHPK3PXP"
        change = changes(world, "user", user.id)[-1]

        assert change.diff == {"password_hash": [None, None], "totp_secret": [None, None]}
        with world.engine.connect() as connection:
            everything = str(connection.execute(text("SELECT diff FROM journal_change")).all())
        assert "new-hash" not in everything
        assert "JBSWY3DPEHPK3PXP" not in everything

    def test_a_diff_carries_the_codes_and_the_unit_of_its_row(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(Domain, world.id("c-due")).purpose = "改"
        change = changes(world, "domain", world.id("c-due"))[-1]

        assert (change.province_code, change.office_code) == ("620000", "623021")
        assert change.unit_id == world.id("unit-c")

    def test_a_diff_names_the_run_that_caused_it(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(Domain, world.id("c-due")).purpose = "改"
            entry = entry_of(session)
        assert changes(world, "domain", world.id("c-due"))[-1].entry_id == entry.id


class TestStamps:
    def test_stamps_come_from_the_run_s_clock(self, world: World) -> None:
        with world.writing() as session:
            row = maker(world, session).saved_view()
        with world.session() as session:
            stored = session.get_one(SavedView, row.id)

            assert (stored.created_at, stored.updated_at, stored.row_version) == (NOW, NOW, 1)

    def test_move_only_for_rows_that_changed(self, world: World) -> None:
        later = NOW + dt.timedelta(hours=1)
        with world.writing() as session:
            entry_of(session).__dict__["at"] = later
            session.get_one(Order, world.id("b-order")).waits_because = "behind"
            session.get_one(Order, world.id("c-order")).waits_because = None
        with world.session() as session:
            assert session.get_one(Order, world.id("b-order")).updated_at == later
            assert session.get_one(Order, world.id("b-order")).row_version == 2
            assert session.get_one(Order, world.id("c-order")).updated_at == NOW


class TestOpenEntry:
    def entry(self, key: str, actor_key: str = "user:1") -> JournalEntry:
        entry = JournalEntry(
            at=NOW,
            actor_key=actor_key,
            actor_name="某人",
            action="renew",
            door=Door.API,
            key=key,
            input_hash="0" * 64,
            input={},
        )
        entry.belong_to(SYSTEM)
        return entry

    def write(self, engine: Engine, entry: JournalEntry) -> None:
        with Session(engine) as session:
            bind_scope(session, EVERYTHING)
            open_entry(session, entry)
            session.commit()

    def test_open_entry_refuses_a_key_its_actor_has_used(self, world: World) -> None:
        self.write(world.engine, self.entry("k"))

        with pytest.raises(IntegrityError):
            self.write(world.engine, self.entry("k"))

    def test_open_entry_lets_another_actor_use_the_key(self, world: World) -> None:
        self.write(world.engine, self.entry("k"))
        self.write(world.engine, self.entry("k", "user:2"))

    def test_open_entry_opens_one_entry_a_run(self, world: World) -> None:
        with world.writing() as session, pytest.raises(AssertionError, match="one run"):
            open_entry(session, self.entry("k"))


class TestAppendOnly:
    """The tables of history refuse every statement but INSERT."""

    @pytest.fixture
    def filled(self, world: World) -> World:
        with world.writing() as session:
            make = maker(world, session)
            make.review()
            make.invoice_move()
            make.bank_receipt()
            session.execute(
                text(
                    "INSERT INTO journal_receipt (id, receipt_no, outcome, province_code,"
                    " city_code, office_code) VALUES (1, 'R', '{}', '0', '0', '0')"
                ),
                execution_options={"scope_applied_by_hand": True},
            )
        return world

    @pytest.mark.parametrize("table", APPEND_ONLY)
    def test_append_only_refuses_update_delete_and_their_disguises(
        self, filled: World, table: str
    ) -> None:
        statements = [
            f"UPDATE {table} SET office_code = '000000'",
            f"UPDATE {table} SET id = id",
            f"DELETE FROM {table}",
            f"DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table})",
        ]
        statements += {
            "sqlite": [
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
                f"UPDATE OR REPLACE {table} SET id = id",
            ],
            "postgresql": [f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE"],
        }[filled.engine.dialect.name]
        for statement in statements:
            said = refusal(filled.engine, statement)
            assert "append_only" in said or "foreign key" in said, statement

    def test_append_only_knows_every_row_afterwards(self, filled: World) -> None:
        with filled.engine.connect() as connection:
            for table in APPEND_ONLY:
                assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar(), table


def refusal(engine: Engine, statement: str) -> str:
    """What the database says to a statement that it must refuse; nothing of it stays."""
    with engine.execution_options(writes=True).connect() as connection:
        try:
            connection.execute(text(statement))
        except DBAPIError as error:
            return str(error.orig)
        finally:
            connection.rollback()
    return ""


class TestInputHash:
    def test_input_hash_is_the_same_for_the_same_request_in_another_order(self) -> None:
        assert input_hash("renew", [2, 1], {"a": 1, "b": 2}) == input_hash(
            "renew", [1, 2], {"b": 2, "a": 1}
        )

    @pytest.mark.parametrize(
        "other",
        [("charge", [1], {"a": 1}), ("renew", [1, 2], {"a": 1}), ("renew", [1], {"a": 2})],
    )
    def test_input_hash_differs_when_anything_differs(self, other: Any) -> None:
        assert input_hash(*other) != input_hash("renew", [1], {"a": 1})


class TestAsJson:
    def test_as_json_writes_dates_and_words(self) -> None:
        assert as_json(dt.date(2026, 6, 10)) == "2026-06-10"
        assert as_json(OrderState.PAYABLE) == "payable"
        assert type(as_json(OrderState.PAYABLE)) is str
        assert as_json(None) is None
