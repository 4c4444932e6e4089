"""Keys are compared as people see them: tell of the rows that look alike and are kept apart.

Nothing is changed: which of two rows is right is for a person to say. `flask verify` tells the same.
"""

import logging

from alembic import op

from models.invariants.keys import alike_in
from models.text_kind import TextKind

revision = "0026_keys_alike"
down_revision = "0021_stopped_runs"
branch_labels = None
depends_on = None

_LOG = logging.getLogger("alembic.runtime.migration")

#: (table, column, kind) of the keys at this revision.
KEYS = (
    ("bank_line", "bank_ref", TextKind.CODE),
    ("bank_receipt", "bank_ref", TextKind.CODE),
    ("domain_request", "document_no", TextKind.DOCUMENT_NO),
    ("domain_request", "receiver_uscc", TextKind.USCC),
    ("invoice", "invoice_code", TextKind.CODE),
    ("invoice", "number", TextKind.CODE),
    ("invoice_lot", "document_no", TextKind.DOCUMENT_NO),
    ("invoice_lot", "invoice_code", TextKind.CODE),
    ("payment", "voucher_no", TextKind.CODE),
    ("remittance", "bank_ref", TextKind.CODE),
    ("unit", "name", TextKind.NAME),
    ("unit", "uscc", TextKind.USCC),
    ("user", "username", TextKind.LOGIN),
)


def upgrade() -> None:
    for table, column, kind in KEYS:
        for found in alike_in(op.get_bind(), table, column, kind):
            _LOG.warning("keys that look alike are kept apart, please settle: %s", found)


def downgrade() -> None:
    """Nothing was changed."""
