"""Wrong passwords are counted by login and source, no longer by login alone."""

import sqlalchemy as sa
from alembic import op

revision = "0030_login_attempts"
down_revision = "0029_owed_reasons"
branch_labels = None
depends_on = None

LOSSES = {"login_attempt": "the wrong passwords of the day; locks end with them"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "login_attempt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_login_attempt_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
        sa.UniqueConstraint("user_id", "source", name=op.f("uq_login_attempt_user_id_source")),
    )
    op.create_index(
        op.f("ix_login_attempt_source_last_failed_at"),
        "login_attempt",
        ["source", "last_failed_at"],
    )


def downgrade() -> None:
    op.drop_table("login_attempt")
