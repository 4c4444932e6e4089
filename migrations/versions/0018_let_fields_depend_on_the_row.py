"""Let fields of one's own be shown and required on a condition.

Revision: 0018, after 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_COLUMNS = ("shown_when", "required_when")
LOSSES = {
    f"own_field.{name}": "when fields of one's own are shown or required" for name in _COLUMNS
}


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("own_field", sa.Column(name, sa.String(length=500), nullable=True))


def downgrade() -> None:
    for name in reversed(_COLUMNS):
        op.drop_column("own_field", name)
