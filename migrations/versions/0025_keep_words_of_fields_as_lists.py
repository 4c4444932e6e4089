"""Keep the words of fields as choice lists.

Revision: 0025, after 0024.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

LOSSES = {
    "own_field.choice_list_id": "which fields share a list; each keeps the words it has",
}

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_CODES = ("province_code", "city_code", "office_code")


def _table(name: str, *columns: sa.Column[Any]) -> sa.Table:
    shared = (sa.Column("id", _KEY, primary_key=True), *(sa.Column(c) for c in _CODES))
    return sa.Table(name, sa.MetaData(), *shared, *columns)


FIELD = _table(
    "own_field",
    sa.Column("label", sa.String()),
    sa.Column("label_en", sa.String()),
    sa.Column("is_active", sa.Boolean()),
    sa.Column("choices", _JSON),
    sa.Column("choice_list_id", _KEY),
)


def _named() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("name_zh", sa.String()),
        sa.Column("name_en", sa.String()),
        sa.Column("is_active", sa.Boolean()),
        sa.Column("row_version", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True)),
        sa.Column("updated_at", sa.DateTime(timezone=True)),
    )


LIST = _table(
    "choice_list",
    sa.Column("code", sa.String()),
    sa.Column("kind", sa.String()),
    sa.Column("is_open", sa.Boolean()),
    *_named(),
)
CHOICE = _table(
    "choice",
    sa.Column("list_id", _KEY),
    sa.Column("code", sa.String()),
    sa.Column("place", sa.BigInteger()),
    *_named(),
)


def upgrade() -> None:
    with op.batch_alter_table("own_field") as batch:
        batch.add_column(sa.Column("choice_list_id", _KEY, nullable=True))
        batch.create_foreign_key(
            op.f("fk_own_field_choice_list_id"),
            "choice_list",
            ["choice_list_id"],
            ["id"],
            ondelete="RESTRICT",
        )
    connection = op.get_bind()
    now = dt.datetime.now(dt.UTC)
    kept = {"is_active": True, "row_version": 1, "created_at": now, "updated_at": now}
    for field in connection.execute(sa.select(FIELD)).mappings().all():
        if not field["choices"]:
            continue
        shared = {**{code: field[code] for code in _CODES}, **kept}
        made = {
            "code": f"field.{field['id']}",
            "kind": "field",
            "is_open": False,
            "name_zh": field["label"],
            "name_en": field["label_en"][:40],
        }
        added = connection.execute(sa.insert(LIST).values(**shared, **made))
        (list_id,) = added.inserted_primary_key
        lines = [
            {
                "list_id": list_id,
                "code": each["code"],
                "name_zh": each["label"],
                "name_en": each["label_en"],
                "place": place * 10,
                **shared,
            }
            for place, each in enumerate(field["choices"], start=1)
        ]
        connection.execute(sa.insert(CHOICE), lines)
        told = sa.update(FIELD).where(FIELD.c.id == field["id"]).values(choice_list_id=list_id)
        connection.execute(told)
    with op.batch_alter_table("own_field") as batch:
        batch.drop_column("choices")


def downgrade() -> None:
    with op.batch_alter_table("own_field") as batch:
        batch.add_column(sa.Column("choices", _JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("own_field") as batch:
        batch.alter_column("choices", server_default=None)
    connection = op.get_bind()
    for field in connection.execute(sa.select(FIELD)).mappings().all():
        if field["choice_list_id"] is None:
            continue
        ordered = (
            sa.select(CHOICE)
            .where(CHOICE.c.list_id == field["choice_list_id"])
            .order_by(CHOICE.c.place, CHOICE.c.id)
        )
        choices = [
            {
                "code": each["code"],
                "label": each["name_zh"],
                "label_en": each["name_en"] or each["name_zh"],
            }
            for each in connection.execute(ordered).mappings()
        ]
        told = sa.update(FIELD).where(FIELD.c.id == field["id"])
        connection.execute(told.values(choices=choices, choice_list_id=None))
    with op.batch_alter_table("own_field") as batch:
        batch.drop_constraint(op.f("fk_own_field_choice_list_id"), type_="foreignkey")
        batch.drop_column("choice_list_id")
    private = sa.select(LIST.c.id).where(LIST.c.kind == "field")
    connection.execute(sa.delete(CHOICE).where(CHOICE.c.list_id.in_(private)))
    connection.execute(sa.delete(LIST).where(LIST.c.kind == "field"))
