"""Let fields of one's own be worked out from the row.

Revision: 0027, after 0026.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

LOSSES = {"own_field.formula": "what fields of one's own are worked out from"}


def upgrade() -> None:
    op.add_column("own_field", sa.Column("formula", sa.String(length=500), nullable=True))
    op.add_column("own_field", sa.Column("worked_out_to", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("own_field", "worked_out_to")
    op.drop_column("own_field", "formula")
