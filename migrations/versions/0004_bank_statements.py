"""Bank statements and their lines; a credit may be taken back by a row that reverses it.

Revision: 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.core.database_guards import create_append_only

revision = "0004_bank_statements"
down_revision = "0003_remittance_draft"
branch_labels = None
depends_on = None

LOSSES = {
    "bank_statement": "which files of the bank were read; one could be brought a second time",
    "bank_line": "what the bank said of each payment, and what was decided on it",
}
KEPT_ALWAYS = {
    "bank_receipt.turn": "money credited anew would collide with what was taken back before",
    "bank_receipt.reverses_id": "money that was taken back would count as received",
}
RESTORED = {"bank_receipt.turn": "0"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CODES = ("province_code", "city_code", "office_code")
_FIRST = sa.text("reverses_id IS NULL")
_SIGN = "(reverses_id IS NULL) = (amount_fen > 0)"
_NOT_ZERO = "amount_fen <> 0"
#: The receipt's columns as first released.
_RECEIPT = ("id", "bank_ref", "amount_fen", "received_on", "remittance_id", "recorded_by", "at")


def upgrade() -> None:
    """Create both tables; let a receipt be reversed, and its line be credited anew."""
    _create_statement()
    _create_line()
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_receipt(reversible=True)
    else:
        op.add_column(
            "bank_receipt", sa.Column("turn", sa.BigInteger(), server_default="0", nullable=False)
        )
        op.alter_column("bank_receipt", "turn", server_default=None)
        op.add_column("bank_receipt", sa.Column("reverses_id", KEY, nullable=True))
        op.drop_constraint(op.f("uq_bank_receipt_bank_ref"), "bank_receipt")
        op.drop_constraint(op.f("ck_bank_receipt_amount_positive"), "bank_receipt")
        op.create_check_constraint(op.f("ck_bank_receipt_sign"), "bank_receipt", _SIGN)
        op.create_check_constraint(
            op.f("ck_bank_receipt_amount_not_zero"), "bank_receipt", _NOT_ZERO
        )
        op.create_unique_constraint(
            op.f("uq_bank_receipt_reverses_id"), "bank_receipt", ["reverses_id"]
        )
        op.create_foreign_key(
            op.f("fk_bank_receipt_reverses_id"),
            "bank_receipt",
            "bank_receipt",
            ["reverses_id"],
            ["id"],
            ondelete="RESTRICT",
        )
    op.create_index(
        "uq_bank_receipt_turn",
        "bank_receipt",
        ["bank_ref", "turn"],
        unique=True,
        sqlite_where=_FIRST,
        postgresql_where=_FIRST,
    )


def downgrade() -> None:
    """Drop both tables; receipts that were taken back would break the old rule and stop it."""
    op.drop_index("uq_bank_receipt_turn", table_name="bank_receipt")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_receipt(reversible=False)
    else:
        op.drop_constraint(op.f("fk_bank_receipt_reverses_id"), "bank_receipt")
        op.drop_constraint(op.f("uq_bank_receipt_reverses_id"), "bank_receipt")
        op.drop_constraint(op.f("ck_bank_receipt_amount_not_zero"), "bank_receipt")
        op.drop_constraint(op.f("ck_bank_receipt_sign"), "bank_receipt")
        op.create_check_constraint(
            op.f("ck_bank_receipt_amount_positive"), "bank_receipt", "amount_fen > 0"
        )
        op.create_unique_constraint(op.f("uq_bank_receipt_bank_ref"), "bank_receipt", ["bank_ref"])
        op.drop_column("bank_receipt", "reverses_id")
        op.drop_column("bank_receipt", "turn")
    op.drop_table("bank_line")
    op.drop_table("bank_statement")


def _rebuild_receipt(*, reversible: bool) -> None:
    """SQLite changes no constraint in place: the rows move to a table that has the new ones."""
    op.rename_table("bank_receipt", "bank_receipt_old")
    for suffix in ("remittance_id", *(f"{code}_id" for code in _CODES)):
        op.drop_index(op.f(f"ix_bank_receipt_{suffix}"), table_name="bank_receipt_old")
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS bank_receipt_append_only_{verb}")
    op.create_table("bank_receipt", *_receipt_columns(), *_receipt_rules(reversible=reversible))
    kept = ", ".join((*_RECEIPT, *_CODES))
    turn = (", turn", ", 0") if reversible else ("", "")
    op.execute(
        f"INSERT INTO bank_receipt ({kept}{turn[0]}) SELECT {kept}{turn[1]} FROM bank_receipt_old"
    )
    op.drop_table("bank_receipt_old")
    op.create_index(op.f("ix_bank_receipt_remittance_id"), "bank_receipt", ["remittance_id"])
    _index_codes("bank_receipt")
    create_append_only(op.get_bind(), "bank_receipt")


def _receipt_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("bank_ref", sa.String(length=60), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("remittance_id", KEY, nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_code_columns(),
    )


def _receipt_rules(*, reversible: bool) -> tuple[sa.SchemaItem, ...]:
    rules: tuple[sa.SchemaItem, ...] = (
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_receipt")),
        sa.ForeignKeyConstraint(
            ["remittance_id"],
            ["remittance.id"],
            name=op.f("fk_bank_receipt_remittance_id"),
            ondelete="RESTRICT",
        ),
    )
    if not reversible:
        return (
            *rules,
            sa.CheckConstraint("amount_fen > 0", name=op.f("ck_bank_receipt_amount_positive")),
            sa.UniqueConstraint("bank_ref", name=op.f("uq_bank_receipt_bank_ref")),
        )
    return (
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("reverses_id", KEY, nullable=True),
        *rules,
        sa.CheckConstraint(_SIGN, name=op.f("ck_bank_receipt_sign")),
        sa.CheckConstraint(_NOT_ZERO, name=op.f("ck_bank_receipt_amount_not_zero")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_bank_receipt_reverses_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["bank_receipt.id"],
            name=op.f("fk_bank_receipt_reverses_id"),
            ondelete="RESTRICT",
        ),
    )


def _create_statement() -> None:
    op.create_table(
        "bank_statement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("line_count", sa.BigInteger(), nullable=False),
        sa.Column("known_count", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_code_columns(),
        sa.CheckConstraint("line_count > 0", name=op.f("ck_bank_statement_line_count")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("digest", name=op.f("uq_bank_statement_digest")),
    )
    _index_codes("bank_statement")


def _create_line() -> None:
    op.create_table(
        "bank_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("statement_id", KEY, nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("bank_ref", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.String(length=120), nullable=True),
        sa.Column("memo", sa.String(length=400), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("remittance_id", KEY, nullable=True),
        sa.Column("resolved_by", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        *_code_columns(),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *_line_rules(),
    )
    for columns in (["statement_id", "row_no"], ["remittance_id"], ["state", "id"]):
        op.create_index(op.f(f"ix_bank_line_{'_'.join(columns)}"), "bank_line", columns)
    op.create_index(op.f("ix_bank_line_verdict_id"), "bank_line", ["verdict", "id"])
    _index_codes("bank_line")


def _line_rules() -> tuple[sa.SchemaItem, ...]:
    return (
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_bank_line_amount_positive")),
        sa.CheckConstraint(
            "state <> 'matched' OR remittance_id IS NOT NULL", name=op.f("ck_bank_line_matched")
        ),
        sa.CheckConstraint(
            "state <> 'set_aside' OR reason IS NOT NULL", name=op.f("ck_bank_line_reason")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'matched', 'set_aside')", name=op.f("ck_bank_line_banklinestate")
        ),
        sa.CheckConstraint(
            "verdict IN ('exact', 'under', 'over', 'duplicate', 'unmatched')",
            name=op.f("ck_bank_line_bankverdict"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("bank_ref", name=op.f("uq_bank_line_bank_ref")),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["bank_statement.id"],
            name=op.f("fk_bank_line_statement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"],
            ["remittance.id"],
            name=op.f("fk_bank_line_remittance_id"),
            ondelete="RESTRICT",
        ),
    )


def _code_columns() -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(code, sa.String(length=6), nullable=False) for code in _CODES)


def _index_codes(table: str) -> None:
    for code in _CODES:
        op.create_index(op.f(f"ix_{table}_{code}_id"), table, [code, "id"])
