"""充值 that differs: parts of a transfer, the reason for a difference, and its second person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024_differing_credits"
down_revision = "0023_bank_columns"
branch_labels = None
depends_on = None

LOSSES = {
    "adjustment": "who proposed and confirmed each credit that differs, and those that wait",
    "bank_receipt.answer": "why a credit was recorded though it differs from its 汇款单",
}
KEPT_ALWAYS = {
    "bank_receipt.part": (
        "a transfer was credited in parts; an older release would credit one bank number once more"
    )
}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FIRST = sa.text("reverses_id IS NULL")
_PROPOSED = sa.text("state = 'proposed'")
_STANDING = sa.text("state <> 'rejected'")
_CODES = ("province_code", "city_code", "office_code")
_KINDS = {
    "ck_adjustment_adjustmentkind": (
        "kind IN ('refund', 'adjust')",
        "kind IN ('refund', 'adjust', 'top_up')",
    )
}
_NEW = {
    "ck_adjustment_top_up_has_ref": "(kind = 'top_up') = (bank_ref IS NOT NULL)",
    "ck_adjustment_top_up_positive": "kind <> 'top_up' OR amount_fen > 0",
}
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("bank_ref", sa.String(length=60), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("bank_line_id", KEY, nullable=True),
        sa.Column("shares", _JSON, nullable=True),
        sa.Column("rest_fen", sa.BigInteger(), nullable=True),
        sa.Column("answered", sa.String(length=8), nullable=True),
    )


def upgrade() -> None:
    op.add_column(
        "bank_receipt", sa.Column("part", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column("bank_receipt", sa.Column("answer", sa.String(length=200), nullable=True))
    op.drop_index("uq_bank_receipt_turn", table_name="bank_receipt")
    _index("uq_bank_receipt_part", "bank_receipt", ["bank_ref", "turn", "part"], _FIRST)
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(wide=True)
    else:
        for column in _columns():
            op.add_column("adjustment", column)
        op.create_foreign_key(
            op.f("fk_adjustment_bank_line_id"),
            "adjustment",
            "bank_line",
            ["bank_line_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        for name, (_old, new) in _KINDS.items():
            op.drop_constraint(op.f(name), "adjustment")
            op.create_check_constraint(op.f(name), "adjustment", new)
        for name, rule in _NEW.items():
            op.create_check_constraint(op.f(name), "adjustment", rule)
    _index("uq_adjustment_bank_ref", "adjustment", ["bank_ref"], _PROPOSED)


def downgrade() -> None:
    """Go back; proposals of credits, which the older form cannot hold, go."""
    op.execute("DELETE FROM adjustment WHERE kind = 'top_up'")
    op.drop_index("uq_adjustment_bank_ref", table_name="adjustment")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(wide=False)
    else:
        for name in _NEW:
            op.drop_constraint(op.f(name), "adjustment")
        for name, (old, _new) in _KINDS.items():
            op.drop_constraint(op.f(name), "adjustment")
            op.create_check_constraint(op.f(name), "adjustment", old)
        for column in _columns():
            op.drop_column("adjustment", column.name)
    op.drop_index("uq_bank_receipt_part", table_name="bank_receipt")
    _index("uq_bank_receipt_turn", "bank_receipt", ["bank_ref", "turn"], _FIRST)
    op.drop_column("bank_receipt", "answer")
    op.drop_column("bank_receipt", "part")


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _rebuild(*, wide: bool) -> None:
    """SQLite changes no constraint in place: the rows move to a table that has the new ones."""
    op.drop_index("uq_adjustment_refund", table_name="adjustment")
    for column in ("state", *_CODES):
        op.drop_index(op.f(f"ix_adjustment_{column}_id"), table_name="adjustment")
    with op.batch_alter_table("adjustment", recreate="always") as batch:
        for name, rules in _KINDS.items():
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), rules[wide])
        for name, rule in _NEW.items():
            if wide:
                batch.create_check_constraint(op.f(name), rule)
            else:
                batch.drop_constraint(op.f(name), type_="check")
        if wide:
            for column in _columns():
                batch.add_column(column)
            batch.create_foreign_key(
                op.f("fk_adjustment_bank_line_id"),
                "bank_line",
                ["bank_line_id"],
                ["id"],
                ondelete="RESTRICT",
            )
        else:
            batch.drop_constraint(op.f("fk_adjustment_bank_line_id"), type_="foreignkey")
            for column in _columns():
                batch.drop_column(column.name)
    _index("uq_adjustment_refund", "adjustment", ["order_id"], _STANDING)
    for column in ("state", *_CODES):
        op.create_index(op.f(f"ix_adjustment_{column}_id"), "adjustment", [column, "id"])
