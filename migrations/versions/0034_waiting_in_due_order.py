"""List the names that wait for a review in order without walking all names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034_waiting_in_due_order"
down_revision = "0033_state_in_due_order"
branch_labels = None
depends_on = None

_WAITING = sa.text("waits_since IS NOT NULL")
_SCOPES = {"all": (), "province": ("province_code",)}


def upgrade() -> None:
    """Index those of the nation and of a province."""
    for scope, keys in _SCOPES.items():
        op.create_index(
            f"ix_domain_waiting_due_{scope}",
            "domain",
            [*keys, "due_on", "id", "waits_since", "state"],
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        )


def downgrade() -> None:
    """Drop the indexes; no row changes."""
    for scope in _SCOPES:
        op.drop_index(f"ix_domain_waiting_due_{scope}", table_name="domain")
