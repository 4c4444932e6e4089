"""停止余下的: when a worker took a batch of a background run in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0021_stopped_runs"
down_revision = "0020_places"
branch_labels = None
depends_on = None

LOSSES = {"job_slice.begun_at": "which part of a batch was begun; one cut off could be done twice"}


def upgrade() -> None:
    op.add_column("job_slice", sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("job_slice", "begun_at")
