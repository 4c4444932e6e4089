"""Find the payments that are owed an invoice (待补开票) without walking all of them.

Revision: 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_payment_owed"
down_revision = "0004_bank_statements"
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
