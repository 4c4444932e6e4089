"""Since when a name waits for its reviewer: review clocks count work days from there."""

import sqlalchemy as sa
from alembic import op

revision = "0009_review_clock"
down_revision = "0008_award_reversal"
branch_labels = None
depends_on = None

LOSSES = {"domain.waits_since": "since when a name waits for its reviewer"}
#: As the upgrade derives it.
RESTORED = {
    "domain.waits_since": "CASE state WHEN 'submitted' THEN submitted_at"
    " WHEN 'office_approved' THEN coalesce((SELECT max(review.at) FROM review"
    " WHERE review.domain_id = domain.id), submitted_at) END",
}


def upgrade() -> None:
    op.add_column("domain", sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE domain SET waits_since = submitted_at WHERE state = 'submitted'")
    # The registry's time began with the office's word, where that was kept.
    op.execute(
        "UPDATE domain SET waits_since = coalesce("
        "(SELECT max(review.at) FROM review WHERE review.domain_id = domain.id), submitted_at)"
        " WHERE state = 'office_approved'"
    )


def downgrade() -> None:
    op.drop_column("domain", "waits_since")
