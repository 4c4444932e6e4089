"""Triggers and search tables in the database itself, which no bug in our code can bypass.

Migrations create them from here; `inventory` lists what must exist, and a check compares. On SQLite
a batch migration silently drops a table's triggers, so migrations re-create them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, MetaData, and_, select, text, true

#: Tables whose rows are never changed or removed once written.
APPEND_ONLY = (
    "journal_entry",
    "journal_receipt",
    "journal_change",
    "transfer",
    "review",
    "invoice_move",
    "bank_receipt",
)

#: Tables with a bigram side table.
SEARCHED = ("office", "user", "unit", "domain")

_SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_append_only_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, 'append_only:{table}'); END
"""

_SQLITE_LEDGER = (
    """
CREATE TRIGGER transfer_moves_balance AFTER INSERT ON transfer
BEGIN
  UPDATE account SET balance_fen = balance_fen - NEW.amount_fen, last_transfer_id = NEW.id
   WHERE id = NEW.debit_id AND floor_fen IS NOT NULL;
  UPDATE account SET balance_fen = balance_fen + NEW.amount_fen, last_transfer_id = NEW.id
   WHERE id = NEW.credit_id AND floor_fen IS NOT NULL;
END
""",
    """
CREATE TRIGGER account_moves_by_transfer BEFORE UPDATE OF balance_fen, last_transfer_id ON account
WHEN NEW.balance_fen IS NOT OLD.balance_fen OR NEW.last_transfer_id <> OLD.last_transfer_id
BEGIN
  SELECT RAISE(ABORT, 'balance_without_transfer:account')
   WHERE NOT (NEW.last_transfer_id > OLD.last_transfer_id AND EXISTS (
     SELECT 1 FROM transfer t WHERE t.id = NEW.last_transfer_id AND (
       (t.credit_id = NEW.id AND NEW.balance_fen = OLD.balance_fen + t.amount_fen) OR
       (t.debit_id = NEW.id AND NEW.balance_fen = OLD.balance_fen - t.amount_fen))));
END
""",
    """
CREATE TRIGGER account_born_empty BEFORE INSERT ON account
WHEN NEW.balance_fen <> 0 OR NEW.last_transfer_id <> 0
BEGIN SELECT RAISE(ABORT, 'balance_without_transfer:account'); END
""",
    """
CREATE TRIGGER transfer_reverses_whole BEFORE INSERT ON transfer WHEN NEW.reverses_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'reversal_differs:transfer') WHERE NOT EXISTS (
    SELECT 1 FROM transfer o WHERE o.id = NEW.reverses_id AND o.debit_id = NEW.credit_id
       AND o.credit_id = NEW.debit_id AND o.amount_fen = NEW.amount_fen AND o.kind <> 'reverse');
END
""",
)

#: 发票代码 and 发票号码 name one sheet, whatever its type and whoever holds it. The numbers of a
#: split or partial lot lie within its parent's, so a lot may not overlap its siblings, and root
#: lots may not overlap each other. PostgreSQL has a constraint for it.
_SQLITE_NUMBERS = """
CREATE TRIGGER {trigger} BEFORE {event} ON invoice_lot
WHEN NEW.number_from IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'numbers_taken:invoice_lot.number_from') WHERE EXISTS (
    SELECT 1 FROM invoice_lot l WHERE l.invoice_code IS NEW.invoice_code
       AND l.parent_id IS NEW.parent_id AND l.id IS NOT NEW.id
       AND l.number_from <= NEW.number_to AND l.number_to >= NEW.number_from);
END
"""
NUMBERS_TRIGGERS = {
    "invoice_lot_numbers_inserted": "INSERT",
    "invoice_lot_numbers_updated": "UPDATE OF invoice_code, number_from, number_to, parent_id",
}

_POSTGRES_FUNCTIONS = (
    """
CREATE OR REPLACE FUNCTION guard_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append_only:%', TG_TABLE_NAME USING ERRCODE = '23514'; END $$
""",
    """
CREATE OR REPLACE FUNCTION transfer_moves_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE account SET balance_fen = balance_fen - NEW.amount_fen, last_transfer_id = NEW.id
   WHERE id = NEW.debit_id AND floor_fen IS NOT NULL;
  UPDATE account SET balance_fen = balance_fen + NEW.amount_fen, last_transfer_id = NEW.id
   WHERE id = NEW.credit_id AND floor_fen IS NOT NULL;
  RETURN NULL;
END $$
""",
    """
CREATE OR REPLACE FUNCTION account_moves_by_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (NEW.last_transfer_id > OLD.last_transfer_id AND EXISTS (
     SELECT 1 FROM transfer t WHERE t.id = NEW.last_transfer_id AND (
       (t.credit_id = NEW.id AND NEW.balance_fen = OLD.balance_fen + t.amount_fen) OR
       (t.debit_id = NEW.id AND NEW.balance_fen = OLD.balance_fen - t.amount_fen)))) THEN
    RAISE EXCEPTION 'balance_without_transfer:account' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE OR REPLACE FUNCTION account_born_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'balance_without_transfer:account' USING ERRCODE = '23514'; END $$
""",
    """
CREATE OR REPLACE FUNCTION transfer_reverses_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM transfer o WHERE o.id = NEW.reverses_id AND o.debit_id = NEW.credit_id
       AND o.credit_id = NEW.debit_id AND o.amount_fen = NEW.amount_fen AND o.kind <> 'reverse')
  THEN RAISE EXCEPTION 'reversal_differs:transfer' USING ERRCODE = '23514'; END IF;
  RETURN NEW;
END $$
""",
)

_POSTGRES_LEDGER = (
    """
CREATE TRIGGER transfer_moves_balance AFTER INSERT ON transfer
FOR EACH ROW EXECUTE FUNCTION transfer_moves_balance()
""",
    """
CREATE TRIGGER account_moves_by_transfer BEFORE UPDATE OF balance_fen, last_transfer_id ON account
FOR EACH ROW WHEN (NEW.balance_fen IS DISTINCT FROM OLD.balance_fen
  OR NEW.last_transfer_id <> OLD.last_transfer_id)
EXECUTE FUNCTION account_moves_by_transfer()
""",
    """
CREATE TRIGGER account_born_empty BEFORE INSERT ON account
FOR EACH ROW WHEN (NEW.balance_fen <> 0 OR NEW.last_transfer_id <> 0)
EXECUTE FUNCTION account_born_empty()
""",
    """
CREATE TRIGGER transfer_reverses_whole BEFORE INSERT ON transfer
FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION transfer_reverses_whole()
""",
)

LEDGER_TRIGGERS = (
    "transfer_moves_balance",
    "account_moves_by_transfer",
    "account_born_empty",
    "transfer_reverses_whole",
)


def create_guards(connection: Connection) -> None:
    """Create every trigger and search table on a fresh schema."""
    _execute(connection, _sqlite() if connection.dialect.name == "sqlite" else _postgres())


def create_number_guards(connection: Connection) -> None:
    """Create those of the numbers of lots again, once SQLite has rebuilt the table."""
    if connection.dialect.name == "sqlite":
        _execute(connection, _sqlite_numbers())


def _execute(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(text(statement.replace(":", r"\:")))


def drop_guards(connection: Connection) -> None:
    """Remove them, for a downgrade and for batch migrations that rebuild tables."""
    for trigger, table in expected_triggers(connection.dialect.name):
        suffix = "" if connection.dialect.name == "sqlite" else f' ON "{table}"'
        connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}{suffix}"))
    for table in SEARCHED:
        connection.execute(text(f"DROP TABLE IF EXISTS {table}_gram"))
    if connection.dialect.name == "postgresql":
        for function in ("guard_append_only", *LEDGER_TRIGGERS):
            connection.execute(text(f"DROP FUNCTION IF EXISTS {function}()"))


def discard_rows(connection: Connection) -> None:
    """Empty every table, children first, for a downgrade with `-x discard_history=yes`; drop the
    guards first.

    SQLite deletes a dropped table's rows one by one under RESTRICT, so trees go leaves first.
    """
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith("alembic"))
    for table in reversed(metadata.sorted_tables):
        own = [key for key in table.foreign_keys if key.column.table is table]
        leaf = and_(
            true(),
            *(key.column.not_in(select(key.parent).where(key.parent.is_not(None))) for key in own),
        )
        while connection.execute(table.delete().where(leaf)).rowcount > 0:
            pass


def expected_triggers(dialect: str) -> list[tuple[str, str]]:
    """(trigger, table) of every guard that must exist."""
    verbs = ("update", "delete") if dialect == "sqlite" else ("update", "delete", "truncate")
    append_only = [(f"{t}_append_only_{verb}", t) for t in APPEND_ONLY for verb in verbs]
    numbers = [(name, "invoice_lot") for name in NUMBERS_TRIGGERS if dialect == "sqlite"]
    ledger = [(name, name.split("_")[0]) for name in LEDGER_TRIGGERS]
    return [*append_only, *ledger, *numbers]


def missing_triggers(connection: Connection) -> list[str]:
    """Guards that are missing or disabled; empty on a sound database."""
    query = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND tgenabled = 'O' AND pg_table_is_visible(tgrelid)"
    )
    standing = {tuple(found) for found in connection.execute(text(query))}
    expected = expected_triggers(connection.dialect.name)
    return [name for name, table in expected if (name, table) not in standing]


def _sqlite_numbers() -> list[str]:
    return [
        _SQLITE_NUMBERS.format(trigger=trigger, event=event)
        for trigger, event in NUMBERS_TRIGGERS.items()
    ]


def _sqlite() -> list[str]:
    return [
        *(
            _SQLITE_APPEND_ONLY.format(table=table, verb=verb.lower(), VERB=verb)
            for table in APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ),
        *_SQLITE_LEDGER,
        *_sqlite_numbers(),
        *(
            f"CREATE VIRTUAL TABLE {table}_gram USING fts5(grams, detail=none,"
            " tokenize='unicode61 remove_diacritics 0')"
            for table in SEARCHED
        ),
    ]


def _postgres() -> list[str]:
    return [
        *_POSTGRES_FUNCTIONS,
        *(
            f"CREATE TRIGGER {table}_append_only_{verb} BEFORE {verb.upper()} ON {table}"
            f" FOR EACH {'STATEMENT' if verb == 'truncate' else 'ROW'}"
            " EXECUTE FUNCTION guard_append_only()"
            for table in APPEND_ONLY
            for verb in ("update", "delete", "truncate")
        ),
        *_POSTGRES_LEDGER,
        *(
            statement
            for table in SEARCHED
            for statement in (
                (
                    f'CREATE TABLE {table}_gram (id BIGINT PRIMARY KEY REFERENCES "{table}" (id)'
                    " ON DELETE CASCADE, grams text[] NOT NULL)"
                ),
                f"CREATE INDEX ix_{table}_gram_grams ON {table}_gram USING gin (grams)",
            )
        ),
    ]
