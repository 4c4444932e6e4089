"""Keep the sheets that offices bring, row by row.

Revision: 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_imported_sheets"
down_revision = "0004_bank_statements"
branch_labels = None
depends_on = None

LOSSES = {
    "import_sheet": "the sheets that offices brought",
    "import_row": "the rows of those sheets; such as wait for a decision would have to be brought anew",
}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ANCESTORS = ("city_code", "office_code", "province_code")


def upgrade() -> None:
    op.create_table(
        "import_sheet",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("headings", JSON, nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_every_row(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_sheet")),
        sa.CheckConstraint("kind IN ('units', 'domains')", name=op.f("ck_import_sheet_importkind")),
    )
    op.create_table(
        "import_row",
        sa.Column("id", KEY, nullable=False),
        sa.Column("sheet_id", KEY, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("raw", JSON, nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("fault", JSON, nullable=True),
        *_every_row(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["import_sheet.id"],
            name=op.f("fk_import_row_sheet_id"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_import_row_sheet_id_number")),
        sa.CheckConstraint(
            "state IN ('staged', 'refused', 'known', 'accepted')",
            name=op.f("ck_import_row_importrowstate"),
        ),
    )
    for table in ("import_sheet", "import_row"):
        for code in _ANCESTORS:
            op.create_index(op.f(f"ix_{table}_{code}_id"), table, [code, "id"], unique=False)
    op.create_index(
        op.f("ix_import_row_sheet_id_state_id"),
        "import_row",
        ["sheet_id", "state", "id"],
        unique=False,
    )


def _every_row() -> tuple[sa.Column, ...]:
    return (
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("import_row")
    op.drop_table("import_sheet")
