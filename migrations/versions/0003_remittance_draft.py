"""One draft of the week's 汇款单 an office (周汇款).

Revision: 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_remittance_draft"
down_revision = "0002_cut_lots"
branch_labels = None
depends_on = None

_DRAFT = sa.text("state = 'draft'")


def upgrade() -> None:
    """Let no office prepare two at a time."""
    op.create_index(
        "uq_remittance_draft",
        "remittance",
        ["office_code"],
        unique=True,
        sqlite_where=_DRAFT,
        postgresql_where=_DRAFT,
    )


def downgrade() -> None:
    """Let them."""
    op.drop_index(
        "uq_remittance_draft",
        table_name="remittance",
        sqlite_where=_DRAFT,
        postgresql_where=_DRAFT,
    )
