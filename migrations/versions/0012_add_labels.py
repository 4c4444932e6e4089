"""Add labels, and which records have which.

Revision: 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LOSSES = {
    "label": "the labels that offices defined",
    "row_label": "which records have which labels",
}


def upgrade() -> None:
    op.create_table(
        "label",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("colour", sa.String(length=24), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "colour IN ('grey', 'red', 'orange', 'green', 'teal', 'blue', 'purple', 'pink')",
            name=op.f("ck_label_labelcolour"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint("office_code", "name_zh", name=op.f("uq_label_office_code_name_zh")),
    )
    op.create_index(op.f("ix_label_city_code_id"), "label", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_label_office_code_id"), "label", ["office_code", "id"], unique=False)
    op.create_index(
        op.f("ix_label_province_code_id"), "label", ["province_code", "id"], unique=False
    )
    op.create_table(
        "row_label",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["label_id"], ["label.id"], name=op.f("fk_row_label_label_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_label")),
        sa.UniqueConstraint(
            "entity", "row_id", "label_id", name=op.f("uq_row_label_entity_row_id_label_id")
        ),
    )
    op.create_index(
        "ix_row_label_records",
        "row_label",
        ["label_id", "entity", "is_on", "row_id", "province_code", "city_code", "office_code"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_row_label_records", table_name="row_label")
    op.drop_table("row_label")
    op.drop_index(op.f("ix_label_province_code_id"), table_name="label")
    op.drop_index(op.f("ix_label_office_code_id"), table_name="label")
    op.drop_index(op.f("ix_label_city_code_id"), table_name="label")
    op.drop_table("label")
