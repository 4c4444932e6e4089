"""I-6: payments equal their lines, orders and valid invoices; remittances equal their lines and
receipts.
"""

from __future__ import annotations

from typing import Final

from models.invariants.rule import Invariant

_PAID = "SELECT 1 FROM payment_line l WHERE l.order_id = o.id AND NOT l.is_reversed"

#: (merged unit, successor) pairs, transitively (合并: a successor may be merged too).
_HEIRS = (
    "WITH RECURSIVE heir AS (SELECT id AS unit_id, successor_id AS heir_id FROM unit"
    " WHERE successor_id IS NOT NULL UNION SELECT h.unit_id, u.successor_id FROM heir h"
    " JOIN unit u ON u.id = h.heir_id WHERE u.successor_id IS NOT NULL) "
)

#: The refunded part of a payment `p`, and the sum of its valid invoices.
_REFUNDED = (
    "coalesce((SELECT sum(l.amount_fen) FROM payment_line l JOIN domain_order o"
    " ON o.id = l.order_id WHERE l.payment_id = p.id AND NOT l.is_reversed"
    " AND o.state = 'refunded'), 0)"
)
_INVOICED = (
    "coalesce((SELECT sum(n.amount_fen) FROM invoice n WHERE n.payment_id = p.id"
    " AND n.state <> 'void'), 0)"
)

RULES: Final = (
    Invariant(
        "I-6 payments",
        "a payment is the sum of its lines",
        "SELECT p.id FROM payment p LEFT JOIN"
        " (SELECT payment_id, sum(amount_fen) AS fen FROM payment_line GROUP BY payment_id) l"
        " ON l.payment_id = p.id WHERE p.amount_fen <> coalesce(l.fen, 0)",
    ),
    Invariant(
        "I-6 payment lines",
        "a payment line is its payment's unit's and pays an order whole, of that unit or of one"
        " that took it over",
        f"{_HEIRS} SELECT l.id FROM payment_line l"  # noqa: S608  our own text
        " JOIN domain_order o ON o.id = l.order_id JOIN payment p ON p.id = l.payment_id"
        " WHERE l.amount_fen <> o.amount_fen OR l.unit_id <> p.unit_id"
        " OR (o.unit_id <> p.unit_id AND NOT EXISTS (SELECT 1 FROM heir h"
        " WHERE h.unit_id = p.unit_id AND h.heir_id = o.unit_id))",
    ),
    Invariant(
        "I-6 paid once",
        "an order is paid by one payment that stands",
        "SELECT order_id FROM payment_line WHERE NOT is_reversed GROUP BY order_id"
        " HAVING count(*) > 1",
    ),
    Invariant(
        "I-6 reversed payments",
        "the lines of a payment stand and fall with it",
        "SELECT l.id FROM payment_line l JOIN payment p ON p.id = l.payment_id"
        " WHERE l.is_reversed <> (p.state = 'reversed')",
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
        "SELECT p.id FROM payment p JOIN"  # noqa: S608  our own text
        " (SELECT payment_id, sum(CASE WHEN state = 'void' THEN 0"
        " ELSE amount_fen END) AS fen FROM invoice GROUP BY payment_id) i ON i.payment_id = p.id"
        f" WHERE p.state = 'confirmed' AND (i.fen > p.amount_fen OR i.fen < 0"
        f" OR (i.fen < p.amount_fen - {_REFUNDED} AND p.invoice_deferred_reason IS NULL))",
    ),
    Invariant(
        "I-6 sheets of refunds",
        "no sheet is given for money that went back: none since then beyond what stayed",
        f"SELECT p.id FROM payment p WHERE p.state = 'confirmed' AND {_REFUNDED} > 0"  # noqa: S608
        f" AND {_INVOICED} > p.amount_fen - {_REFUNDED}"
        " AND EXISTS (SELECT 1 FROM invoice i JOIN journal_change c ON c.entity = 'invoice'"
        " AND c.row_id = i.id AND c.operation = 'insert' WHERE i.payment_id = p.id"
        " AND i.state = 'issued' AND i.reverses_id IS NULL AND c.entry_id > (SELECT max(t.entry_id)"
        " FROM transfer t JOIN payment_line l ON l.order_id = t.order_id"
        " WHERE l.payment_id = p.id AND t.kind = 'refund'))",
    ),
    Invariant(
        "I-6 owed",
        "a payment that had sheets says why it lacks some, and says so no longer than it does",
        "SELECT p.id FROM payment p WHERE p.invoice_deferred_reason IS NOT NULL"  # noqa: S608
        f" AND p.invoice_count > 0 AND (p.state <> 'confirmed'"
        f" OR {_INVOICED} >= p.amount_fen - {_REFUNDED})",
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
        "I-6 remittance lines",
        "a line of a 汇款单 carries its payment line whole",
        "SELECT r.id FROM remittance_line r JOIN payment_line l ON l.id = r.payment_line_id"
        " WHERE r.amount_fen <> l.amount_fen OR (l.is_reversed AND NOT r.is_released)",
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
        "I-6 credited once",
        "a part of a line of the bank's statement is credited at most once at a time",
        "SELECT bank_ref FROM bank_receipt GROUP BY bank_ref, part"
        " HAVING sum(CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) NOT IN (0, 1)",
    ),
    Invariant(
        "I-6 parts",
        "the parts of a credit are numbered from 0, stand and fall together, and are movements of"
        " the same sum",
        "SELECT b.bank_ref FROM bank_receipt b GROUP BY b.bank_ref, b.turn"
        " HAVING min(b.part) <> 0"
        " OR max(b.part) + 1 <> sum(CASE WHEN b.reverses_id IS NULL THEN 1 ELSE 0 END)"
        " OR sum(CASE WHEN b.reverses_id IS NULL THEN 0 ELSE 1 END) NOT IN"
        " (0, max(b.part) + 1)"
        " UNION ALL SELECT b.bank_ref FROM bank_receipt b LEFT JOIN transfer t ON t.key ="
        " CASE WHEN b.part > 0 THEN 'top_up_part:' || b.turn || ':' || b.part || ':' || b.bank_ref"
        " WHEN b.turn > 0 THEN 'top_up:' || b.bank_ref || ':' || b.turn"
        " ELSE 'top_up:' || b.bank_ref END WHERE b.reverses_id IS NULL"
        " AND (t.id IS NULL OR t.amount_fen <> b.amount_fen OR t.remittance_id <> b.remittance_id)",
    ),
    Invariant(
        "I-6 confirmed top-ups",
        "a 充值 that a second person confirmed was credited for the sum that was proposed",
        "SELECT a.id FROM adjustment a WHERE a.kind = 'top_up' AND a.state = 'confirmed'"
        " AND NOT EXISTS (SELECT 1 FROM bank_receipt b WHERE b.bank_ref = a.bank_ref"
        " AND b.reverses_id IS NULL GROUP BY b.turn HAVING sum(b.amount_fen) = a.amount_fen)",
    ),
    Invariant(
        "I-6 answered",
        "more money than a 汇款单 announced was credited for a reason that stands beside it",
        # NULL: recorded before a reason was required.
        "SELECT r.id FROM remittance r WHERE r.received_fen > r.amount_fen AND NOT EXISTS"
        " (SELECT 1 FROM bank_receipt b WHERE b.remittance_id = r.id AND b.reverses_id IS NULL"
        " AND (b.answer IS NULL OR b.answer <> '') AND NOT EXISTS"
        " (SELECT 1 FROM bank_receipt x WHERE x.reverses_id = b.id))",
    ),
    Invariant(
        "I-6 bank lines",
        "a line of a statement that is matched has its credit, for its amount",
        "SELECT l.id FROM bank_line l WHERE l.state = 'matched' AND l.amount_fen <>"
        " (SELECT coalesce(sum(b.amount_fen), 0) FROM bank_receipt b"
        " WHERE b.bank_ref = l.credit_ref)",
    ),
    Invariant(
        "I-6 income alone",
        "no line that is not income has a credit or was matched",
        "SELECT l.id FROM bank_line l WHERE l.direction <> 'in' AND (l.state = 'matched'"
        " OR EXISTS (SELECT 1 FROM bank_receipt b WHERE b.bank_ref = l.credit_ref"
        " AND b.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM bank_receipt r"
        " WHERE r.reverses_id = b.id)))",
    ),
)
