"""Sheets brought back: which record a row is of, how it differs, what headings mean.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LOSSES = {
    "remembered_heading": "what the headings of each office's own sheets mean",
    "import_row.record_id": "which records the rows of sheets are of",
    "import_row.differences": "how the rows of sheets differ from the records",
    "import_sheet.remarks": "how the files were read",
}

#: (table, constraint, column, words before, words after)
_CHECKS = (
    (
        "import_sheet",
        "importkind",
        "kind",
        ("units", "domains"),
        ("units", "domains", "mailing_addresses", "users"),
    ),
    (
        "import_row",
        "importrowstate",
        "state",
        ("staged", "refused", "known", "accepted"),
        ("staged", "refused", "known", "changed", "conflict", "accepted"),
    ),
)


def _allow(*, is_new: bool) -> None:
    """Have the CHECKs allow the new words, or no longer."""
    for table, name, column, before, after in _CHECKS:
        listed = ", ".join(f"'{word}'" for word in (after if is_new else before))
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), f"{column} IN ({listed})")


def upgrade() -> None:
    op.create_table(
        "remembered_heading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("heading", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('units', 'domains', 'mailing_addresses', 'users')",
            name=op.f("ck_remembered_heading_importkind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_heading")),
        sa.UniqueConstraint(
            "office_code",
            "kind",
            "heading",
            name=op.f("uq_remembered_heading_office_code_kind_heading"),
        ),
    )
    op.create_index(
        op.f("ix_remembered_heading_city_code_id"),
        "remembered_heading",
        ["city_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remembered_heading_office_code_id"),
        "remembered_heading",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remembered_heading_province_code_id"),
        "remembered_heading",
        ["province_code", "id"],
        unique=False,
    )
    op.add_column("import_row", sa.Column("record_id", sa.BigInteger(), nullable=True))
    op.add_column("import_row", sa.Column("record_version", sa.BigInteger(), nullable=True))
    op.add_column(
        "import_row",
        sa.Column(
            "differences", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
    )
    op.add_column(
        "import_sheet",
        sa.Column(
            "remarks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
    )
    _allow(is_new=True)


def downgrade() -> None:
    _allow(is_new=False)
    op.drop_column("import_sheet", "remarks")
    op.drop_column("import_row", "differences")
    op.drop_column("import_row", "record_version")
    op.drop_column("import_row", "record_id")
    op.drop_index(op.f("ix_remembered_heading_province_code_id"), table_name="remembered_heading")
    op.drop_index(op.f("ix_remembered_heading_office_code_id"), table_name="remembered_heading")
    op.drop_index(op.f("ix_remembered_heading_city_code_id"), table_name="remembered_heading")
    op.drop_table("remembered_heading")
