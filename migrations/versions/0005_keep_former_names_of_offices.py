"""Keep the former names of offices, and when and into which office one was closed.

Revision: 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.added_columns import add_column

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LOSSES = {
    "office.former_names": "the names that offices had before they were renamed",
    "office.closed_on": "the days on which offices were closed",
    "office.successor_code": "which offices took over what closed ones had",
}


def upgrade() -> None:
    op.add_column(
        "office",
        sa.Column(
            "former_names",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            server_default="[]",
            nullable=False,
        ),
    )
    op.add_column("office", sa.Column("closed_on", sa.Date(), nullable=True))
    add_column(
        "office",
        sa.Column("successor_code", sa.String(length=6), nullable=True),
        {"ck_office_successor": "successor_code IS NULL OR status = 'closed'"},
    )


def downgrade() -> None:
    op.drop_column("office", "successor_code")
    op.drop_column("office", "closed_on")
    op.drop_column("office", "former_names")
