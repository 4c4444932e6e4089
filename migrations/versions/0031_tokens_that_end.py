"""接口密钥: who issued a token and when it was last used, for the list of them."""

import sqlalchemy as sa
from alembic import op

revision = "0031_tokens_that_end"
down_revision = "0030_login_attempts"
branch_labels = None
depends_on = None

LOSSES = {
    "api_token.last_used_at": "when a token was last used",
    "api_token.issued_by": "who issued a token, which the journal tells as well",
}

_CODES = ("province_code", "city_code", "office_code")


def upgrade() -> None:
    op.add_column("api_token", sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("api_token", sa.Column("issued_by", sa.String(length=60), nullable=True))
    for code in _CODES:
        op.create_index(op.f(f"ix_api_token_{code}_id"), "api_token", [code, "id"])


def downgrade() -> None:
    for code in _CODES:
        op.drop_index(op.f(f"ix_api_token_{code}_id"), table_name="api_token")
    op.drop_column("api_token", "issued_by")
    op.drop_column("api_token", "last_used_at")
