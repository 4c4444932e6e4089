"""收费 = 汇款 = 开票, office by office, by SQL of its own: what stands in the three books.

An order that a surplus of its office paid for before the week was over needs no transfer.
"""

from __future__ import annotations

from sqlalchemy import Engine, text

_THREE = """
SELECT o.code,
  coalesce((SELECT sum(p.amount_fen) FROM payment p
    WHERE p.office_code = o.code AND p.state = 'confirmed'), 0) AS charged,
  coalesce((SELECT sum(l.amount_fen) FROM payment_line l
    JOIN domain_order d ON d.id = l.order_id
    WHERE l.office_code = o.code AND NOT l.is_reversed AND (d.state = 'settled'
    OR EXISTS (SELECT 1 FROM remittance_line r
      WHERE r.payment_line_id = l.id AND NOT r.is_released))), 0) AS remitted,
  coalesce((SELECT sum(i.amount_fen) FROM invoice i
    WHERE i.office_code = o.code AND i.state = 'issued'), 0) AS invoiced,
  coalesce((SELECT sum(r.amount_fen - r.received_fen) FROM remittance r
    WHERE r.office_code = o.code AND r.state IN ('submitted', 'received')
    AND r.received_fen < r.amount_fen), 0) AS missing
FROM office o
"""


def differing_offices(engine: Engine) -> list[tuple[str, int, int, int, int]]:
    """(office, charged, remitted, invoiced, not yet arrived) where the books differ."""
    with engine.connect() as connection:
        rows = connection.execute(text(_THREE)).all()
    return [tuple(row) for row in rows if not (row[1] == row[2] == row[3] and row[4] == 0)]


def count(engine: Engine, sql: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(sql)) or 0)
