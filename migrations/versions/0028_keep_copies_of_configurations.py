"""Keep copies of what offices defined.

Revision: 0028, after 0027.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

LOSSES = {"configuration": "the copies of what offices defined"}


def upgrade() -> None:
    op.create_table(
        "configuration",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("item_count", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "origin IN ('nightly', 'by_hand', 'uploaded')",
            name=op.f("ck_configuration_copyorigin"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_configuration")),
    )
    for column in (None, "city_code", "office_code", "province_code"):
        keys = [*([column] if column else []), "taken_at", "id"]
        name = op.f("ix_configuration_" + "_".join(keys))
        op.create_index(name, "configuration", keys, unique=False)


def downgrade() -> None:
    op.drop_table("configuration")
