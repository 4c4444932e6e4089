"""Add templates of wordings, papers and letters.

Revision: 0022, after 0021.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LOSSES = {"template": "the wordings, papers and letters that offices set, with their versions"}


def upgrade() -> None:
    op.create_table(
        "template",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True),
        sa.Column("footer", sa.String(length=200), nullable=True),
        sa.Column(
            "blocks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("file_name", sa.String(length=120), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'letter') = (content IS NOT NULL)", name=op.f("ck_template_letters_have_files")
        ),
        sa.CheckConstraint(
            "kind IN ('notice', 'mail', 'help', 'paper', 'letter')",
            name=op.f("ck_template_templatekind"),
        ),
        sa.CheckConstraint("language IN ('zh_CN', 'en')", name=op.f("ck_template_language")),
        sa.CheckConstraint(
            "is_active = (ended_at IS NULL)", name=op.f("ck_template_ended_or_active")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sa.UniqueConstraint(
            "office_code",
            "subject",
            "language",
            "name",
            "number",
            name=op.f("uq_template_office_code_subject_language_name_number"),
        ),
    )
    op.create_index(op.f("ix_template_city_code_id"), "template", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_template_office_code_id"), "template", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_template_province_code_id"), "template", ["province_code", "id"], unique=False
    )
    op.create_index(
        "uq_template_in_use",
        "template",
        ["office_code", "subject", "language", "name"],
        unique=True,
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_template_in_use",
        table_name="template",
        postgresql_where=sa.text("is_active"),
        sqlite_where=sa.text("is_active"),
    )
    op.drop_index(op.f("ix_template_province_code_id"), table_name="template")
    op.drop_index(op.f("ix_template_office_code_id"), table_name="template")
    op.drop_index(op.f("ix_template_city_code_id"), table_name="template")
    op.drop_table("template")
