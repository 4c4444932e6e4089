"""I-3, I-4, I-5: an order is settled once, on the expiry it was quoted on, first come first."""

from __future__ import annotations

from typing import Final

from models.invariants.rule import Invariant

_SETTLED = (
    "SELECT t.id, t.debit_id, o.office_code, o.charged_at, o.settled_at, o.id AS order_id"
    " FROM transfer t JOIN domain_order o ON o.id = t.order_id WHERE t.kind = 'settle'"
)

RULES: Final = (
    Invariant(
        "I-3 settled once",
        "an order is settled at most once",
        "SELECT order_id FROM transfer WHERE kind = 'settle' GROUP BY order_id HAVING count(*) > 1",
    ),
    Invariant(
        "I-3 bought once",
        "no name is extended twice for one order",
        "SELECT order_id FROM term WHERE order_id IS NOT NULL GROUP BY order_id"
        " HAVING count(*) > 1",
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
        "I-4 quoted expiry",
        "a renewal is applied to the expiry it was quoted on, and buys the years it was paid for",
        "SELECT t.id FROM term t JOIN domain_order o ON o.id = t.order_id"
        " WHERE o.domain_id <> t.domain_id OR o.base_expires_on <> t.starts_on"
        " OR CAST(substr(CAST(t.ends_on AS TEXT), 1, 4) AS INTEGER)"
        " - CAST(substr(CAST(t.starts_on AS TEXT), 1, 4) AS INTEGER) <> o.term_years",
    ),
    Invariant(
        "I-4 anchor",
        "every term ends on the day of the registration; 29 February on the 28th when it must",
        "SELECT t.id FROM term t JOIN domain d ON d.id = t.domain_id"
        " WHERE substr(CAST(t.ends_on AS TEXT), 6) <> substr(CAST(d.registered_on AS TEXT), 6)"
        " AND NOT (substr(CAST(t.ends_on AS TEXT), 6) = '02-28'"
        " AND substr(CAST(d.registered_on AS TEXT), 6) = '02-29')",
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
        "I-5 first in, first out",
        "of an office's orders none was settled before one that had been charged a minute earlier",
        # Simultaneous charges may be committed in either order, so allow a minute.
        "SELECT id FROM (SELECT s.*, lag(charged_at) OVER w AS charged_before,"  # noqa: S608  our own text
        f" lag(settled_at) OVER w AS settled_before FROM ({_SETTLED}) s"
        " WINDOW w AS (PARTITION BY debit_id, office_code ORDER BY id)) h"
        " WHERE charged_before > charged_at AND {minutes:settled_before:charged_at} > 1"
        " AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'consume_skip')",
    ),
    Invariant(
        "I-5 what waits says why",
        "an order that later ones of its office were settled past says why it waits",
        "SELECT o.id FROM domain_order o JOIN (SELECT office_code, max(charged_at) AS charged_at,"  # noqa: S608  our own text
        f" max(settled_at) AS settled_at FROM ({_SETTLED}) s GROUP BY office_code) l"
        " ON l.office_code = o.office_code WHERE o.state IN ('charged', 'remitted')"
        " AND o.charged_at < l.charged_at AND {minutes:l.settled_at:o.charged_at} > 1"
        " AND (o.waits_because IS NULL OR o.waits_because IN ('balance_short', 'behind')"
        " AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'consume_skip'))",
    ),
)
