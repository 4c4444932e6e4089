"""Keep reports that offices define.

Revision: 0019, after 0018.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LOSSES = {"report": "the reports that offices defined"}


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("conditions", sa.String(length=2000), nullable=True),
        sa.Column("columns", sa.String(length=600), nullable=True),
        sa.Column("group_by", sa.String(length=80), nullable=True),
        sa.Column("then_by", sa.String(length=80), nullable=True),
        sa.Column("figures", sa.String(length=600), nullable=True),
        sa.Column("period", sa.String(length=24), nullable=True),
        sa.Column("compared_on", sa.String(length=80), nullable=True),
        sa.Column("sort", sa.String(length=80), nullable=True),
        sa.Column("chart", sa.String(length=24), nullable=False),
        sa.Column(
            "seen_by", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("chart IN ('none', 'bars', 'line')", name=op.f("ck_report_reportchart")),
        sa.CheckConstraint(
            "period IN ('month', 'quarter', 'year')", name=op.f("ck_report_reportperiod")
        ),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 30", name=op.f("ck_report_key_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("office_code", "key", name=op.f("uq_report_office_code_key")),
    )
    op.create_index(op.f("ix_report_city_code_id"), "report", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_report_office_code_id"), "report", ["office_code", "id"], unique=False)
    op.create_index(
        op.f("ix_report_province_code_id"), "report", ["province_code", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_report_province_code_id"), table_name="report")
    op.drop_index(op.f("ix_report_office_code_id"), table_name="report")
    op.drop_index(op.f("ix_report_city_code_id"), table_name="report")
    op.drop_table("report")
