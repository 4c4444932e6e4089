"""新手引导: how far a user has come in it. Who is there already knows their way."""

import sqlalchemy as sa
from alembic import op

revision = "0019_tour"
down_revision = "0018_attachments"
branch_labels = None
depends_on = None

LOSSES = {"user.tour_step": "how far users are in the tour"}


def upgrade() -> None:
    op.add_column(
        "user", sa.Column("tour_step", sa.BigInteger(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("user", "tour_step")
