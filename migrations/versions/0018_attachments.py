"""附件: papers that an office keeps beside a row."""

import sqlalchemy as sa
from alembic import op

revision = "0018_attachments"
down_revision = "0017_saved_views"
branch_labels = None
depends_on = None

LOSSES = {"attachment": "the files attached to rows, which are kept nowhere else"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES = (
    ("subject", "row_id", "id"),
    *((code, "id") for code in ("province_code", "city_code", "office_code")),
)


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("author_key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_not_empty")),
        sa.CheckConstraint(
            "kind IN ('pdf', 'png', 'jpg', 'xlsx', 'docx')", name=op.f("ck_attachment_filekind")
        ),
        sa.CheckConstraint(
            "subject IN ('unit', 'domain', 'domain_order', 'payment', 'invoice', 'invoice_lot',"
            " 'remittance')",
            name=op.f("ck_attachment_subject"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    for columns in _INDEXES:
        op.create_index(op.f(f"ix_attachment_{'_'.join(columns)}"), "attachment", list(columns))


def downgrade() -> None:
    # Its indexes go with it.
    op.drop_table("attachment")
