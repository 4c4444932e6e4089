"""待补开票: forget why a payment waits for sheets where it waits for none.

A sheet that was made void after a refund, or with its payment, left the reason behind.
"""

from __future__ import annotations

from alembic import op

revision = "0029_owed_reasons"
down_revision = "0028_numbers_once"
branch_labels = None
depends_on = None

_REFUNDED = """coalesce((SELECT sum(l.amount_fen) FROM payment_line l
  JOIN domain_order o ON o.id = l.order_id
 WHERE l.payment_id = payment.id AND NOT l.is_reversed AND o.state = 'refunded'), 0)"""
_INVOICED = """coalesce((SELECT sum(i.amount_fen) FROM invoice i
 WHERE i.payment_id = payment.id AND i.state <> 'void'), 0)"""


def upgrade() -> None:
    """Clear the reason of payments that had sheets and lack none; nothing else is told by it."""
    op.execute(
        "UPDATE payment SET invoice_deferred_reason = NULL"
        " WHERE invoice_deferred_reason IS NOT NULL AND invoice_count > 0"
        f" AND (state <> 'confirmed' OR {_INVOICED} >= amount_fen - {_REFUNDED})"
    )


def downgrade() -> None:
    """Leave it: the reason was one for nothing."""
