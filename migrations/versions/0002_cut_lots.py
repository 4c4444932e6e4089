"""Let sheets be cut off the end of a lot, to be returned or reported lost.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_cut_lots"
down_revision = "0001"
branch_labels = None
depends_on = None

LOSSES = {"invoice_lot.document_no": "the number of the paper behind each loss of sheets"}
KEPT_ALWAYS = {
    "invoice_lot.cut": "sheets cut off the end of a lot are out already; their numbers would be"
    " given a second time",
}

_CHECK = "cut >= 0 AND cut <= split"


def upgrade() -> None:
    """Add the count of sheets cut off, and the number of the paper behind a loss."""
    if op.get_bind().dialect.name == "sqlite":
        # SQLite adds a column with its check in one statement, and no check afterwards.
        op.execute(
            "ALTER TABLE invoice_lot ADD COLUMN cut BIGINT DEFAULT 0 NOT NULL"
            f" CONSTRAINT ck_invoice_lot_cut CHECK ({_CHECK})"
        )
    else:
        column = sa.Column("cut", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
        op.add_column("invoice_lot", column)
        op.create_check_constraint(op.f("ck_invoice_lot_cut"), "invoice_lot", _CHECK)
    op.add_column("invoice_lot", sa.Column("document_no", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Forget both."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_invoice_lot_cut"), "invoice_lot")
    op.drop_column("invoice_lot", "document_no")
    op.drop_column("invoice_lot", "cut")
