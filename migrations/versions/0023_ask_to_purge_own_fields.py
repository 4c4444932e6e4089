"""Remember who asked to delete the values of a retired field of the offices' own.

Revision: 0023, after 0022.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

LOSSES = {
    "own_field.purge_asked_by_key": "who asked to delete the values of a field",
    "own_field.purge_asked_at": "when that was asked",
}


def upgrade() -> None:
    op.add_column("own_field", sa.Column("purge_asked_by_key", sa.String(length=40), nullable=True))
    op.add_column(
        "own_field", sa.Column("purge_asked_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("own_field", "purge_asked_at")
    op.drop_column("own_field", "purge_asked_by_key")
