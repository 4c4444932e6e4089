"""I-7, I-8: no sheet is lost or duplicated between a root lot and its parts; numbers are unique."""

from __future__ import annotations

from typing import Final

from models.invariants.rule import Invariant

_MOVED = (
    "SELECT lot_id, sum(CASE kind WHEN 'issue' THEN quantity WHEN 'unissue' THEN -quantity"
    " ELSE 0 END) AS issued, sum(CASE kind WHEN 'void' THEN quantity ELSE 0 END) AS void,"
    " sum(CASE kind WHEN 'split_out' THEN quantity ELSE 0 END) AS split"
    " FROM invoice_move GROUP BY lot_id"
)

RULES: Final = (
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
        "I-7 leaves",
        "what the lots of a tree hold themselves sums to its root",
        "WITH RECURSIVE tree AS (SELECT id AS root_id, id, quantity - split AS own"
        " FROM invoice_lot WHERE parent_id IS NULL"
        " UNION ALL SELECT t.root_id, l.id, l.quantity - l.split FROM tree t"
        " JOIN invoice_lot l ON l.parent_id = t.id)"
        " SELECT r.id FROM invoice_lot r JOIN (SELECT root_id, sum(own) AS own FROM tree"
        " GROUP BY root_id) t ON t.root_id = r.id WHERE t.own <> r.quantity",
    ),
    Invariant(
        "I-7 issued",
        "a lot's issued sheets are its invoices that are not void; red electronic ones use up none",
        "SELECT l.id FROM invoice_lot l LEFT JOIN (SELECT lot_id, count(*) AS n FROM invoice"
        " WHERE state <> 'void'"
        " AND NOT (reverses_id IS NOT NULL AND coalesce(length(number), 0) = 20)"
        " GROUP BY lot_id) i ON i.lot_id = l.id WHERE l.issued <> coalesce(i.n, 0)",
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
        "I-7 counters",
        "what a lot issued, spoilt and split is the sum of its moves",
        "SELECT l.id FROM invoice_lot l LEFT JOIN"  # noqa: S608  our own text
        f" ({_MOVED}) m ON m.lot_id = l.id WHERE l.issued <> coalesce(m.issued, 0)"
        " OR l.void <> coalesce(m.void, 0) OR l.split <> coalesce(m.split, 0)",
    ),
    Invariant(
        "I-8 one number",
        "an invoice code and number name one sheet",
        "SELECT min(id) FROM invoice WHERE number IS NOT NULL"
        " GROUP BY invoice_code, number HAVING count(*) > 1",
    ),
    Invariant(
        "I-8 numbers",
        "an invoice's number lies in its lot's range; that of an electronic one in none",
        "SELECT i.id FROM invoice i JOIN invoice_lot l ON l.id = i.lot_id"
        " WHERE i.number IS NOT NULL AND NOT (l.number_from IS NULL AND length(i.number) = 20)"
        " AND (l.number_from IS NULL OR i.number < l.number_from OR i.number > l.number_to)",
    ),
    Invariant(
        "I-8 ranges",
        "a lot's range is as long as its quantity, and lots beside it do not share numbers,"
        " of whatever type they are",
        "SELECT id FROM invoice_lot WHERE number_from IS NOT NULL AND"
        " CAST(number_to AS BIGINT) - CAST(number_from AS BIGINT) + 1 <> quantity"
        " UNION ALL SELECT id FROM (SELECT id, number_from, max(number_to) OVER"
        " (PARTITION BY invoice_code, parent_id ORDER BY number_from, id"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before"
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
        " NULL AND CAST(i.number AS NUMERIC) - CAST(l.number_from AS NUMERIC)"
        " >= l.quantity - l.available - l.returned - l.lost - l.cut"
        " UNION ALL SELECT i.id FROM invoice i JOIN invoice_lot c ON c.parent_id = i.lot_id"
        " WHERE i.number BETWEEN c.number_from AND c.number_to",
    ),
)
