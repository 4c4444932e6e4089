"""What must hold of the whole database at any moment, as SQL that knows none of our code.

Guards prevent; these detect. Each statement returns the rows that break its rule, runs on both
engines unchanged, and bears the rule's number (domain.md: I-1 … I-14).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from models.base import Base
from models.guards import missing_triggers
from models.scope import Scoped


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule and the query for what breaks it."""

    name: str
    rule: str
    sql: str


_LEGS = (
    "WITH leg AS (SELECT debit_id AS account_id, -amount_fen AS fen, id FROM transfer"
    " UNION ALL SELECT credit_id, amount_fen, id FROM transfer) "
)
_PAID = "SELECT 1 FROM payment_line l WHERE l.order_id = o.id AND NOT l.is_reversed"

_STATED: Final = (
    Invariant(
        "I-1 whole fen",
        "every amount is a whole number of 分",
        "SELECT id FROM transfer WHERE amount_fen <> CAST(amount_fen AS BIGINT)"
        " UNION ALL SELECT id FROM domain_order WHERE amount_fen <> CAST(amount_fen AS BIGINT)",
    ),
    Invariant(
        "I-2 balances",
        "an account's balance is the sum of its transfers",
        f"{_LEGS} SELECT a.id FROM account a LEFT JOIN"  # noqa: S608  our own text
        " (SELECT account_id, sum(fen) AS fen FROM leg GROUP BY account_id) s"
        " ON s.account_id = a.id"
        " WHERE a.balance_fen IS NOT NULL AND a.balance_fen <> coalesce(s.fen, 0)",
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
        "a reversal mirrors its transfer",
        "SELECT r.id FROM transfer r JOIN transfer t ON t.id = r.reverses_id"
        " WHERE r.debit_id <> t.credit_id OR r.credit_id <> t.debit_id"
        " OR r.amount_fen <> t.amount_fen",
    ),
    Invariant(
        "I-3 settled once",
        "an order is settled at most once",
        "SELECT order_id FROM transfer WHERE kind = 'settle' GROUP BY order_id HAVING count(*) > 1",
    ),
    Invariant(
        "I-3 settled and paid",
        "a settled order with an amount has its settlement, for that amount",
        "SELECT o.id FROM domain_order o LEFT JOIN transfer t"
        " ON t.order_id = o.id AND t.kind = 'settle'"
        " WHERE o.amount_fen > 0 AND (o.state IN ('settled', 'refunded')) <> (t.id IS NOT NULL)"
        " UNION ALL SELECT t.id FROM transfer t JOIN domain_order o ON o.id = t.order_id"
        " WHERE t.kind = 'settle' AND t.amount_fen <> o.amount_fen",
    ),
    Invariant(
        "I-3 settled and applied",
        "a settled order bought one term; an open or cancelled one none",
        "SELECT o.id FROM domain_order o LEFT JOIN term t ON t.order_id = o.id"
        " WHERE o.state <> 'refunded' AND (o.state = 'settled') <> (t.id IS NOT NULL)",
    ),
    Invariant(
        "I-4 expiry",
        "a registered name for which terms were bought here expires when the last of them ends",
        "SELECT d.id FROM domain d JOIN"
        " (SELECT domain_id, max(ends_on) AS ends_on FROM term GROUP BY domain_id) t"
        " ON t.domain_id = d.id WHERE d.state = 'registered' AND t.ends_on <> d.expires_on",
    ),
    Invariant(
        "I-4 terms",
        "the terms of a name follow each other without overlap or gap",
        "SELECT id FROM (SELECT id, starts_on,"
        " lag(ends_on) OVER (PARTITION BY domain_id ORDER BY seq) AS before FROM term) t"
        " WHERE before IS NOT NULL AND before <> starts_on",
    ),
    Invariant(
        "I-5 order of payment",
        "an order that is charged, remitted or settled says when it was charged",
        "SELECT id FROM domain_order WHERE charged_at IS NULL"
        " AND state IN ('charged', 'remitted', 'settled')",
    ),
    Invariant(
        "I-6 payments",
        "a payment is the sum of its lines",
        "SELECT p.id FROM payment p LEFT JOIN"
        " (SELECT payment_id, sum(amount_fen) AS fen FROM payment_line GROUP BY payment_id) l"
        " ON l.payment_id = p.id WHERE p.amount_fen <> coalesce(l.fen, 0)",
    ),
    Invariant(
        "I-6 payment lines",
        "a payment line pays its order whole",
        "SELECT l.id FROM payment_line l JOIN domain_order o ON o.id = l.order_id"
        " WHERE l.amount_fen <> o.amount_fen",
    ),
    Invariant(
        "I-6 orders paid",
        "an order is charged if and only if a payment that stands pays it",
        "SELECT o.id FROM domain_order o WHERE"  # noqa: S608  our own text
        f" (o.state IN ('charged', 'remitted', 'settled')"
        f" AND NOT EXISTS ({_PAID})) OR (o.state IN ('payable', 'cancelled') AND EXISTS ({_PAID}))",
    ),
    Invariant(
        "I-6 invoices",
        "live invoices, the negative ones among them, sum to their payment unless some are owed",
        "SELECT p.id FROM payment p JOIN (SELECT payment_id, sum(CASE WHEN state = 'void' THEN 0"
        " ELSE amount_fen END) AS fen FROM invoice GROUP BY payment_id) i ON i.payment_id = p.id"
        " WHERE p.state = 'confirmed' AND (i.fen > p.amount_fen OR i.fen < 0"
        " OR (i.fen < p.amount_fen AND p.invoice_deferred_reason IS NULL))",
    ),
    Invariant(
        "I-6 red invoices",
        "a reversed invoice has the one negative invoice that mirrors it",
        "SELECT i.id FROM invoice i LEFT JOIN invoice r ON r.reverses_id = i.id"
        " WHERE (i.state = 'reversed') <> (r.id IS NOT NULL) OR r.state <> 'issued'"
        " OR r.amount_fen <> -i.amount_fen OR r.payment_id <> i.payment_id",
    ),
    Invariant(
        "I-6 remittances",
        "a 汇款单 is the sum of its lines",
        "SELECT r.id FROM remittance r LEFT JOIN (SELECT remittance_id, sum(amount_fen) AS fen,"
        " count(*) AS n FROM remittance_line GROUP BY remittance_id) l ON l.remittance_id = r.id"
        " WHERE r.amount_fen <> coalesce(l.fen, 0) OR r.line_count <> coalesce(l.n, 0)",
    ),
    Invariant(
        "I-6 remitted once",
        "a payment line travels in one 汇款单 that stands",
        "SELECT payment_line_id FROM remittance_line WHERE NOT is_released"
        " GROUP BY payment_line_id HAVING count(*) > 1",
    ),
    Invariant(
        "I-6 arrivals",
        "what a 汇款单 has received is the sum of its bank lines",
        "SELECT r.id FROM remittance r LEFT JOIN (SELECT remittance_id, sum(amount_fen) AS fen"
        " FROM bank_receipt GROUP BY remittance_id) b ON b.remittance_id = r.id"
        " WHERE r.received_fen <> coalesce(b.fen, 0)",
    ),
    Invariant(
        "I-7 lots",
        "a lot's sheets are available, issued, void, split, returned or lost",
        "SELECT id FROM invoice_lot"
        " WHERE quantity <> available + issued + void + split + returned + lost",
    ),
    Invariant(
        "I-7 splits",
        "the lots split off a lot sum to what it split",
        "SELECT p.id FROM invoice_lot p LEFT JOIN"
        " (SELECT parent_id, sum(quantity) AS n FROM invoice_lot GROUP BY parent_id) c"
        " ON c.parent_id = p.id WHERE p.split <> coalesce(c.n, 0)",
    ),
    Invariant(
        "I-7 issued",
        "a lot's issued sheets are its invoices that are not void",
        "SELECT l.id FROM invoice_lot l LEFT JOIN (SELECT lot_id, count(*) AS n FROM invoice"
        " WHERE state <> 'void' GROUP BY lot_id) i ON i.lot_id = l.id"
        " WHERE l.issued <> coalesce(i.n, 0)",
    ),
    Invariant(
        "I-7 void",
        "a lot's void sheets are its void invoices",
        "SELECT l.id FROM invoice_lot l LEFT JOIN (SELECT lot_id, count(*) AS n FROM invoice"
        " WHERE state = 'void' GROUP BY lot_id) i ON i.lot_id = l.id"
        " WHERE l.void <> coalesce(i.n, 0)",
    ),
    Invariant(
        "I-7 gone",
        "a lot that was lost holds lost sheets alone; one returned or destroyed holds none",
        "SELECT id FROM invoice_lot WHERE (state = 'lost') <> (lost > 0)"
        " OR (state = 'lost' AND lost <> quantity)"
        " OR (state IN ('returned', 'destroyed')) <> (returned > 0)"
        " OR (available > 0) <> (state IN ('in_transit', 'signed'))",
    ),
    Invariant(
        "I-7 moves",
        "what a lot signed for, less what its moves took away, is what it holds",
        "SELECT l.id FROM invoice_lot l JOIN (SELECT lot_id, sum(CASE WHEN kind = 'receive'"
        " THEN quantity WHEN kind IN ('split_out', 'issue', 'return', 'lost') THEN -quantity"
        " ELSE 0 END) AS n FROM invoice_move GROUP BY lot_id"
        " HAVING sum(CASE WHEN kind = 'receive' THEN 1 ELSE 0 END) > 0) m ON m.lot_id = l.id"
        " WHERE l.available <> m.n",
    ),
    Invariant(
        "I-8 numbers",
        "an invoice's number lies in its lot's range",
        "SELECT i.id FROM invoice i JOIN invoice_lot l ON l.id = i.lot_id"
        " WHERE i.number IS NOT NULL"
        " AND (l.number_from IS NULL OR i.number < l.number_from OR i.number > l.number_to)",
    ),
    Invariant(
        "I-8 ranges",
        "a lot's range is as long as its quantity, and lots beside it do not share numbers",
        "SELECT id FROM invoice_lot WHERE number_from IS NOT NULL AND"
        " CAST(number_to AS BIGINT) - CAST(number_from AS BIGINT) + 1 <> quantity"
        " UNION ALL SELECT id FROM (SELECT id, number_from, lag(number_to) OVER"
        " (PARTITION BY type_id, invoice_code, parent_id ORDER BY number_from) AS before"
        " FROM invoice_lot WHERE number_from IS NOT NULL) l WHERE before >= number_from",
    ),
    Invariant(
        "I-8 children",
        "a lot that was split off lies within the numbers of the lot it comes from",
        "SELECT c.id FROM invoice_lot c JOIN invoice_lot p ON p.id = c.parent_id"
        " WHERE (c.number_from IS NULL) <> (p.number_from IS NULL)"
        " OR c.number_from < p.number_from OR c.number_to > p.number_to"
        " OR c.type_id <> p.type_id",
    ),
    Invariant(
        "I-8 order",
        "sheets leave in number order: none issued lies past the next free one or was split off",
        "SELECT i.id FROM invoice i JOIN invoice_lot l ON l.id = i.lot_id WHERE i.number IS NOT"
        " NULL AND CAST(i.number AS BIGINT) - CAST(l.number_from AS BIGINT)"
        " >= l.quantity - l.available - l.returned - l.lost - l.cut"
        " UNION ALL SELECT i.id FROM invoice i JOIN invoice_lot c ON c.parent_id = i.lot_id"
        " WHERE i.number BETWEEN c.number_from AND c.number_to",
    ),
    Invariant(
        "I-9 tree",
        "an office stands under one of a higher level that is among its ancestor codes",
        "SELECT o.id FROM office o JOIN office p ON p.id = o.parent_id WHERE"
        " (CASE o.level WHEN 'county' THEN 3 WHEN 'city' THEN 2 WHEN 'province' THEN 1 ELSE 0 END)"
        " <= (CASE p.level WHEN 'county' THEN 3 WHEN 'city' THEN 2 WHEN 'province' THEN 1"
        " ELSE 0 END) OR (p.level <> 'registry' AND p.code <> o.city_code"
        " AND p.code <> o.province_code)",
    ),
    Invariant(
        "I-10 names",
        "a name is live once, and its variants are live for one unit",
        "SELECT min(id) FROM domain WHERE state IN ('submitted', 'returned', 'office_approved',"
        " 'registry_approved', 'registered') GROUP BY name_a HAVING count(*) > 1"
        " UNION ALL SELECT min(id) FROM domain WHERE state IN ('submitted', 'returned',"
        " 'office_approved', 'registry_approved', 'registered')"
        " GROUP BY variant_key, tld_family HAVING min(unit_id) <> max(unit_id)",
    ),
    Invariant(
        "I-12 receipts",
        "a run that came through a door left its receipt",
        "SELECT e.id FROM journal_entry e LEFT JOIN journal_receipt r ON r.id = e.id"
        " WHERE r.id IS NULL AND e.door <> 'seed'",
    ),
    Invariant(
        "I-13 two persons",
        "whoever filed a name did not review it",
        "SELECT v.id FROM review v"
        " JOIN journal_change vc ON vc.entity = 'review' AND vc.row_id = v.id"
        " JOIN journal_entry ve ON ve.id = vc.entry_id AND ve.actor_key <> 'system'"
        " JOIN journal_change dc ON dc.entity = 'domain' AND dc.row_id = v.domain_id"
        " AND dc.operation = 'insert'"
        " JOIN journal_entry de ON de.id = dc.entry_id WHERE de.actor_key = ve.actor_key",
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
)

_CODES = (
    'SELECT t.id FROM "{table}" t LEFT JOIN office o ON o.code = t.office_code WHERE o.id IS NULL'
    " OR o.province_code <> t.province_code OR o.city_code <> t.city_code"
)


def invariants() -> tuple[Invariant, ...]:
    """Every rule, those on each scoped table among them."""
    tables = sorted(
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Scoped)
    )
    codes = (
        Invariant(
            f"I-9 codes of {table}",
            "a scoped row carries its office's ancestor codes",
            _CODES.format(table=table),
        )
        for table in tables
    )
    return (*_STATED, *codes)


def count_breaches(connection: Connection, rule: Invariant) -> int:
    """How many rows break a rule."""
    counted = text(f"SELECT count(*) FROM ({rule.sql}) AS breach")  # noqa: S608  our own text
    return int(connection.scalar(counted) or 0)


def breaches(connection: Connection) -> dict[str, int]:
    """Rows that break each rule, by its name; all zero on a sound database."""
    found = {rule.name: count_breaches(connection, rule) for rule in invariants()}
    return {"guards": len(missing_triggers(connection)), **found}
