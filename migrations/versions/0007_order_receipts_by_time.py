"""Order a user's receipts by time.

Revision: 0007, after 0006.
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BY_NUMBER, _BY_TIME = "ix_journal_entry_actor_key_id", "ix_journal_entry_actor_key_at_id"


def upgrade() -> None:
    """Replace the index of a user's entries."""
    op.create_index(op.f(_BY_TIME), "journal_entry", ["actor_key", "at", "id"])
    op.drop_index(op.f(_BY_NUMBER), table_name="journal_entry")


def downgrade() -> None:
    """Put the former one back."""
    op.create_index(op.f(_BY_NUMBER), "journal_entry", ["actor_key", "id"])
    op.drop_index(op.f(_BY_TIME), table_name="journal_entry")
