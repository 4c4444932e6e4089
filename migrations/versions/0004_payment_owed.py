"""Find the payments that are owed an invoice (待补开票) without walking all of them.

Revision: 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_payment_owed"
down_revision = "0003_remittance_draft"
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
