"""Count as on hand only the sheets of lots that were signed for.

Revision: 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.core.database_guards import create_number_guards

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ON_HAND = "CASE WHEN state = 'in_transit' THEN 0 ELSE available END"
#: Going back loses nothing: it is computed again.
RESTORED = {"invoice_lot.on_hand": _ON_HAND}


def upgrade() -> None:
    """Add the computed column; SQLite builds the table anew, and so loses its triggers."""
    computed = sa.Computed(_ON_HAND, persisted=True)
    with op.batch_alter_table("invoice_lot") as batch:
        batch.add_column(sa.Column("on_hand", sa.BigInteger(), computed, nullable=False))
    create_number_guards(op.get_bind())


def downgrade() -> None:
    """Drop it; it holds nothing that other columns do not."""
    with op.batch_alter_table("invoice_lot") as batch:
        batch.drop_column("on_hand")
    create_number_guards(op.get_bind())
