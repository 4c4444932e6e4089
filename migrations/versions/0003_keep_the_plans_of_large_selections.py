"""Keep the plans of large selections, and what they were confirmed with.

Revision: 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LOSSES = {
    "job_run.is_check": "which runs are only plans; the older program would carry them out, so"
    " they are deleted",
    "job_run.check_id": "what was shown before each large selection was confirmed",
    "job_run.answer": "the reasons given for the warnings of large selections",
    "job_slice.summary": "counts, reasons and sums of large selections",
    "job_slice.lines": "the verdicts on the rows of large selections",
}


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the columns."""
    is_check = sa.Column("is_check", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("job_run", is_check)
    op.add_column("job_run", sa.Column("check_id", sa.BigInteger(), nullable=True))
    op.add_column("job_run", sa.Column("answer", sa.String(length=200), nullable=True))
    op.add_column("job_slice", sa.Column("summary", _json(), nullable=True))
    op.add_column("job_slice", sa.Column("lines", _json(), nullable=True))


def downgrade() -> None:
    """Drop them, with the checks, whose slices go with them."""
    op.execute(sa.text("DELETE FROM job_run WHERE is_check"))
    op.drop_column("job_slice", "lines")
    op.drop_column("job_slice", "summary")
    op.drop_column("job_run", "answer")
    op.drop_column("job_run", "check_id")
    op.drop_column("job_run", "is_check")
