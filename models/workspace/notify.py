"""通知 (notifications), written in the transaction they report.

A notice goes to the users of an office, of a unit, or to one user. A batch makes one notice per
reader and topic, however many rows it changed, in a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from models.core.bulk_insert import insert_rows
from models.core.change_listener import as_json
from models.core.journal import entry_of
from models.domains.domain import Domain
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
    RUN_FAILED = "notice_run_failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """A topic with its facts, for the users of one office, of one unit, or one user."""

    topic: Topic
    facts: Mapping[str, Any] = field(default_factory=dict)
    office_code: str | None = None
    unit_id: int | None = None
    user_id: int | None = None


#: Read-only roles get no notices.
_UNTOLD = (Role.VIEWER,)


def notify(session: Session, notices: Iterable[Notice]) -> int:
    """Write the notices for their present readers; returns the number of rows."""
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
        if _is_for(notice, user)
    ]
    return len(insert_rows(session, Notification, rows)) if rows else 0


def _readers(
    session: Session, notices: Sequence[Notice]
) -> list[Row[int, int | None, str, str, str]]:
    """The active users any of the notices is for, as far as the actor may see them."""
    offices = {notice.office_code for notice in notices} - {None}
    units = {notice.unit_id for notice in notices} - {None}
    users = {notice.user_id for notice in notices} - {None}
    staff = and_(User.office_code.in_(offices), User.unit_id.is_(None), User.role.not_in(_UNTOLD))
    wanted = select(
        User.id, User.unit_id, User.province_code, User.city_code, User.office_code
    ).where(User.is_active, or_(staff, User.unit_id.in_(units), User.id.in_(users)))
    return list(session.execute(wanted.order_by(User.id)))


def _is_for(notice: Notice, user: Row[int, int | None, str, str, str]) -> bool:
    if notice.user_id is not None:
        return bool(notice.user_id == user.id)
    if notice.unit_id is not None:
        return bool(notice.unit_id == user.unit_id)
    return user.unit_id is None and notice.office_code == user.office_code


def about_names(topic: Topic, names: Sequence[Domain], *, to_office: bool = False) -> list[Notice]:
    """One notice for each unit whose names changed, and, with `to_office`, for each office."""
    by_unit: dict[int, list[str]] = {}
    by_office: dict[str, list[str]] = {}
    for name in names:
        by_unit.setdefault(name.unit_id, []).append(name.name_u)
        by_office.setdefault(name.office_code, []).append(name.name_u)
    told = [Notice(topic, _of(found), unit_id=unit_id) for unit_id, found in by_unit.items()]
    if to_office:
        told += [Notice(topic, _of(found), office_code=code) for code, found in by_office.items()]
    return told


def _of(names: Sequence[str]) -> dict[str, object]:
    return {"name": names[0], "count": len(names)}
