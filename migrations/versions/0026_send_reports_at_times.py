"""Send reports at times.

Revision: 0026, after 0025.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

LOSSES = {
    "report_mailing": "which reports are sent when and to whom",
    "report_sending": "which reports were sent to whom",
    "mail": "the letters with reports",
}

_CHECK = "ck_mail_mailtopic"
_TOPICS = "'office_digest', 'unit_reminder', 'rule'"


def _allow(topics: str) -> None:
    with op.batch_alter_table("mail") as batch:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.create_check_constraint(op.f(_CHECK), f"topic IN ({topics})")


def upgrade() -> None:
    _allow(f"{_TOPICS}, 'report'")
    op.create_table(
        "report_mailing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("every", sa.String(length=24), nullable=False),
        sa.Column("on_weekday", sa.BigInteger(), nullable=False),
        sa.Column("day_of_month", sa.BigInteger(), nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column(
            "roles", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "people", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "every IN ('day', 'week', 'month')", name=op.f("ck_report_mailing_mailevery")
        ),
        sa.CheckConstraint(
            "day_of_month BETWEEN 1 AND 28", name=op.f("ck_report_mailing_day_of_month")
        ),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_report_mailing_hour")),
        sa.CheckConstraint("on_weekday BETWEEN 1 AND 7", name=op.f("ck_report_mailing_on_weekday")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_mailing_report_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_mailing")),
    )
    op.create_index(
        op.f("ix_report_mailing_city_code_id"), "report_mailing", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_report_mailing_office_code_id"),
        "report_mailing",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_report_mailing_province_code_id"),
        "report_mailing",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_report_mailing_report_id"), "report_mailing", ["report_id"], unique=False
    )
    op.create_table(
        "report_sending",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "mailing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('written', 'no_address', 'no_access', 'too_large')",
            name=op.f("ck_report_sending_sendingoutcome"),
        ),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["report_mailing.id"],
            name=op.f("fk_report_sending_mailing_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_report_sending_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_sending")),
        sa.UniqueConstraint(
            "mailing_id",
            "period",
            "user_id",
            name=op.f("uq_report_sending_mailing_id_period_user_id"),
        ),
    )
    op.create_index(
        op.f("ix_report_sending_city_code_id"), "report_sending", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_report_sending_office_code_id"),
        "report_sending",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_report_sending_province_code_id"),
        "report_sending",
        ["province_code", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.execute("DELETE FROM mail WHERE topic = 'report'")
    _allow(_TOPICS)
    op.drop_index(op.f("ix_report_sending_province_code_id"), table_name="report_sending")
    op.drop_index(op.f("ix_report_sending_office_code_id"), table_name="report_sending")
    op.drop_index(op.f("ix_report_sending_city_code_id"), table_name="report_sending")
    op.drop_table("report_sending")
    op.drop_index(op.f("ix_report_mailing_report_id"), table_name="report_mailing")
    op.drop_index(op.f("ix_report_mailing_province_code_id"), table_name="report_mailing")
    op.drop_index(op.f("ix_report_mailing_office_code_id"), table_name="report_mailing")
    op.drop_index(op.f("ix_report_mailing_city_code_id"), table_name="report_mailing")
    op.drop_table("report_mailing")
