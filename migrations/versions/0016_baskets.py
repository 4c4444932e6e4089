"""已选: the rows somebody has ticked, from one sign-in to the next."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016_baskets"
down_revision = "0015_runs_of_an_actor"
branch_labels = None
depends_on = None

LOSSES = {"basket": "which rows users have ticked"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "basket",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("row_ids", JSON, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_basket_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket")),
        sa.UniqueConstraint("user_id", "entity", name=op.f("uq_basket_user_id_entity")),
    )


def downgrade() -> None:
    op.drop_table("basket")
