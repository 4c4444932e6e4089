"""发票代码 and 发票号码 name one sheet: no two lots share numbers, whatever their types."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.core.database_guards import NUMBERS_TRIGGERS, create_number_guards

revision = "0028_numbers_once"
down_revision = "0027_reserved_names"
branch_labels = None
depends_on = None

_OLD = "ix_invoice_lot_type_id_invoice_code_number_from"
_NEW = "ix_invoice_lot_invoice_code_number_from"
_SHARED = """
SELECT a.lot_no, b.lot_no FROM invoice_lot a JOIN invoice_lot b ON b.id > a.id
   AND coalesce(b.parent_id, 0) = coalesce(a.parent_id, 0)
   AND coalesce(b.invoice_code, '') = coalesce(a.invoice_code, '')
   AND b.number_from <= a.number_to AND b.number_to >= a.number_from
 ORDER BY a.id, b.id
"""
_NUMBER = "CAST('1' || coalesce(invoice_code, '') || {} AS numeric)"
_NUMBERS_ONCE = f"""
ALTER TABLE invoice_lot ADD CONSTRAINT ex_invoice_lot_numbers EXCLUDE USING gist (
  (int8range(coalesce(parent_id, 0), coalesce(parent_id, 0), '[]')) WITH &&,
  (numrange({_NUMBER.format("number_from")}, {_NUMBER.format("number_to")}, '[]')) WITH &&
) WHERE (number_from IS NOT NULL)
"""


def upgrade() -> None:
    """Refuse while lots share numbers, naming them; then let the database keep them apart."""
    connection = op.get_bind()
    shared = connection.execute(sa.text(_SHARED)).all()
    if shared:
        pairs = ", ".join(f"{one} and {other}" for one, other in shared)
        raise RuntimeError(
            f"lots share invoice numbers: {pairs}; correct the books before upgrading"
        )
    op.drop_index(_OLD, "invoice_lot")
    op.create_index(_NEW, "invoice_lot", ["invoice_code", "number_from"])
    if connection.dialect.name == "sqlite":
        create_number_guards(connection)
    else:
        connection.exec_driver_sql(_NUMBERS_ONCE)


def downgrade() -> None:
    """Let numbers be shared again; no row is lost."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in NUMBERS_TRIGGERS:
            op.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    else:
        op.drop_constraint("ex_invoice_lot_numbers", "invoice_lot")
    op.drop_index(_NEW, "invoice_lot")
    op.create_index(_OLD, "invoice_lot", ["type_id", "invoice_code", "number_from"])
