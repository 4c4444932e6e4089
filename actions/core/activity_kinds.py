"""The parts of a row's history: fees, invoices, reviews and what else a reader may ask for alone.

A verb says its own part, by `Action.activity`; `actions/activities.py` gathers them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ActivityKind(StrEnum):
    """A part of a row's history."""

    FEE = "fee"
    INVOICE = "invoice"
    REVIEW = "review"
    REMINDER = "reminder"
    EDIT = "edit"
    NOTE = "note"
    FILE = "file"


#: Kind → tables by whose changes a run belongs to it as well: a charge that issues invoices is
#: found as both.
TABLES_OF: Mapping[ActivityKind, tuple[str, ...]] = {
    ActivityKind.REVIEW: ("review",),
    ActivityKind.FEE: ("domain_order", "payment", "remittance", "bank_receipt"),
    ActivityKind.INVOICE: ("invoice", "invoice_lot", "invoice_request"),
    ActivityKind.REMINDER: ("reminder",),
    ActivityKind.NOTE: ("row_note",),
    ActivityKind.FILE: ("attachment",),
}
