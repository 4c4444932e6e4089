"""Keep handovers of desks, and what their takers answered.

Revision: 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LOSSES = {"handover_record": "who handed which desk over to whom, and who confirmed it"}


def upgrade() -> None:
    op.create_table(
        "handover_record",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("giver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("giver", sa.String(length=60), nullable=False),
        sa.Column("taker", sa.String(length=60), nullable=False),
        sa.Column(
            "sheet", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("comment", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column(
            "recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(length=60), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (answered_at IS NULL)", name=op.f("ck_handover_record_answered")
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR answer IS NOT NULL",
            name=op.f("ck_handover_record_refused_with_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'refused', 'withdrawn')",
            name=op.f("ck_handover_record_handoverstate"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_handover_record_answered_by"),
        ),
        sa.CheckConstraint("giver_id <> taker_id", name=op.f("ck_handover_record_two_people")),
        sa.ForeignKeyConstraint(
            ["giver_id"], ["user.id"], name=op.f("fk_handover_record_giver_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user.id"],
            name=op.f("fk_handover_record_recorded_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["taker_id"], ["user.id"], name=op.f("fk_handover_record_taker_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_record")),
    )
    op.create_index(
        op.f("ix_handover_record_city_code_id"),
        "handover_record",
        ["city_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_handover_record_office_code_id"),
        "handover_record",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_handover_record_province_code_id"),
        "handover_record",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_handover_record_taker_id_state"),
        "handover_record",
        ["taker_id", "state"],
        unique=False,
    )
    op.create_index(
        "uq_handover_record_open",
        "handover_record",
        ["giver_id"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
        sqlite_where=sa.text("state = 'proposed'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_handover_record_open",
        table_name="handover_record",
        postgresql_where=sa.text("state = 'proposed'"),
        sqlite_where=sa.text("state = 'proposed'"),
    )
    op.drop_index(op.f("ix_handover_record_taker_id_state"), table_name="handover_record")
    op.drop_index(op.f("ix_handover_record_province_code_id"), table_name="handover_record")
    op.drop_index(op.f("ix_handover_record_office_code_id"), table_name="handover_record")
    op.drop_index(op.f("ix_handover_record_city_code_id"), table_name="handover_record")
    op.drop_table("handover_record")
