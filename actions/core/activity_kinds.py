"""Which part of a row's history each action belongs to: fees, invoices, reviews.

What is not named here changed the row itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum


class HistoryKind(StrEnum):
    """A part of a row's history."""

    FEE = "fee"
    INVOICE = "invoice"
    REVIEW = "review"
    REMINDER = "reminder"
    EDIT = "edit"
    NOTE = "note"
    FILE = "file"


#: Kind → the keys of its actions.
ACTIONS_OF: Mapping[HistoryKind, tuple[str, ...]] = {
    HistoryKind.FEE: (
        "renew",
        "charge",
        "cancel_order",
        "reverse_payment",
        "draft_remittance",
        "remit",
        "cancel_remittance",
        "reject_remittance",
        "top_up",
        "match",
        "unmatch",
        "settle",
        "refund",
        "adjust",
        "confirm_adjustment",
        "reject_adjustment",
        "move_balance",
    ),
    HistoryKind.INVOICE: (
        "issue_invoices",
        "void_invoice",
        "reverse_invoice",
        "request_invoices",
        "cancel_request",
        "approve_request",
        "reject_request",
        "dispatch",
        "sign_for",
        "split",
        "return_lot",
        "lose_lot",
        "destroy_lot",
        "tell_overdue_lots",
    ),
    HistoryKind.REVIEW: (
        "submit_domain",
        "resubmit",
        "withdraw",
        "approve_office",
        "approve_registry",
        "return_for_changes",
        "reject",
        "confirm_unit",
        "refuse_unit",
    ),
    HistoryKind.REMINDER: ("remind", "send_digest"),
    HistoryKind.NOTE: ("add_note", "withdraw_note"),
    HistoryKind.FILE: ("attach_file", "withdraw_file"),
}

#: Kind → tables of which a run speaks: one that charges gives sheets too, and is found as both.
TABLES_OF: Mapping[HistoryKind, tuple[str, ...]] = {
    HistoryKind.REVIEW: ("review",),
    HistoryKind.FEE: ("domain_order", "payment", "remittance", "bank_receipt"),
    HistoryKind.INVOICE: ("invoice", "invoice_lot", "invoice_request"),
    HistoryKind.REMINDER: ("reminder",),
    HistoryKind.NOTE: ("row_note",),
    HistoryKind.FILE: ("attachment",),
}

#: Action key → its kind.
KIND_OF = {key: kind for kind, keys in ACTIONS_OF.items() for key in keys}


def history_kind(action: str, tables: Collection[str] = ()) -> HistoryKind:
    """The kind of a run, from its action's key, else from the tables it changed."""
    if (known := KIND_OF.get(action)) is not None:
        return known
    spoken = (kind for kind, own in TABLES_OF.items() if set(own) & set(tables))
    return next(spoken, HistoryKind.EDIT)
