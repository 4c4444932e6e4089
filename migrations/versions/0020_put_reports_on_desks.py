"""Put reports on desks.

Revision: 0020, after 0019.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LOSSES = {"report_tile": "which reports stand on which desks"}


def upgrade() -> None:
    op.create_table(
        "report_tile",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_tile_report_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_report_tile_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_tile")),
        sa.UniqueConstraint("user_id", "report_id", name=op.f("uq_report_tile_user_id_report_id")),
    )
    op.create_index(
        op.f("ix_report_tile_city_code_id"), "report_tile", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_report_tile_office_code_id"), "report_tile", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_report_tile_province_code_id"),
        "report_tile",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_report_tile_report_id"), "report_tile", ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_report_tile_report_id"), table_name="report_tile")
    op.drop_index(op.f("ix_report_tile_province_code_id"), table_name="report_tile")
    op.drop_index(op.f("ix_report_tile_office_code_id"), table_name="report_tile")
    op.drop_index(op.f("ix_report_tile_city_code_id"), table_name="report_tile")
    op.drop_table("report_tile")
