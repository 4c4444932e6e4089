"""Let offices define fields of their own.

Revision: 0011, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LOSSES = {
    "own_field": "the fields that offices defined",
    "own_value": "by what rows were found by such fields",
    **{
        f"{table}.own_values": "what was entered in fields of the offices' own"
        for table in (
            "domain",
            "domain_order",
            "invoice",
            "invoice_lot",
            "office",
            "payment",
            "remittance",
            "unit",
            "user",
        )
    },
}
_EXTENDED = tuple(name.removesuffix(".own_values") for name in LOSSES if "." in name)


def upgrade() -> None:
    op.create_table(
        "own_field",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entity", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("label_en", sa.String(length=60), nullable=False),
        sa.Column("help_text", sa.String(length=200), nullable=True),
        sa.Column("section", sa.String(length=40), nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("required_from", sa.Date(), nullable=True),
        sa.Column("is_unique", sa.Boolean(), nullable=False),
        sa.Column("least", sa.String(length=24), nullable=True),
        sa.Column("most", sa.String(length=24), nullable=True),
        sa.Column("pattern", sa.String(length=100), nullable=True),
        sa.Column(
            "choices", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("default_value", sa.String(length=200), nullable=True),
        sa.Column(
            "seen_by", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "edited_by", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "entity IN ('unit', 'domain', 'domain_order', 'payment', 'invoice_lot', 'invoice', 'remittance', 'office', 'user')",
            name=op.f("ck_own_field_fieldentity"),
        ),
        sa.CheckConstraint(
            "is_unique = false OR kind IN ('text', 'whole', 'link')",
            name=op.f("ck_own_field_unique_kind"),
        ),
        sa.CheckConstraint(
            "kind IN ('text', 'long_text', 'whole', 'decimal', 'date', 'yes_no', 'choice', 'choices', 'link')",
            name=op.f("ck_own_field_fieldkind"),
        ),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 30", name=op.f("ck_own_field_key_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_field")),
        sa.UniqueConstraint(
            "entity", "office_code", "key", name=op.f("uq_own_field_entity_office_code_key")
        ),
    )
    op.create_index(
        op.f("ix_own_field_city_code_id"), "own_field", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_own_field_office_code_id"), "own_field", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_own_field_province_code_id"), "own_field", ["province_code", "id"], unique=False
    )
    op.create_table(
        "own_value",
        sa.Column("field_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "row_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "value",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("province_code", sa.String(length=6), nullable=True),
        sa.Column("is_unique", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"], ["own_field.id"], name=op.f("fk_own_value_field_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("field_id", "row_id", "value", name=op.f("pk_own_value")),
    )
    op.create_index(
        "ix_own_value_order", "own_value", ["field_id", "value", "row_id"], unique=False
    )
    op.create_index(
        "ix_own_value_province_order",
        "own_value",
        ["field_id", "province_code", "value", "row_id"],
        unique=False,
        postgresql_where=sa.text("province_code IS NOT NULL"),
        sqlite_where=sa.text("province_code IS NOT NULL"),
    )
    op.create_index(
        "uq_own_value_unique",
        "own_value",
        ["field_id", "value"],
        unique=True,
        postgresql_where=sa.text("is_unique"),
        sqlite_where=sa.text("is_unique"),
    )
    for table in _EXTENDED:
        op.add_column(
            table,
            sa.Column(
                "own_values",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'{}'"),
                nullable=False,
            ),
        )


def downgrade() -> None:
    for table in reversed(_EXTENDED):
        op.drop_column(table, "own_values")
    op.drop_table("own_value")
    op.drop_table("own_field")
