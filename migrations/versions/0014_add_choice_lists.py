"""Add choice lists and their choices.

Revision: 0014, after 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LOSSES = {
    "choice_list": "the choice lists that offices defined",
    "choice": "the choices of those lists",
}


def upgrade() -> None:
    op.create_table(
        "choice_list",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
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
            "kind IN ('own', 'field', 'system')", name=op.f("ck_choice_list_choicelistkind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice_list")),
        sa.UniqueConstraint("office_code", "code", name=op.f("uq_choice_list_office_code_code")),
    )
    op.create_index(
        op.f("ix_choice_list_city_code_id"), "choice_list", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_choice_list_office_code_id"), "choice_list", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_choice_list_province_code_id"),
        "choice_list",
        ["province_code", "id"],
        unique=False,
    )
    op.create_table(
        "choice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("colour", sa.String(length=24), nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
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
            name=op.f("ck_choice_labelcolour"),
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_choice_valid_days")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["choice_list.id"], name=op.f("fk_choice_list_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
        sa.UniqueConstraint("list_id", "code", name=op.f("uq_choice_list_id_code")),
    )
    op.create_index(
        op.f("ix_choice_city_code_list_id_id"),
        "choice",
        ["city_code", "list_id", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_choice_list_id_id"), "choice", ["list_id", "id"], unique=False)
    op.create_index(
        op.f("ix_choice_office_code_list_id_id"),
        "choice",
        ["office_code", "list_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_choice_province_code_list_id_id"),
        "choice",
        ["province_code", "list_id", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_choice_province_code_list_id_id"), table_name="choice")
    op.drop_index(op.f("ix_choice_office_code_list_id_id"), table_name="choice")
    op.drop_index(op.f("ix_choice_list_id_id"), table_name="choice")
    op.drop_index(op.f("ix_choice_city_code_list_id_id"), table_name="choice")
    op.drop_table("choice")
    op.drop_index(op.f("ix_choice_list_province_code_id"), table_name="choice_list")
    op.drop_index(op.f("ix_choice_list_office_code_id"), table_name="choice_list")
    op.drop_index(op.f("ix_choice_list_city_code_id"), table_name="choice_list")
    op.drop_table("choice_list")
