"""Let offices narrow roles.

Revision: 0017, after 0016.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

LOSSES = {
    "own_role": "the roles that offices narrowed",
    "user.own_role_id": "which logins have such a role: they would have all of their role again",
}
_ROLES = (
    "registry_admin",
    "registry_finance",
    "registry_reviewer",
    "province_admin",
    "city_admin",
    "county_admin",
    "cashier",
    "viewer",
    "unit_user",
    "system",
)


def upgrade() -> None:
    op.create_table(
        "own_role",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("base", sa.String(length=24), nullable=False),
        sa.Column(
            "work",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_own_office", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            f"base IN ({', '.join(repr(role) for role in _ROLES)})",
            name=op.f("ck_own_role_role"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_role")),
        sa.UniqueConstraint("office_code", "name_zh", name=op.f("uq_own_role_office_code_name_zh")),
    )
    for code in ("city_code", "office_code", "province_code"):
        op.create_index(op.f(f"ix_own_role_{code}_id"), "own_role", [code, "id"], unique=False)
    op.add_column("user", sa.Column("own_role_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_user_own_role_id"), "user", ["own_role_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_user_own_role_id"), table_name="user")
    op.drop_column("user", "own_role_id")
    for code in ("province_code", "office_code", "city_code"):
        op.drop_index(op.f(f"ix_own_role_{code}_id"), table_name="own_role")
    op.drop_table("own_role")
