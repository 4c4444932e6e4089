"""Find rows by the words of fields of the offices' own.

Revision: 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LOSSES = {
    "own_search": "by what words rows were found in such fields",
    "own_field.is_searchable": "which fields could be searched",
}


def upgrade() -> None:
    with op.batch_alter_table("own_field") as batch:
        batch.add_column(
            sa.Column("is_searchable", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.create_check_constraint(
            "searchable_kind", "is_searchable = false OR kind IN ('text', 'link')"
        )
    with op.batch_alter_table("own_field") as batch:
        batch.alter_column("is_searchable", server_default=None)
    op.create_table(
        "own_search",
        sa.Column("field_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "row_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "words",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["field_id"], ["own_field.id"], name=op.f("fk_own_search_field_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("field_id", "row_id", "words", name=op.f("pk_own_search")),
    )
    op.create_index(
        "ix_own_search_words", "own_search", ["field_id", "words", "row_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("own_search")
    with op.batch_alter_table("own_field") as batch:
        batch.drop_constraint(op.f("ck_own_field_searchable_kind"), type_="check")
        batch.drop_column("is_searchable")
