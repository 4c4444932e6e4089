"""I-1, I-2, I-14: amounts are whole 分, balances are sums of transfers, money is conserved."""

from __future__ import annotations

from typing import Final

from models.core.base import Base
from models.invariants.rule import Invariant

_LEGS = (
    "WITH leg AS (SELECT debit_id AS account_id, -amount_fen AS fen, id FROM transfer"
    " UNION ALL SELECT credit_id, amount_fen, id FROM transfer) "
)

_RULES: Final = (
    Invariant(
        "I-2 balances",
        "an account's balance is the sum of its transfers",
        f"{_LEGS} SELECT a.id FROM account a LEFT JOIN"  # noqa: S608  our own text
        " (SELECT account_id, sum(fen) AS fen FROM leg GROUP BY account_id) s"
        " ON s.account_id = a.id"
        " WHERE a.balance_fen IS NOT NULL AND a.balance_fen <> coalesce(s.fen, 0)",
    ),
    Invariant(
        "I-2 kept balances",
        "every prepaid account keeps a balance and a floor",
        "SELECT id FROM account"
        " WHERE kind = 'prepaid' AND (balance_fen IS NULL OR floor_fen IS NULL)",
    ),
    Invariant(
        "I-2 floors",
        "no account was ever below its floor, at any transfer of its history",
        f"{_LEGS} SELECT id FROM (SELECT leg.id, a.floor_fen,"  # noqa: S608  our own text
        " sum(leg.fen) OVER (PARTITION BY leg.account_id ORDER BY leg.id) AS fen"
        " FROM leg JOIN account a ON a.id = leg.account_id AND a.floor_fen IS NOT NULL) h"
        " WHERE fen < floor_fen",
    ),
    Invariant(
        "I-2 reversals",
        "a reversal mirrors its transfer, and there is one of it",
        "SELECT r.id FROM transfer r JOIN transfer t ON t.id = r.reverses_id"
        " WHERE r.debit_id <> t.credit_id OR r.credit_id <> t.debit_id"
        " OR r.amount_fen <> t.amount_fen"
        " UNION ALL SELECT reverses_id FROM transfer WHERE reverses_id IS NOT NULL"
        " GROUP BY reverses_id HAVING count(*) > 1",
    ),
    Invariant(
        "I-14 conservation",
        "what came into prepaid accounts, less what went out, is what they hold",
        "SELECT 1 FROM (SELECT coalesce(sum(balance_fen), 0) AS fen FROM account"
        " WHERE kind = 'prepaid') b, (SELECT coalesce(sum(CASE WHEN c.kind = 'prepaid' THEN"
        " t.amount_fen ELSE 0 END - CASE WHEN d.kind = 'prepaid' THEN t.amount_fen ELSE 0 END), 0)"
        " AS fen FROM transfer t JOIN account d ON d.id = t.debit_id"
        " JOIN account c ON c.id = t.credit_id) m WHERE b.fen <> m.fen",
    ),
    Invariant(
        "I-14 receipts",
        "what a 汇款单 has received, and was not taken back, was put to an account, to the fen",
        "SELECT r.id FROM remittance r LEFT JOIN (SELECT remittance_id, sum(amount_fen) AS fen"
        " FROM transfer x WHERE kind = 'top_up' AND NOT EXISTS (SELECT 1 FROM transfer b"
        " WHERE b.reverses_id = x.id) GROUP BY remittance_id) t"
        " ON t.remittance_id = r.id WHERE r.received_fen <> coalesce(t.fen, 0)",
    ),
)


def rules() -> tuple[Invariant, ...]:
    """The rules of money, and one for each amount of each table."""
    amounts = (
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.c
        if column.name.endswith("_fen")
    )
    whole = (
        Invariant(
            f"I-1 {table}.{column}",
            "every amount is a whole number of 分",
            f'SELECT 1 FROM "{table}" WHERE {column} <> CAST({column} AS BIGINT)',  # noqa: S608  our own text
        )
        for table, column in sorted(amounts)
    )
    return (*whole, *_RULES)
