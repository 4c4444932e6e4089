"""Let registrants keep views of lists, and each user one default a list.

Revision: 0017, after 0016.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_saved_views"
down_revision = "0016_baskets"
branch_labels = None
depends_on = None

LOSSES = {"saved_view.unit_id": "that a saved view is of a unit's user"}

_DEFAULT = sa.text("is_default")


def upgrade() -> None:
    """Add the unit of a view's user, and the index that keeps the default single."""
    op.add_column("saved_view", sa.Column("unit_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "uq_saved_view_default",
        "saved_view",
        ["user_id", "entity"],
        unique=True,
        postgresql_where=_DEFAULT,
        sqlite_where=_DEFAULT,
    )


def downgrade() -> None:
    """Forget both."""
    op.drop_index("uq_saved_view_default", table_name="saved_view")
    op.drop_column("saved_view", "unit_id")
