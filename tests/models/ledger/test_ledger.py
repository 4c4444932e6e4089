"""Money moves by transfers alone, never below a floor, and is undone once and whole."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.core.journal import UncausedWriteError, entry_of
from models.ledger.ledger import (
    Account,
    Posting,
    PostingConflictError,
    Transfer,
    TransferKind,
    lock_accounts,
    post,
    reversal,
)
from models.offices.office import Office
from tests.models.core.test_journal import refusal
from tests.support.world.cast import World

BANK, PREPAID, INCOME = "bank:000000", "prepaid:623022", "income:000000"


class Books:
    """A session in which money may be posted for Zhuoni."""

    def __init__(self, world: World, session: Session) -> None:
        self.world, self.session = world, session
        self.office = session.get_one(Office, world.id("office-zhuoni"))
        self.accounts = lock_accounts(session, [BANK, PREPAID, INCOME, "prepaid:623021"])

    def post(self, debit: str, credit: str, amount_fen: int, key: str, **given: Any) -> Transfer:
        posting = Posting(
            debit=self.accounts[debit],
            credit=self.accounts[credit],
            amount_fen=amount_fen,
            key=key,
            **({"kind": TransferKind.TOP_UP} | given),
        )
        return post(self.session, [posting], self.office)[0]

    def top_up(self, amount_fen: int = 1000, key: str = "t") -> Transfer:
        return self.post(BANK, PREPAID, amount_fen, key)

    def undo(self, transfer: Transfer) -> Transfer:
        by_id = {account.id: account for account in self.accounts.values()}
        posting = reversal(transfer, by_id[transfer.credit_id], by_id[transfer.debit_id])
        return post(self.session, [posting], self.office)[0]

    def balance(self, code: str = PREPAID) -> int | None:
        return self.accounts[code].balance_fen


class TestPost:
    def test_post_credits_one_account_and_debits_the_other(self, world: World) -> None:
        with world.writing() as session:
            books = Books(world, session)
            books.top_up(1000)
            books.post(PREPAID, INCOME, 300, "s", kind=TransferKind.SETTLE)

            assert books.balance() == 700

    def test_post_keeps_no_balance_of_the_world_and_the_registry(self, world: World) -> None:
        with world.writing() as session:
            books = Books(world, session)
            books.top_up()

            assert (books.balance(BANK), books.balance(INCOME)) == (None, None)

    def test_post_records_whose_and_which_run(self, world: World) -> None:
        with world.writing() as session:
            books = Books(world, session)
            transfer = books.top_up()

            assert transfer.office_code == "623022"
            assert transfer.entry_id == entry_of(session).id
            assert books.accounts[PREPAID].last_transfer_id == transfer.id

    def test_post_stops_at_the_floor(self, world: World) -> None:
        with pytest.raises(IntegrityError, match="ck_account_floor"), world.writing() as session:
            books = Books(world, session)
            books.top_up(1000)
            books.post(PREPAID, INCOME, 1001, "s")
        with world.session() as session:
            assert _account(session, PREPAID).balance_fen == 0

    def test_post_spends_to_the_last_fen(self, world: World) -> None:
        with world.writing() as session:
            books = Books(world, session)
            books.top_up(1000)
            books.post(PREPAID, INCOME, 1000, "s")

            assert books.balance() == 0

    def test_post_posts_a_key_once(self, world: World) -> None:
        with world.writing() as session:
            first = Books(world, session).top_up().id
        with world.writing() as session:
            books = Books(world, session)

            assert books.top_up().id == first
            assert books.balance() == 1000

    def test_post_refuses_a_key_that_comes_with_another_amount(self, world: World) -> None:
        with pytest.raises(PostingConflictError, match="t"), world.writing() as session:
            books = Books(world, session)
            books.top_up(1000)
            books.top_up(999)

    def test_post_needs_a_cause(self, world: World) -> None:
        with world.session() as session, pytest.raises(UncausedWriteError):
            Books(world, session).top_up()

    @pytest.mark.parametrize("amount_fen", [0, -1])
    def test_post_moves_a_positive_amount(self, world: World, amount_fen: int) -> None:
        with (
            pytest.raises(IntegrityError, match="ck_transfer_amount_positive"),
            world.writing() as session,
        ):
            Books(world, session).top_up(amount_fen)

    def test_post_moves_between_two_accounts(self, world: World) -> None:
        with (
            pytest.raises(IntegrityError, match="ck_transfer_two_accounts"),
            world.writing() as session,
        ):
            Books(world, session).post(PREPAID, PREPAID, 1, "x")

    def test_post_settles_an_order_once_whatever_the_key(self, world: World) -> None:
        order_id = world.id("a-order-renew-1")
        with pytest.raises(IntegrityError), world.writing() as session:
            books = Books(world, session)
            books.top_up(1000)
            for key in ("first", "second"):
                books.post(PREPAID, INCOME, 100, key, kind=TransferKind.SETTLE, order_id=order_id)


class TestReversal:
    def test_reversal_takes_the_whole_amount_back(self, world: World) -> None:
        with world.writing() as session:
            books = Books(world, session)
            undone = books.undo(books.top_up(1000))

            assert books.balance() == 0
            assert undone.amount_fen == 1000

    def test_a_second_one_gives_the_first_back(self, world: World) -> None:
        with world.writing() as session:
            books = Books(world, session)
            transfer = books.top_up(1000)

            assert books.undo(transfer).id == books.undo(transfer).id
            assert books.balance() == 0

    def test_a_second_one_under_another_key_is_refused(self, world: World) -> None:
        with pytest.raises(IntegrityError), world.writing() as session:
            books = Books(world, session)
            transfer = books.top_up(1000)
            books.top_up(1000, "more")
            books.undo(transfer)
            again = {"kind": TransferKind.REVERSE, "reverses_id": transfer.id}
            books.post(PREPAID, BANK, 1000, "again", **again)

    def test_a_part_is_refused(self, world: World) -> None:
        with pytest.raises(IntegrityError, match="reversal_differs"), world.writing() as session:
            books = Books(world, session)
            transfer = books.top_up(1000)
            given = {"kind": TransferKind.REVERSE, "reverses_id": transfer.id}
            books.post(PREPAID, BANK, 400, "part", **given)

    def test_the_same_direction_is_refused(self, world: World) -> None:
        with pytest.raises(IntegrityError, match="reversal_differs"), world.writing() as session:
            books = Books(world, session)
            transfer = books.top_up(1000)
            given = {"kind": TransferKind.REVERSE, "reverses_id": transfer.id}
            books.post(BANK, PREPAID, 1000, "twice", **given)

    def test_a_reversal_is_never_reversed(self, world: World) -> None:
        with pytest.raises(IntegrityError, match="reversal_differs"), world.writing() as session:
            books = Books(world, session)
            undone = books.undo(books.top_up(1000))
            given = {"kind": TransferKind.REVERSE, "reverses_id": undone.id}
            books.post(BANK, PREPAID, 1000, "back", **given)

    def test_reversal_needs_its_word(self, world: World) -> None:
        with (
            pytest.raises(IntegrityError, match="ck_transfer_reversal"),
            world.writing() as session,
        ):
            books = Books(world, session)
            transfer = books.top_up(1000)
            books.post(PREPAID, BANK, 1000, "x", reverses_id=transfer.id)


_TRANSFER = (
    "INSERT INTO transfer (at, kind, debit_id, credit_id, amount_fen, key, input_hash, entry_id,"
    " reverses_id, province_code, city_code, office_code) SELECT at, {kind}, {debit}, {credit},"
    " {amount}, 'hostile', input_hash, entry_id, {reverses}, province_code, city_code, office_code"
    " FROM transfer WHERE id = {transfer}"
)

#: What an attacker with a database console, or a bug, may try on a funded account.
HOSTILE = {
    "raise a balance": "UPDATE account SET balance_fen = balance_fen + 1 WHERE id = {account}",
    "lower a balance": "UPDATE account SET balance_fen = balance_fen - 1 WHERE id = {account}",
    "empty every account": "UPDATE account SET balance_fen = 0 WHERE balance_fen > 0",
    "raise it by the last transfer": (
        "UPDATE account SET balance_fen = balance_fen + 1000, last_transfer_id = {transfer}"
        " WHERE id = {account}"
    ),
    "raise it by a transfer to come": (
        "UPDATE account SET balance_fen = balance_fen + 1000, last_transfer_id = {transfer} + 1"
        " WHERE id = {account}"
    ),
    "forget the last transfer": "UPDATE account SET last_transfer_id = 0 WHERE id = {account}",
    "name a later transfer": "UPDATE account SET last_transfer_id = 999999 WHERE id = {account}",
    "use another account's transfer": (
        "UPDATE account SET balance_fen = balance_fen + 1000, last_transfer_id = {transfer}"
        " WHERE code = 'prepaid:623021'"
    ),
    "drop the guard": (
        "UPDATE account SET floor_fen = NULL, balance_fen = NULL WHERE id = {account}"
    ),
    "half drop the guard": "UPDATE account SET floor_fen = NULL WHERE id = {account}",
    "floor above the balance": "UPDATE account SET floor_fen = 1000000 WHERE id = {account}",
    "be born rich": (
        "INSERT INTO account (code, kind, floor_fen, balance_fen, last_transfer_id, province_code,"
        " city_code, office_code) VALUES ('prepaid:x', 'prepaid', 0, 5, 0, '0', '0', '0')"
    ),
    "be born with a past": (
        "INSERT INTO account (code, kind, floor_fen, balance_fen, last_transfer_id, province_code,"
        " city_code, office_code) VALUES ('prepaid:x', 'prepaid', 0, 0, 7, '0', '0', '0')"
    ),
    "delete an account that moved": "DELETE FROM account WHERE id = {account}",
    "edit an amount": "UPDATE transfer SET amount_fen = 1",
    "edit a direction": "UPDATE transfer SET debit_id = credit_id, credit_id = debit_id",
    "delete a transfer": "DELETE FROM transfer WHERE id = {transfer}",
    "overdraw": _TRANSFER.format(
        kind="'settle'",
        debit="credit_id",
        credit="debit_id",
        amount="1001",
        reverses="NULL",
        transfer="{transfer}",
    ),
    "move a negative amount": _TRANSFER.format(
        kind="'top_up'",
        debit="debit_id",
        credit="credit_id",
        amount="-1",
        reverses="NULL",
        transfer="{transfer}",
    ),
    "reverse a part": _TRANSFER.format(
        kind="'reverse'",
        debit="credit_id",
        credit="debit_id",
        amount="1",
        reverses="id",
        transfer="{transfer}",
    ),
    "reverse to a third account": _TRANSFER.format(
        kind="'reverse'",
        debit="credit_id",
        credit="(SELECT id FROM account WHERE code = 'prepaid:623021')",
        amount="amount_fen",
        reverses="id",
        transfer="{transfer}",
    ),
    "reverse under another word": _TRANSFER.format(
        kind="'refund'",
        debit="credit_id",
        credit="debit_id",
        amount="amount_fen",
        reverses="id",
        transfer="{transfer}",
    ),
}
HOSTILE_ON = {
    "sqlite": {
        "replace an account": (
            "INSERT OR REPLACE INTO account SELECT id, code, kind, floor_fen, 9999,"
            " last_transfer_id, province_code, city_code, office_code FROM account"
        ),
        "replace a transfer": "INSERT OR REPLACE INTO transfer SELECT * FROM transfer",
        "update or replace": "UPDATE OR REPLACE transfer SET id = id",
    },
    "postgresql": {
        "truncate transfers": "TRUNCATE transfer CASCADE",
        "truncate accounts": "TRUNCATE account CASCADE",
        "insert on conflict": (
            "INSERT INTO account (id, code, kind, floor_fen, balance_fen, last_transfer_id,"
            " province_code, city_code, office_code) SELECT id, code, kind, floor_fen, 0, 0,"
            " province_code, city_code, office_code FROM account WHERE id = {account}"
            " ON CONFLICT (id) DO UPDATE SET balance_fen = 9999"
        ),
    },
}


class TestTheDatabaseAlone:
    """No statement moves a balance without a transfer, or changes a transfer."""

    @pytest.fixture
    def funded(self, world: World) -> tuple[Engine, dict[str, int]]:
        with world.writing() as session:
            transfer = Books(world, session).top_up(1000)
            names = {"account": world.id(PREPAID), "transfer": transfer.id}
        return world.engine, names

    def test_the_database_alone_refuses_every_hostile_statement(
        self, funded: tuple[Engine, dict[str, int]]
    ) -> None:
        engine, names = funded
        statements = HOSTILE | HOSTILE_ON[engine.dialect.name]
        passed = [
            what
            for what, statement in statements.items()
            if not refusal(engine, statement.format(**names))
        ]

        assert passed == []

    def test_the_database_alone_accepts_the_lawful_reversal(
        self, funded: tuple[Engine, dict[str, int]]
    ) -> None:
        engine, names = funded
        lawful = _TRANSFER.format(
            kind="'reverse'",
            debit="credit_id",
            credit="debit_id",
            amount="amount_fen",
            reverses="id",
            transfer=names["transfer"],
        )
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(text(lawful))
            balance = connection.execute(
                text("SELECT balance_fen FROM account WHERE code = 'prepaid:623022'")
            )

            assert balance.scalar() == 0


def _account(session: Session, code: str) -> Account:
    return session.scalars(select(Account).where(Account.code == code)).one()
