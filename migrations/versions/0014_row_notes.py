"""备注: what the staff of an office writes beside a row."""

import sqlalchemy as sa
from alembic import op

revision = "0014_row_notes"
down_revision = "0013_names_that_wait"
branch_labels = None
depends_on = None

LOSSES = {"row_note": "the notes that staff wrote beside rows"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES = (
    ("subject", "row_id", "id"),
    *((code, "id") for code in ("province_code", "city_code", "office_code")),
)


def upgrade() -> None:
    op.create_table(
        "row_note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("author_key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "subject IN ('unit', 'domain', 'domain_order', 'payment', 'invoice', 'invoice_lot',"
            " 'remittance')",
            name=op.f("ck_row_note_subject"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_note")),
    )
    for columns in _INDEXES:
        op.create_index(op.f(f"ix_row_note_{'_'.join(columns)}"), "row_note", list(columns))


def downgrade() -> None:
    # Its indexes go with it.
    op.drop_table("row_note")
