"""被拒访问: who was refused what, counted by the minute."""

import sqlalchemy as sa
from alembic import op

revision = "0032_access_refusals"
down_revision = "0031_tokens_that_end"
branch_labels = None
depends_on = None

LOSSES = {"access_refusal": "who was refused what, and how often"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SAME = ("minute", "actor_key", "address", "kind", "door", "what")
_INDEXES = (
    ("minute", "id"),
    *((code, "id") for code in ("province_code", "city_code", "office_code")),
)


def upgrade() -> None:
    op.create_table(
        "access_refusal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_key", sa.String(length=40), nullable=False),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "kind IN ('forbidden', 'not_found', 'not_own_office', 'forged')",
            name=op.f("ck_access_refusal_accessrefusalkind"),
        ),
        sa.CheckConstraint(
            "door IN ('grid', 'api', 'cli', 'job', 'seed')", name=op.f("ck_access_refusal_door")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_refusal")),
        sa.UniqueConstraint(*_SAME, name=op.f(f"uq_access_refusal_{'_'.join(_SAME)}")),
    )
    for columns in _INDEXES:
        name = op.f(f"ix_access_refusal_{'_'.join(columns)}")
        op.create_index(name, "access_refusal", list(columns))


def downgrade() -> None:
    op.drop_table("access_refusal")
