"""The postcode of a 网络红页, and when it was last published."""

import sqlalchemy as sa
from alembic import op

revision = "0010_red_page_facts"
down_revision = "0009_review_clock"
branch_labels = None
depends_on = None

LOSSES = {
    "red_page.postcode": "the postcode of a page",
    "red_page.published_at": "when a page was last published",
}


def upgrade() -> None:
    op.add_column("red_page", sa.Column("postcode", sa.String(10), nullable=True))
    op.add_column("red_page", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("red_page", "published_at")
    op.drop_column("red_page", "postcode")
