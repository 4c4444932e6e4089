"""Find what somebody did last without walking everybody's runs.

Revision: 0015, after 0014.
"""

from __future__ import annotations

from alembic import op

revision = "0015_runs_of_an_actor"
down_revision = "0014_row_notes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index runs by their actor."""
    op.create_index("ix_journal_entry_actor_key_id", "journal_entry", ["actor_key", "id"])


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_journal_entry_actor_key_id", table_name="journal_entry")
