"""通知 (notifications), written in the transaction they report.

A notice goes to the users of an office, of a unit, or to one user. A batch makes one notice per
reader and topic, however many rows it changed, in a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from models.core.bulk_insert import insert_rows
from models.core.change_listener import as_json
from models.core.journal import entry_of
from models.core.scope import BY_HAND
from models.users.user import Role, User
from models.workspace.notification import Notification

#: Days a notice is kept, and the most that one user keeps.
KEPT_DAYS = 90


class Topic(StrEnum):
    """The topic of a notice."""

    OFFICE_APPROVED = "notice_office_approved"
    REGISTRY_APPROVED = "notice_registry_approved"
    RETURNED = "notice_returned"
    REJECTED = "notice_rejected"
    LAPSED = "notice_lapsed"
    DISPATCHED = "notice_dispatched"
    SPLIT = "notice_split"
    REQUEST_REJECTED = "notice_request_rejected"
    LOTS_OVERDUE = "notice_lots_overdue"
    TOPPED_UP = "notice_topped_up"
    SETTLED = "notice_settled"
    REMITTANCE_REJECTED = "notice_remittance_rejected"
    DRAFT_READY = "notice_draft_ready"
    EXPIRING = "notice_expiring"
    IMPORT_FINISHED = "notice_import_finished"
    RUN_FINISHED = "notice_run_finished"
    #: A run in which money was moved or asked for, with its sum.
    RUN_FINISHED_SUM = "notice_run_finished_sum"
    RUN_FAILED = "notice_run_failed"
    RUN_CHECKED = "notice_run_checked"
    RUN_CHECK_FAILED = "notice_run_check_failed"
    #: Domain names.
    SUBMITTED = "notice_submitted"
    WITHDRAWN = "notice_withdrawn"
    RENEWAL_ORDERED = "notice_renewal_ordered"
    HELD = "notice_held"
    RELEASED = "notice_released"
    DOMAIN_RECEIVED = "notice_domain_received"
    DOMAIN_TRANSFERRED = "notice_domain_transferred"
    DOMAIN_DELETED = "notice_domain_deleted"
    CHANGE_REQUESTED = "notice_change_requested"
    CHANGE_REFUSED = "notice_change_refused"
    PAGE_PUBLISHED = "notice_page_published"
    PAGE_TAKEN_DOWN = "notice_page_taken_down"
    NAME_REGISTERED = "notice_name_registered"
    NAME_RENEWED = "notice_name_renewed"
    NAME_REFUNDED = "notice_name_refunded"
    #: Money.
    CHARGED = "notice_charged"
    ORDER_CANCELLED = "notice_order_cancelled"
    PAYMENT_REVERSED = "notice_payment_reversed"
    SETTLED_ELSEWHERE = "notice_settled_elsewhere"
    REMITTED = "notice_remitted"
    CREDIT_REVERSED = "notice_credit_reversed"
    ADJUSTMENT_PROPOSED = "notice_adjustment_proposed"
    PROPOSAL_CONFIRMED = "notice_proposal_confirmed"
    PROPOSAL_REJECTED = "notice_proposal_rejected"
    ADJUSTED = "notice_adjusted"
    REFUNDED = "notice_refunded"
    SHEETS_TO_RETURN = "notice_sheets_to_return"
    REFUND_RETURNED = "notice_refund_returned"
    BALANCE_MOVED = "notice_balance_moved"
    AWARD_RULE_SET = "notice_award_rule_set"
    AWARD_ACCRUED = "notice_award_accrued"
    #: Invoices.
    INVOICES_ISSUED = "notice_invoices_issued"
    INVOICE_VOIDED = "notice_invoice_voided"
    INVOICE_REVERSED = "notice_invoice_reversed"
    INVOICES_REQUESTED = "notice_invoices_requested"
    REQUEST_CANCELLED = "notice_request_cancelled"
    REQUEST_APPROVED = "notice_request_approved"
    LOT_RETURNED = "notice_lot_returned"
    LOT_LOST = "notice_lot_lost"
    LOT_DESTROYED = "notice_lot_destroyed"
    #: Units.
    UNIT_ENTERED = "notice_unit_entered"
    UNIT_ENROLLED = "notice_unit_enrolled"
    UNIT_CONFIRMED = "notice_unit_confirmed"
    UNIT_RENAMED = "notice_unit_renamed"
    UNITS_MERGED = "notice_units_merged"
    UNIT_TRANSFERRED = "notice_unit_transferred"
    UNIT_RECEIVED = "notice_unit_received"
    UNIT_SUSPENDED = "notice_unit_suspended"
    UNIT_RESUMED = "notice_unit_resumed"
    UNIT_ABOLISHED = "notice_unit_abolished"
    #: Settings and logins.
    OFFICE_CREATED = "notice_office_created"
    OFFICE_RENAMED = "notice_office_renamed"
    OFFICE_MERGED = "notice_office_merged"
    OFFICE_TAKEN_OVER = "notice_office_taken_over"
    OFFICE_MOVED = "notice_office_moved"
    OFFICE_CLOSED = "notice_office_closed"
    SWITCHES_SET = "notice_switches_set"
    SETTING_CHANGED = "notice_setting_changed"
    PRICE_SET = "notice_price_set"
    INVOICE_TYPE_SET = "notice_invoice_type_set"
    DESK_HANDED_OVER = "notice_desk_handed_over"
    HANDOVER_PROPOSED = "notice_handover_proposed"
    HANDOVER_REFUSED = "notice_handover_refused"
    HANDOVER_WITHDRAWN = "notice_handover_withdrawn"
    ROLE_CHANGED = "notice_role_changed"
    USER_RENAMED = "notice_user_renamed"
    LOGIN_ENABLED = "notice_login_enabled"
    PASSWORD_RESET = "notice_password_reset"  # noqa: S105  a word, not a password
    TOKEN_REVOKED = "notice_token_revoked"  # noqa: S105
    RUN_STOPPED = "notice_run_stopped"
    MAIL_UNDELIVERED = "notice_mail_undelivered"
    #: Rules of an office.
    RULE_FIRED = "notice_rule_fired"
    RULE_PAUSED = "notice_rule_paused"


class NoticeKind(StrEnum):
    """What a notice is about, to narrow the list by."""

    DOMAIN = "domain"
    MONEY = "money"
    INVOICE = "invoice"
    UNIT = "unit"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Notice:
    """A topic with its facts, for one office's staff, one unit's users, one user, or all staff."""

    topic: Topic
    facts: Mapping[str, Any] = field(default_factory=dict)
    office_code: str | None = None
    unit_id: int | None = None
    user_id: int | None = None
    is_everyone: bool = False


#: Read-only roles get no notices.
_UNTOLD = (Role.VIEWER,)
_USERS = User.__table__


def notify(session: Session, notices: Iterable[Notice], *, besides: int | None = None) -> int:
    """Write the notices for their present readers; returns the number of rows.

    `besides` is the user who acted and gets none. Readers are found outside the actor's scope too:
    whoever is concerned is told, and each notice belongs to its reader.
    """
    told = list(notices)
    readers = _readers(session, told) if told else []
    at = entry_of(session).at
    rows = [
        {
            "user_id": user.id,
            "kind": notice.topic.value,
            "facts": {name: as_json(value) for name, value in notice.facts.items()},
            "at": at,
            "unit_id": user.unit_id,
            "province_code": user.province_code,
            "city_code": user.city_code,
            "office_code": user.office_code,
        }
        for notice in told
        for user in readers
        if user.id != besides and _is_for(notice, user)
    ]
    return len(insert_rows(session, Notification, rows, to_others=True)) if rows else 0


def _readers(
    session: Session, notices: Sequence[Notice]
) -> list[Row[int, int | None, str, str, str]]:
    """The active users any of the notices is for."""
    offices = {notice.office_code for notice in notices} - {None}
    units = {notice.unit_id for notice in notices} - {None}
    users = {notice.user_id for notice in notices} - {None}
    is_staff = _USERS.c.unit_id.is_(None) & _USERS.c.role.not_in(_UNTOLD)
    if not any(notice.is_everyone for notice in notices):
        is_staff &= _USERS.c.office_code.in_(offices)
    wanted = select(
        _USERS.c.id,
        _USERS.c.unit_id,
        _USERS.c.province_code,
        _USERS.c.city_code,
        _USERS.c.office_code,
    ).where(_USERS.c.is_active, or_(is_staff, _USERS.c.unit_id.in_(units), _USERS.c.id.in_(users)))
    found = session.execute(wanted.order_by(_USERS.c.id), execution_options={BY_HAND: True})
    return list(found)


def _is_for(notice: Notice, user: Row[int, int | None, str, str, str]) -> bool:
    if notice.user_id is not None:
        return bool(notice.user_id == user.id)
    if notice.unit_id is not None:
        return bool(notice.unit_id == user.unit_id)
    is_reached = notice.is_everyone or notice.office_code == user.office_code
    return user.unit_id is None and is_reached
