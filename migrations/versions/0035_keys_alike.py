"""Keys are compared as people see them: tell of the rows that look alike and are kept apart.

Nothing is changed: which of two rows is right is for a person to say. `flask verify` tells the same.
"""

import logging

from alembic import op

from models.core.text_type import TextType
from models.invariants.keys import alike_in

revision = "0035_keys_alike"
down_revision = "0034_waiting_in_due_order"
branch_labels = None
depends_on = None

_LOG = logging.getLogger("alembic.runtime.migration")

#: (table, column, kind) of the keys at this revision.
KEYS = (
    ("bank_line", "bank_ref", TextType.CODE),
    ("bank_receipt", "bank_ref", TextType.CODE),
    ("domain_request", "document_no", TextType.DOCUMENT_NO),
    ("domain_request", "receiver_uscc", TextType.USCC),
    ("invoice", "invoice_code", TextType.CODE),
    ("invoice", "number", TextType.CODE),
    ("invoice_lot", "document_no", TextType.DOCUMENT_NO),
    ("invoice_lot", "invoice_code", TextType.CODE),
    ("payment", "voucher_no", TextType.CODE),
    ("remittance", "bank_ref", TextType.CODE),
    ("unit", "name", TextType.NAME),
    ("unit", "uscc", TextType.USCC),
    ("user", "username", TextType.LOGIN),
)


def upgrade() -> None:
    for table, column, kind in KEYS:
        for found in alike_in(op.get_bind(), table, column, kind):
            _LOG.warning("keys that look alike are kept apart, please settle: %s", found)


def downgrade() -> None:
    """Nothing was changed."""
