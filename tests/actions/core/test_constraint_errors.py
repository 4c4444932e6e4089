"""A race lost to a constraint speaks the clerk's language, whichever constraint it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from actions.core.constraint_errors import (
    _BY_CONSTRAINT,
    Conflict,
    conflict_of,
    is_same_key,
    is_transient,
)
from models.billing.order import OrderState
from models.billing.payment import PaymentLine
from models.core.journal import JournalEntry, entry_of
from models.domains.domain import Domain
from models.invoices.stock import InvoiceLot
from models.ledger.adjustment import AdjustmentKind
from models.ledger.ledger import Account, Posting, TransferKind, post
from models.offices.office import Office
from models.remittances.remittance import RemittanceState
from models.units.unit import Unit
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def name_taken(make: Maker, world: World) -> None:
    make.domain("卓尼县教育局", make.session.get_one(Unit, world.id("unit-b")))


def renewal_open(make: Maker, world: World) -> None:
    make.order(make.session.get_one(Domain, world.id("a-quoted-1")))


def order_paid(make: Maker, world: World) -> None:
    order = make.order(state=OrderState.CHARGED)
    make.payment_line(order)
    make.payment_line(order)


def line_remitted(make: Maker, world: World) -> None:
    line = make.session.get_one(PaymentLine, world.id("s-payment-line"))
    make.remittance_line(line)


def bank_ref_of_two_remittances(make: Maker, world: World) -> None:
    for _ in range(2):
        sent = make.remittance(bank_ref="BANK-1")
        sent.state = RemittanceState.SUBMITTED
        make.session.flush()


def refund_twice(make: Maker, world: World) -> None:
    for _ in range(2):
        make.adjustment(kind=AdjustmentKind.REFUND, order_id=world.id("a-order-renew-1"))


def top_up_proposed_twice(make: Maker, world: World) -> None:
    for _ in range(2):
        make.adjustment(kind=AdjustmentKind.TOP_UP, bank_ref="B1")


def overdrawn(make: Maker, world: World) -> None:
    account = make.session.get_one(Account, world.id("prepaid:623022"))
    income = make.session.get_one(Account, world.id("income:000000"))
    posting = Posting(
        kind=TransferKind.SETTLE, debit=account, credit=income, amount_fen=1, key="over"
    )
    post(make.session, [posting], make.office)


def stock_short(make: Maker, world: World) -> None:
    lot = make.session.get_one(InvoiceLot, world.id("zhuoni-signed"))
    lot.available, lot.issued = -1, 61
    make.session.flush()


def number_issued(make: Maker, world: World) -> None:
    lot = make.lot()
    make.invoice(lot=lot)
    make.invoice(lot=lot)


def numbers_of_another_lot(make: Maker, world: World) -> None:
    make.lot(first="00000001", quantity=10, invoice_code="6200000001")
    make.lot(first="00000010", quantity=10, invoice_code="6200000001")


def two_defaults(make: Maker, world: World) -> None:
    make.mailing_address(is_default=True)
    make.mailing_address(is_default=True)


def still_used(make: Maker, world: World) -> None:
    make.session.delete(make.session.get_one(Unit, world.id("unit-a")))
    make.session.flush()


#: What brings each conflict about.
CAUSES: list[tuple[Conflict, Callable[[Maker, World], Any]]] = [
    (Conflict.NAME_TAKEN, name_taken),
    (Conflict.USCC_TAKEN, lambda make, _: [make.unit(uscc="1" * 18), make.unit(uscc="1" * 18)]),
    (Conflict.USERNAME_TAKEN, lambda make, _: make.user(username="zhuoni")),
    (Conflict.RENEWAL_OPEN, renewal_open),
    (Conflict.ORDER_PAID, order_paid),
    (Conflict.LINE_REMITTED, line_remitted),
    (Conflict.BANK_REF_SEEN, bank_ref_of_two_remittances),
    (
        Conflict.BANK_REF_SEEN,
        lambda make, _: [make.bank_receipt("BANK-9"), make.bank_receipt("BANK-9")],
    ),
    (
        Conflict.BANK_LINE_STAGED,
        lambda make, _: [make.bank_line(bank_ref="B-9", credit_ref=ref) for ref in ("C-1", "C-2")],
    ),
    (
        Conflict.BANK_LINE_STAGED,
        lambda make, _: [make.bank_line(bank_ref=ref, credit_ref="C-9") for ref in ("B-1", "B-2")],
    ),
    (Conflict.REFUND_PROPOSED, refund_twice),
    (Conflict.BANK_REF_SEEN, top_up_proposed_twice),
    (Conflict.BALANCE_INSUFFICIENT, overdrawn),
    (Conflict.STOCK_INSUFFICIENT, stock_short),
    (Conflict.NUMBER_ISSUED, number_issued),
    (Conflict.NUMBERS_SENT, numbers_of_another_lot),
    (Conflict.CAP_EXCEEDED, lambda make, _: make.invoice_request(151)),
    (Conflict.DEFAULT_EXISTS, two_defaults),
    (Conflict.ALREADY_EXISTS, lambda make, _: [make.setting("x"), make.setting("x")]),
    (Conflict.STILL_USED, still_used),
    (Conflict.VALUE_REFUSED, lambda make, _: make.unit(uscc="too-short")),
]


def provoked(world: World, cause: Callable[[Maker, World], Any]) -> DBAPIError:
    with pytest.raises(IntegrityError) as caught, world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        cause(Maker(session, office, NOW), world)
    return caught.value


class TestConflictOf:
    @pytest.mark.parametrize(
        ("conflict", "cause"), CAUSES, ids=[f"{c}-{n}" for n, (c, _) in enumerate(CAUSES)]
    )
    def test_conflict_of_names_what_the_constraint_stands_for(
        self, world: World, conflict: Conflict, cause: Callable[[Maker, World], Any]
    ) -> None:
        refusal = conflict_of(provoked(world, cause))

        assert refusal is not None
        assert refusal.code is conflict

    def test_every_conflict_has_a_cause(self) -> None:
        assert {conflict for conflict, _ in CAUSES} == set(Conflict)

    def test_every_line_of_the_table_is_spoken_by_some_engine(self, world: World) -> None:
        heard = " ".join(str(provoked(world, cause).orig) for _, cause in CAUSES)
        spelt = {word for word in _BY_CONSTRAINT if word in heard}
        checks = {word for word in _BY_CONSTRAINT if word.startswith("ck_")}
        by_column = {word for word in _BY_CONSTRAINT if "." in word}
        names = set(_BY_CONSTRAINT) - by_column

        assert spelt - checks == (
            by_column if world.engine.dialect.name == "sqlite" else names - checks
        )
        assert checks <= spelt

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE account SET balance_fen = 5 WHERE code = 'prepaid:623022'",
            "DELETE FROM transfer",
            "UPDATE unit SET name = NULL",
        ],
    )
    def test_conflict_of_is_silent_about_bugs(self, world: World, statement: str) -> None:
        with (
            pytest.raises(IntegrityError) as caught,
            world.engine.execution_options(writes=True).begin() as connection,
        ):
            connection.execute(text(statement))

        assert conflict_of(caught.value) is None


class TestIsSameKey:
    def test_is_same_key_recognises_a_second_entry_with_the_key(self, world: World) -> None:
        def twice(make: Maker, _: World) -> None:
            open_entry = entry_of(make.session)
            copied = ("at", "actor_key", "actor_name", "action", "door", "key", "input_hash")
            again = JournalEntry(input={}, **{name: getattr(open_entry, name) for name in copied})
            again.belong_to(open_entry)
            make.session.add(again)
            make.session.flush()

        assert is_same_key(provoked(world, twice))

    def test_is_same_key_ignores_other_unique_keys(self, world: World) -> None:
        assert not is_same_key(provoked(world, order_paid))


class TestIsTransient:
    @pytest.mark.parametrize(
        "cause",
        [
            psycopg.errors.DeadlockDetected("deadlock detected"),
            psycopg.errors.SerializationFailure("could not serialize"),
            psycopg.errors.LockNotAvailable("lock timeout"),
            sqlite3.OperationalError("database is locked"),
        ],
    )
    def test_is_transient_for_errors_that_a_retry_may_cure(self, cause: Exception) -> None:
        assert is_transient(OperationalError("SELECT 1", {}, cause))

    @pytest.mark.parametrize(
        "cause",
        [
            psycopg.errors.UniqueViolation("duplicate key"),
            psycopg.errors.QueryCanceled("statement timeout"),
            sqlite3.OperationalError("no such table: domain"),
            sqlite3.IntegrityError("UNIQUE constraint failed: unit.uscc"),
        ],
    )
    def test_not_of_what_will_fail_again(self, cause: Exception) -> None:
        assert not is_transient(OperationalError("SELECT 1", {}, cause))
