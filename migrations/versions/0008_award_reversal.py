"""奖励经费: an award is taken back with its order; a rule begins on a day of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0008_award_reversal"
down_revision = "0007_payment_owed"
branch_labels = None
depends_on = None

KEPT_ALWAYS = {
    "award_accrual.reversed_at": "an award that was taken back would be paid out all the same",
}


def upgrade() -> None:
    """Remember when an award was taken back."""
    op.add_column("award_accrual", sa.Column("reversed_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_award_rule_province_code_valid_from",
        "award_rule",
        ["province_code", "valid_from"],
        unique=True,
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_award_rule_province_code_valid_from", table_name="award_rule")
    op.drop_column("award_accrual", "reversed_at")
