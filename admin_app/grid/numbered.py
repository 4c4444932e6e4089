"""Which records carry a number that people read on a paper and type again, and in which columns.

The finder looks for numbers in these columns; a receipt names the numbered records of its run. A
number may also be an id (`T000012` of an adjustment) or one of a lot's sheets.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.values.document_number import NumberKind

#: Entity → its columns with numbers, the one that names the record first.
NUMBERED: Mapping[str, tuple[str, ...]] = {
    "payment": ("payment_no", "voucher_no"),
    "invoice": ("number",),
    "remittance": ("remittance_no", "bank_ref"),
    "request": ("request_no", "tracking_no"),
    "lot": ("lot_no", "invoice_code"),
    "order": ("order_no",),
    "adjustment": ("bank_ref",),
    "bank_line": ("bank_ref", "credit_ref"),
}

#: Kind of document number → the entity that carries it; a receipt has no list but a page.
ENTITY_OF_KIND: Mapping[NumberKind, str] = {
    NumberKind.ORDER: "order",
    NumberKind.PAYMENT: "payment",
    NumberKind.REMITTANCE: "remittance",
    NumberKind.INVOICE_REQUEST: "request",
    NumberKind.INVOICE_LOT: "lot",
}
