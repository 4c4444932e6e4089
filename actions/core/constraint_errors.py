"""Translates database errors into refusals, so that a lost race gives a readable message.

The names come from the naming convention; SQLite reports a unique index by its columns.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.exc import DBAPIError

from actions.core.refusal import Refusal


class Conflict(StrEnum):
    """Refusals for constraints violated because somebody else was first."""

    NAME_TAKEN = "name_taken"
    USCC_TAKEN = "uscc_taken"
    USERNAME_TAKEN = "username_taken"
    RENEWAL_OPEN = "renewal_open"
    ORDER_PAID = "order_paid"
    LINE_REMITTED = "line_remitted"
    BANK_REF_SEEN = "bank_ref_seen"
    BANK_LINE_STAGED = "bank_line_staged"
    REFUND_PROPOSED = "refund_already_proposed"
    BALANCE_INSUFFICIENT = "balance_insufficient"
    STOCK_INSUFFICIENT = "stock_insufficient"
    NUMBER_ISSUED = "number_issued"
    NUMBERS_SENT = "numbers_sent"
    CAP_EXCEEDED = "cap_exceeded"
    DEFAULT_EXISTS = "default_exists"
    ALREADY_EXISTS = "already_exists"
    STILL_USED = "still_used"
    VALUE_REFUSED = "value_refused"


#: Substrings of the driver's message → conflict; the first match wins.
_BY_CONSTRAINT: dict[str, Conflict] = {
    "uq_domain_live_name": Conflict.NAME_TAKEN,
    "domain.name_a": Conflict.NAME_TAKEN,
    "uq_unit_uscc": Conflict.USCC_TAKEN,
    "unit.uscc": Conflict.USCC_TAKEN,
    "uq_user_username": Conflict.USERNAME_TAKEN,
    "user.username": Conflict.USERNAME_TAKEN,
    "uq_domain_order_open_renewal": Conflict.RENEWAL_OPEN,
    "domain_order.domain_id": Conflict.RENEWAL_OPEN,
    "uq_payment_line_live_order": Conflict.ORDER_PAID,
    "payment_line.order_id": Conflict.ORDER_PAID,
    "uq_remittance_line_live": Conflict.LINE_REMITTED,
    "remittance_line.payment_line_id": Conflict.LINE_REMITTED,
    "uq_remittance_live_bank_ref": Conflict.BANK_REF_SEEN,
    "remittance.bank_ref": Conflict.BANK_REF_SEEN,
    "uq_bank_receipt_part": Conflict.BANK_REF_SEEN,
    "bank_receipt.bank_ref": Conflict.BANK_REF_SEEN,
    "uq_bank_line_identity": Conflict.BANK_LINE_STAGED,
    "bank_line.identity": Conflict.BANK_LINE_STAGED,
    "uq_bank_line_credit_ref": Conflict.BANK_LINE_STAGED,
    "bank_line.credit_ref": Conflict.BANK_LINE_STAGED,
    "uq_adjustment_bank_ref": Conflict.BANK_REF_SEEN,
    "adjustment.bank_ref": Conflict.BANK_REF_SEEN,
    "uq_adjustment_refund": Conflict.REFUND_PROPOSED,
    "adjustment.order_id": Conflict.REFUND_PROPOSED,
    "ck_account_floor": Conflict.BALANCE_INSUFFICIENT,
    "ck_invoice_lot_not_negative": Conflict.STOCK_INSUFFICIENT,
    "ex_invoice_lot_numbers": Conflict.NUMBERS_SENT,
    "invoice_lot.number_from": Conflict.NUMBERS_SENT,
    "uq_invoice_number": Conflict.NUMBER_ISSUED,
    "invoice.number": Conflict.NUMBER_ISSUED,
    "ck_invoice_request_cap": Conflict.CAP_EXCEEDED,
    "uq_mailing_address_default": Conflict.DEFAULT_EXISTS,
    "mailing_address.office_id": Conflict.DEFAULT_EXISTS,
}

#: PostgreSQL: serialization failure, deadlock, lock not available.
_TRANSIENT = frozenset({"40001", "40P01", "55P03"})
_UNIQUE, _FOREIGN, _CHECK = "23505", "23503", "23514"


def is_transient(error: DBAPIError) -> bool:
    """Whether retrying the transaction may succeed."""
    return _state(error) in _TRANSIENT or "database is locked" in str(error.orig)


def is_same_key(error: DBAPIError) -> bool:
    """Whether another run with the same idempotency key has just been committed."""
    message = str(error.orig)
    return "uq_journal_entry_actor_key_key" in message or "journal_entry.actor_key" in message


def conflict_of(error: DBAPIError) -> Refusal | None:
    """The refusal for a violated constraint; None when it can only be a bug."""
    message = str(error.orig)
    if any(word in message for word in _TRIGGERS):
        return None
    named = next((code for word, code in _BY_CONSTRAINT.items() if word in message), None)
    if named is not None:
        return Refusal(named)
    return next((Refusal(code) for test, code in _GENERAL.items() if test in _kind(error)), None)


_GENERAL = {
    "unique": Conflict.ALREADY_EXISTS,
    "foreign": Conflict.STILL_USED,
    "check": Conflict.VALUE_REFUSED,
}
#: Messages of the ledger's and journal's triggers, raised only by bugs.
_TRIGGERS = ("append_only:", "balance_without_transfer:", "reversal_differs:")


def _kind(error: DBAPIError) -> str:
    by_state = {_UNIQUE: "unique", _FOREIGN: "foreign", _CHECK: "check"}
    return by_state.get(_state(error), "") or str(error.orig).lower()


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
