"""辖区一览: indexes that answer for a place without opening its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0020_places"
down_revision = "0019_tour"
branch_labels = None
depends_on = None

_LIVE = sa.text(
    "state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered')"
)
_STANDS = sa.text("reversed_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_domain_live_unit",
        "domain",
        ["unit_id"],
        postgresql_where=_LIVE,
        sqlite_where=_LIVE,
    )
    op.create_index(
        "ix_award_accrual_standing",
        "award_accrual",
        ["province_code", "city_code", "office_code", "amount_fen"],
        postgresql_where=_STANDS,
        sqlite_where=_STANDS,
    )


def downgrade() -> None:
    op.drop_index("ix_award_accrual_standing", "award_accrual")
    op.drop_index("ix_domain_live_unit", "domain")
