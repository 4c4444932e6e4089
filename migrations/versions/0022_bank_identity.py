"""Bank lines: what makes two the same money, which way it went, the number of its credit.

The bank's number is no longer unique: banks write `0` or a voucher's number there. Lines staged
before keep the number their credit may be recorded under; their direction was never kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from collections import Counter
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022_bank_identity"
down_revision = "0021_stopped_runs"
branch_labels = None
depends_on = None

LOSSES = {
    "bank_line.account": "to which account of ours the money of a line came",
    "bank_line.direction": "whether a line is money that came, went or was taken back",
    "bank_line.direction_said": "the bank's own word for the direction",
    "bank_statement.out_count": "how many payments out a statement told",
    "bank_statement.out_fen": "how much went out by a statement",
    "bank_statement.reversal_count": "how many reversals a statement told",
}
KEPT_ALWAYS = {
    "bank_line.credit_ref": (
        "the number that a credit is recorded under is not the bank's; an older release would take"
        " the same line of another statement for new money"
    ),
}
#: Computed again from the facts of the row itself, once its account is lost or was never told.
RESTORED = {
    "bank_line.account": "''",
    "bank_line.credit_ref": "bank_ref",
    **{f"bank_line.{name}": name for name in ("has_serial", "identity", "position")},
}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CODES = ("province_code", "city_code", "office_code")
_DIRECTION = "direction IN ('in', 'out', 'reversal')"
_NO_NUMBER = frozenset({"", "无", "NULL", "NONE", "NIL", "NA"})
_COUNTS = ("out_count", "out_fen", "reversal_count")


def _new_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("has_serial", sa.Boolean(), nullable=False),
        sa.Column("credit_ref", sa.String(length=60), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("direction", sa.String(length=24), nullable=True),
        sa.Column("direction_said", sa.String(length=60), nullable=True),
    )


_NEW = tuple(column.name for column in _new_columns())
_UNIQUE = ("credit_ref", "identity")


def upgrade() -> None:
    """Give every line its identity, in the order in which lines were staged."""
    for name in _COUNTS:
        op.add_column("bank_statement", sa.Column(name, sa.BigInteger(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(is_new=True)
    else:
        for column in _new_columns():
            column.nullable = True
            op.add_column("bank_line", column)
        _fill("bank_line")
        for name in _NEW[:5]:
            op.alter_column("bank_line", name, nullable=False)
        op.drop_constraint(op.f("uq_bank_line_bank_ref"), "bank_line")
        for name in _UNIQUE:
            op.create_unique_constraint(op.f(f"uq_bank_line_{name}"), "bank_line", [name])
        op.create_check_constraint(op.f("ck_bank_line_linedirection"), "bank_line", _DIRECTION)
        op.create_check_constraint(op.f("ck_bank_line_position"), "bank_line", "position > 0")
    op.create_index(op.f("ix_bank_line_bank_ref"), "bank_line", ["bank_ref"])
    op.create_index(
        op.f("ix_bank_line_received_on_amount_fen"), "bank_line", ["received_on", "amount_fen"]
    )


def downgrade() -> None:
    """Go back to one line a number."""
    op.drop_index(op.f("ix_bank_line_received_on_amount_fen"), "bank_line")
    op.drop_index(op.f("ix_bank_line_bank_ref"), "bank_line")
    # A number that several lines share cannot stay; the number of the credit is nobody else's.
    op.execute("UPDATE bank_line SET bank_ref = credit_ref")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(is_new=False)
    else:
        for name in reversed(_NEW):
            op.drop_column("bank_line", name)
        op.create_unique_constraint(op.f("uq_bank_line_bank_ref"), "bank_line", ["bank_ref"])
    for name in _COUNTS:
        op.drop_column("bank_statement", name)


def _fill(table: str) -> None:
    """Compute the new columns of every line from its own facts."""
    connection = op.get_bind()
    line = sa.table(
        table,
        *map(sa.column, ("id", "bank_ref", "received_on", "amount_fen", "payer", *_NEW[:5])),
    )
    rows = connection.execute(
        sa.select(
            line.c.id, line.c.bank_ref, line.c.received_on, line.c.amount_fen, line.c.payer
        ).order_by(line.c.id)
    ).all()
    counted: Counter[str] = Counter()
    for key, bank_ref, received_on, amount_fen, payer in rows:
        number = _number_key(bank_ref)
        day = received_on if isinstance(received_on, str) else dt.date.isoformat(received_on)
        facts = f"|{day}|{amount_fen}|{_text_key(payer)}|{number}"
        counted[facts] += 1
        digest = hashlib.sha256(f"{facts}|{counted[facts]}".encode()).hexdigest()
        connection.execute(
            line.update()
            .where(line.c.id == key)
            .values(
                account="",
                has_serial=bool(number),
                credit_ref=bank_ref,
                identity=digest,
                position=counted[facts],
            )
        )


def _text_key(text: str | None) -> str:
    """As models.remittances.bank_identity folded it when this was written."""
    wide = unicodedata.normalize("NFKC", text or "")
    seen = (each for each in wide if unicodedata.category(each)[0] not in "CZ")
    return unicodedata.normalize("NFKC", "".join(seen).casefold())


def _number_key(number: str) -> str:
    kept = _text_key(number).upper()
    letters = "".join(each for each in kept if each.isalnum())
    return "" if letters in _NO_NUMBER or not letters.strip("0") else kept


def _rebuild(*, is_new: bool) -> None:
    """SQLite changes no constraint in place: the rows move to a table that has the new ones."""
    op.rename_table("bank_line", "bank_line_old")
    for suffix in ("statement_id_row_no", "remittance_id", "state_id", "verdict_id"):
        op.drop_index(op.f(f"ix_bank_line_{suffix}"), table_name="bank_line_old")
    for code in _CODES:
        op.drop_index(op.f(f"ix_bank_line_{code}_id"), table_name="bank_line_old")
    if is_new:
        for column in _new_columns():
            column.nullable = True
            op.add_column("bank_line_old", column)
        _fill("bank_line_old")
    old = _old_columns()
    columns = (*old, *_new_columns()) if is_new else old
    names = ", ".join(column.name for column in columns)
    op.create_table("bank_line", *columns, *_rules(is_new=is_new))
    op.execute(f"INSERT INTO bank_line ({names}) SELECT {names} FROM bank_line_old")
    op.drop_table("bank_line_old")
    for columns_of in (["statement_id", "row_no"], ["remittance_id"], ["state", "id"]):
        op.create_index(op.f(f"ix_bank_line_{'_'.join(columns_of)}"), "bank_line", columns_of)
    op.create_index(op.f("ix_bank_line_verdict_id"), "bank_line", ["verdict", "id"])
    for code in _CODES:
        op.create_index(op.f(f"ix_bank_line_{code}_id"), "bank_line", [code, "id"])


def _old_columns() -> tuple[sa.Column[Any], ...]:
    return (
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
        *(sa.Column(code, sa.String(length=6), nullable=False) for code in _CODES),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def _rules(*, is_new: bool) -> tuple[sa.SchemaItem, ...]:
    own: tuple[sa.SchemaItem, ...] = (
        sa.UniqueConstraint("bank_ref", name=op.f("uq_bank_line_bank_ref")),
    )
    if is_new:
        own = (
            *(sa.UniqueConstraint(name, name=op.f(f"uq_bank_line_{name}")) for name in _UNIQUE),
            sa.CheckConstraint(_DIRECTION, name=op.f("ck_bank_line_linedirection")),
            sa.CheckConstraint("position > 0", name=op.f("ck_bank_line_position")),
        )
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
        *own,
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"],
                [f"{target}.id"],
                name=op.f(f"fk_bank_line_{table}_id"),
                ondelete="RESTRICT",
            )
            for table, target in (("statement", "bank_statement"), ("remittance", "remittance"))
        ),
    )
