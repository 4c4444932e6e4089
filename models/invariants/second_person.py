"""I-11, I-12, I-13: only actions change state, money and stock; a run has one receipt; a second
person checks or undoes.
"""

from __future__ import annotations

from typing import Final

from models.invariants.rule import Invariant

#: Minutes to undo one's own work, and whether a second person is required.
_ALONE = (
    "coalesce((SELECT CAST(replace(replace(CAST(value AS TEXT), '{\"value\": ', ''), '}', '')"
    " AS INTEGER) FROM setting WHERE name = 'undo_minutes'), 10)"
)
_SECOND = (
    "NOT EXISTS (SELECT 1 FROM setting WHERE name = 'second_person'"
    " AND CAST(value AS TEXT) LIKE '%false%')"
    " AND NOT EXISTS (SELECT 1 FROM setting WHERE name IN ('undo_minutes', 'second_person')"
    " AND updated_at > e.at)"
)

RULES: Final = (
    Invariant(
        "I-11 forms",
        "no form changed a state, an amount or a stock",
        "SELECT c.id FROM journal_change c JOIN journal_entry e ON e.id = c.entry_id"
        " WHERE c.operation = 'update' AND e.action = 'edit_' || c.entity AND ("
        "CAST(c.diff AS TEXT) LIKE '%\"state\": %' OR CAST(c.diff AS TEXT) LIKE '%_fen\": %'"
        " OR CAST(c.diff AS TEXT) LIKE '%\"available\": %'"
        " OR CAST(c.diff AS TEXT) LIKE '%\"quantity\": %')",
    ),
    Invariant(
        "I-12 receipts",
        "a run that came through a door left its receipt",
        "SELECT e.id FROM journal_entry e LEFT JOIN journal_receipt r ON r.id = e.id"
        " WHERE r.id IS NULL AND e.door <> 'seed'",
    ),
    Invariant(
        "I-12 one key",
        "a key ran once for its actor",
        "SELECT min(id) FROM journal_entry GROUP BY actor_key, key HAVING count(*) > 1",
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
        "I-13 proposals",
        "what one person proposed for a balance another confirmed",
        "SELECT a.id FROM adjustment a JOIN journal_change c ON c.entity = 'adjustment'"  # noqa: S608  our own text
        " AND c.row_id = a.id AND c.operation = 'update'"
        " AND CAST(c.diff AS TEXT) LIKE '%\"state\": %'"
        " JOIN journal_entry e ON e.id = c.entry_id AND e.actor_key = a.proposed_by_key"
        f" WHERE a.state = 'confirmed' AND {_SECOND}",
    ),
    Invariant(
        "I-13 handovers",
        "a desk was taken over, or refused, by the person it was handed to",
        "SELECT h.id FROM handover_record h JOIN journal_change c"
        " ON c.entity = 'handover_record' AND c.row_id = h.id AND c.operation = 'update'"
        " AND CAST(c.diff AS TEXT) LIKE '%\"state\": %'"
        " JOIN journal_entry e ON e.id = c.entry_id"
        " WHERE h.state IN ('confirmed', 'refused')"
        " AND e.actor_key <> 'user:' || CAST(h.taker_id AS TEXT)",
    ),
    Invariant(
        "I-13 reversed payments",
        "after the minutes of grace a payment is reversed by somebody else than its cashier",
        "SELECT p.id FROM payment p JOIN journal_change c ON c.entity = 'payment'"  # noqa: S608  our own text
        " AND c.row_id = p.id AND c.operation = 'update'"
        " AND CAST(c.diff AS TEXT) LIKE '%\"state\": %'"
        " JOIN journal_entry e ON e.id = c.entry_id AND e.actor_key = p.cashier_key"
        " WHERE p.state = 'reversed'"
        f" AND {{minutes:p.reversed_at:p.confirmed_at}} > {_ALONE} + 0.01 AND {_SECOND}",
    ),
    Invariant(
        "I-13 spoilt sheets",
        "after the minutes of grace a sheet is taken back by somebody else than gave it",
        "SELECT i.id FROM invoice i JOIN journal_change c ON c.entity = 'invoice'"  # noqa: S608  our own text
        " AND c.row_id = i.id AND c.operation = 'update'"
        " AND CAST(c.diff AS TEXT) LIKE '%\"state\": %'"
        " JOIN journal_entry e ON e.id = c.entry_id"
        " AND e.action IN ('void_invoice', 'reverse_invoice')"
        " JOIN journal_change b ON b.entity = 'invoice' AND b.row_id = i.id"
        " AND b.operation = 'insert'"
        " JOIN journal_entry be ON be.id = b.entry_id AND be.actor_key = e.actor_key"
        f" WHERE {{minutes:e.at:i.issued_at}} > {_ALONE} + 0.01 AND {_SECOND}",
    ),
)
