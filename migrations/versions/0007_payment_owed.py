"""Find the payments that are owed an invoice (待补开票) without walking all of them.

Revision: 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_payment_owed"
down_revision = "0006_jobs"
branch_labels = None
depends_on = None

_OWED = sa.text("invoice_deferred_reason IS NOT NULL")


def upgrade() -> None:
    """Index them by office."""
    op.create_index(
        "ix_payment_owed",
        "payment",
        ["office_code", "id"],
        postgresql_where=_OWED,
        sqlite_where=_OWED,
    )


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_payment_owed", table_name="payment")
