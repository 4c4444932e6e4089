"""Find account movements and charged orders by their day.

Revision: 0010, after 0009.
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_DAYS = (("transfer", "at"), ("domain_order", "charged_at"))
_SCOPES = ((), ("province_code",), ("city_code",), ("office_code",))
_INDEXES = tuple((table, [*scope, day, "id"]) for table, day in _DAYS for scope in _SCOPES)


def upgrade() -> None:
    """One index for each scope that a list is read under."""
    for table, columns in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    """Drop them."""
    for table, columns in _INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
