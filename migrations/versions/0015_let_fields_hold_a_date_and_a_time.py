"""Let fields of one's own hold a date and a time.

Revision: 0015, after 0014. A step back leaves such fields, and their values, as texts.
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

LOSSES = {"own_field": "which fields hold a date and a time: they would hold texts"}
_CHECK = "ck_own_field_fieldkind"
_KINDS = "'text', 'long_text', 'whole', 'decimal', 'date', 'yes_no', 'choice', 'choices', 'link'"


def _allow(kinds: str) -> None:
    """Have the CHECK allow these kinds."""
    with op.batch_alter_table("own_field") as batch:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.create_check_constraint(op.f(_CHECK), f"kind IN ({kinds})")


def upgrade() -> None:
    _allow(_KINDS.replace("'date'", "'date', 'date_time'"))


def downgrade() -> None:
    op.execute(
        "UPDATE own_field SET kind = 'text', least = NULL, most = NULL WHERE kind = 'date_time'"
    )
    _allow(_KINDS)
