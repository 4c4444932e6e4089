"""Payers that are remembered: whose lines of the bank's statement were matched with which office."""

import sqlalchemy as sa
from alembic import op

from models.values.payer import payer_key

revision = "0025_payers"
down_revision = "0024_differing_credits"
branch_labels = None
depends_on = None

#: Both are told by the lines and their 汇款单; the upgrade reads them there again.
RESTORED = {
    "bank_line.payer_key": "payer_key",
    "bank_line.paid_for_code": """(CASE WHEN state = 'matched' THEN (SELECT office_code
  FROM remittance WHERE remittance.id = bank_line.remittance_id) END)""",
}

_LINE = sa.table(
    "bank_line",
    sa.column("id", sa.BigInteger()),
    sa.column("payer", sa.String()),
    sa.column("payer_key", sa.String()),
    sa.column("paid_for_code", sa.String()),
    sa.column("state", sa.String()),
    sa.column("remittance_id", sa.BigInteger()),
)
_REMITTANCE = sa.table(
    "remittance", sa.column("id", sa.BigInteger()), sa.column("office_code", sa.String())
)


def upgrade() -> None:
    """Add both columns; lines that are matched already say for whom their payers pay."""
    op.add_column("bank_line", sa.Column("payer_key", sa.String(length=120), nullable=True))
    op.add_column("bank_line", sa.Column("paid_for_code", sa.String(length=6), nullable=True))
    bind = op.get_bind()
    for key, payer in bind.execute(sa.select(_LINE.c.id, _LINE.c.payer)).all():
        named = sa.update(_LINE).where(_LINE.c.id == key).values(payer_key=payer_key(payer))
        bind.execute(named)
    office = sa.select(_REMITTANCE.c.office_code).where(_REMITTANCE.c.id == _LINE.c.remittance_id)
    bind.execute(
        sa.update(_LINE)
        .where(_LINE.c.state == "matched")
        .values(paid_for_code=office.scalar_subquery())
    )
    op.create_index(
        op.f("ix_bank_line_payer_key_paid_for_code"), "bank_line", ["payer_key", "paid_for_code"]
    )


def downgrade() -> None:
    """Drop them: what they hold is told by the lines and their 汇款单."""
    op.drop_index(op.f("ix_bank_line_payer_key_paid_for_code"), table_name="bank_line")
    op.drop_column("bank_line", "paid_for_code")
    op.drop_column("bank_line", "payer_key")
