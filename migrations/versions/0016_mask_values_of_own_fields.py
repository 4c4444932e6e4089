"""Mask the values of fields of the offices' own.

Revision: 0016, after 0015.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LOSSES = {"own_field.whole_for": "who saw the whole of masked values"}


def upgrade() -> None:
    with op.batch_alter_table("own_field") as batch:
        batch.add_column(
            sa.Column(
                "whole_for",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default=sa.text("'[]'"),
            )
        )
    with op.batch_alter_table("own_field") as batch:
        batch.alter_column("whole_for", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("own_field") as batch:
        batch.drop_column("whole_for")
