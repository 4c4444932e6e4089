"""调账 and 退款: changes of balances proposed by one person and confirmed by another.

Revision: 0011, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_adjustments"
down_revision = "0010_red_page_facts"
branch_labels = None
depends_on = None

LOSSES = {"adjustment": "who proposed and confirmed each 调账 and 退款, and those that wait"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CODES = ("province_code", "city_code", "office_code")
_STANDING = sa.text("state <> 'rejected'")


def upgrade() -> None:
    """Create the table of proposals."""
    op.create_table(
        "adjustment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("proposed_by_key", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.String(length=200), nullable=True),
        *(sa.Column(code, sa.String(length=6), nullable=False) for code in _CODES),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *_rules(),
    )
    op.create_index(
        "uq_adjustment_refund",
        "adjustment",
        ["order_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    for column in ("state", *_CODES):
        op.create_index(op.f(f"ix_adjustment_{column}_id"), "adjustment", [column, "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("adjustment")


def _rules() -> tuple[sa.SchemaItem, ...]:
    return (
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_adjustment_amount_not_zero")),
        sa.CheckConstraint(
            "(kind = 'refund') = (order_id IS NOT NULL)",
            name=op.f("ck_adjustment_refund_has_order"),
        ),
        sa.CheckConstraint(
            "kind <> 'refund' OR amount_fen > 0", name=op.f("ck_adjustment_refund_positive")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL)", name=op.f("ck_adjustment_decided")
        ),
        sa.CheckConstraint(
            "kind IN ('refund', 'adjust')", name=op.f("ck_adjustment_adjustmentkind")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'rejected')",
            name=op.f("ck_adjustment_adjustmentstate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["domain_order.id"],
            name=op.f("fk_adjustment_order_id"),
            ondelete="RESTRICT",
        ),
    )
