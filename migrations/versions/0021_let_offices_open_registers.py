"""Let offices open registers of their own.

Revision: 0021, after 0020.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LOSSES = {
    "register": "the registers that offices opened",
    "register_row": "the rows of these registers",
    "own_field": "the fields of these registers",
    "own_field.register_id": "which fields are those of registers",
}

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ANCESTORS = ("province_code", "city_code", "office_code")


def upgrade() -> None:
    op.create_table(
        "register",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=True),
        sa.Column("number_pattern", sa.String(length=40), nullable=False),
        sa.Column("states", _JSON, nullable=False),
        sa.Column("moves", _JSON, nullable=False),
        sa.Column("has_unit", sa.Boolean(), nullable=False),
        sa.Column("has_domain", sa.Boolean(), nullable=False),
        sa.Column("readers", sa.String(length=200), nullable=False),
        sa.Column("writers", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 30", name=op.f("ck_register_key_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register")),
        sa.UniqueConstraint("office_code", "key", name=op.f("uq_register_office_code_key")),
    )
    for ancestor in _ANCESTORS:
        op.create_index(op.f(f"ix_register_{ancestor}_id"), "register", [ancestor, "id"])
    op.create_table(
        "register_row",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("register_id", _KEY, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("unit_id", _KEY, nullable=True),
        sa.Column("domain_id", _KEY, nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("own_values", _JSON, server_default=sa.text("'{}'"), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["register_id"],
            ["register.id"],
            name=op.f("fk_register_row_register_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_register_row_unit_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["domain_id"],
            ["domain.id"],
            name=op.f("fk_register_row_domain_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_row")),
        sa.UniqueConstraint(
            "register_id", "number", name=op.f("uq_register_row_register_id_number")
        ),
    )
    for columns in _INDEXES:
        op.create_index(op.f(f"ix_register_row_{'_'.join(columns)}"), "register_row", [*columns])
    with op.batch_alter_table("own_field") as own_field:
        own_field.add_column(sa.Column("register_id", _KEY, nullable=True))
        own_field.alter_column("entity", existing_type=sa.String(length=24), nullable=True)
        own_field.create_foreign_key(
            op.f("fk_own_field_register_id"),
            "register",
            ["register_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        own_field.create_unique_constraint(
            op.f("uq_own_field_register_id_key"), ["register_id", "key"]
        )
        own_field.create_check_constraint(
            op.f("ck_own_field_of_one"), "(entity IS NULL) = (register_id IS NOT NULL)"
        )


_INDEXES = (
    ("register_id", "id"),
    ("register_id", "state", "id"),
    *(("register_id", ancestor, "id") for ancestor in _ANCESTORS),
    ("unit_id",),
    ("domain_id",),
    *((ancestor, "id") for ancestor in _ANCESTORS),
)


def downgrade() -> None:
    # Values of the registers' fields have no rows any more, and the fields no register.
    for index in ("own_value", "own_search"):
        op.execute(
            f"DELETE FROM {index} WHERE field_id IN"
            " (SELECT id FROM own_field WHERE register_id IS NOT NULL)"
        )
    op.execute("DELETE FROM own_field WHERE register_id IS NOT NULL")
    with op.batch_alter_table("own_field") as own_field:
        own_field.drop_constraint(op.f("ck_own_field_of_one"), type_="check")
        own_field.drop_constraint(op.f("uq_own_field_register_id_key"), type_="unique")
        own_field.drop_constraint(op.f("fk_own_field_register_id"), type_="foreignkey")
        own_field.alter_column("entity", existing_type=sa.String(length=24), nullable=False)
        own_field.drop_column("register_id")
    op.drop_table("register_row")
    op.drop_table("register")
