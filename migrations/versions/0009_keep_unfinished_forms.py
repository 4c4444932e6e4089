"""Keep what was typed in forms that were not carried out.

Revision: 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LOSSES = {"unfinished_form": "what users typed today and did not carry out"}


def upgrade() -> None:
    op.create_table(
        "unfinished_form",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column(
            "fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("typed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_unfinished_form_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfinished_form")),
        sa.UniqueConstraint("user_id", "subject", name=op.f("uq_unfinished_form_user_id_subject")),
    )


def downgrade() -> None:
    op.drop_table("unfinished_form")
