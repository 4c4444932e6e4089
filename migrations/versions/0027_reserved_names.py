"""保留名称: the registry's list of kept names, and the word on a doubtful name of a filing."""

import sqlalchemy as sa
from alembic import op

revision = "0027_reserved_names"
down_revision = "0026_variant_classes"
branch_labels = None
depends_on = None

LOSSES = {
    "reserved_name": "the names that the registry keeps back, and for whom",
    "domain.name_reason": "what an office said of a doubtful name",
}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STANDING = sa.text("valid_to IS NULL")


def upgrade() -> None:
    op.create_table(
        "reserved_name",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("variant_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("holder_uscc", sa.String(length=18), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('reserved', 'disputed', 'prohibited')",
            name=op.f("ck_reserved_name_reservedkind"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_reserved_name_interval")
        ),
        sa.CheckConstraint("length(variant_key) > 0", name=op.f("ck_reserved_name_variant_key")),
        sa.CheckConstraint(
            "holder_uscc IS NULL OR kind = 'reserved'", name=op.f("ck_reserved_name_holder")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserved_name")),
    )
    op.create_index(
        "uq_reserved_name_standing",
        "reserved_name",
        ["variant_key", "kind"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    for columns in (("name", "id"), ("kind", "id"), ("variant_key", "kind")):
        op.create_index(op.f(f"ix_reserved_name_{'_'.join(columns)}"), "reserved_name", [*columns])
    op.add_column("domain", sa.Column("name_reason", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("domain", "name_reason")
    op.drop_table("reserved_name")
