"""Find the names that wait for a review without walking all names of a scope.

Revision: 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_names_that_wait"
down_revision = "0012_domain_requests"
branch_labels = None
depends_on = None

_WAITING = sa.text("waits_since IS NOT NULL")
_SCOPES = (
    ("all", ()),
    ("province", ("province_code",)),
    ("city", ("city_code",)),
    ("office", ("office_code",)),
)


def upgrade() -> None:
    """Index them by each scope."""
    for scope, keys in _SCOPES:
        op.create_index(
            f"ix_domain_waits_{scope}",
            "domain",
            [*keys, "waits_since", "id"],
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        )


def downgrade() -> None:
    """Drop the indexes."""
    for scope, _keys in _SCOPES:
        op.drop_index(f"ix_domain_waits_{scope}", table_name="domain")
