"""How a person had the columns of an account's bank statements read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023_bank_columns"
down_revision = "0022_bank_identity"
branch_labels = None
depends_on = None

LOSSES = {"bank_columns": "how the columns of each account's statements are read"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_CODES = ("province_code", "city_code", "office_code")


def upgrade() -> None:
    op.create_table(
        "bank_columns",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("kept_by", sa.String(length=60), nullable=False),
        *(sa.Column(code, sa.String(length=6), nullable=False) for code in _CODES),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_columns")),
        sa.UniqueConstraint("account", "headings", name=op.f("uq_bank_columns_account_headings")),
    )
    for code in _CODES:
        op.create_index(op.f(f"ix_bank_columns_{code}_id"), "bank_columns", [code, "id"])


def downgrade() -> None:
    op.drop_table("bank_columns")
