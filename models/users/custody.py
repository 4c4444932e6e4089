"""Custody: who may control a login, because they set its password or enabled it.

Somebody who creates a login or resets its password knows that password; somebody who enables it
decides that it can be used. A later change by the owner proves nothing, since anybody with the
password slip could have made it. Only a reset by somebody else ends custody. The operator of the
system creates logins without being counted as a person.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.journal import JournalChange, JournalEntry
from models.core.scope import BY_HAND
from models.users.user import User

#: Actions that hand out a new password; they end earlier custody.
_GIVES = frozenset({"create_user", "reset_password"})
#: Actions that activate a login; whoever runs one is added to the custodians.
_OPENS = frozenset({"enable_user"})
_PREFIX = "user:"


@dataclass(frozen=True, slots=True)
class Handing:
    """One event in which a login was handed out or enabled: by whom, of which office, when."""

    by: str
    name: str
    office_code: str
    at: dt.datetime
    is_new: bool


#: User key → the events of its login, in chronological order.
Custody = dict[str, Sequence[Handing]]


def custody_of(session: Session, keys: Iterable[str]) -> Custody:
    """The custody events of these users, of their custodians, and so on upwards.

    One statement per level, whatever the number of users. Ignores the scope: an office above may
    have created a login.
    """
    found: Custody = {}
    waiting = {key for key in keys if key.startswith(_PREFIX)}
    while waiting:
        read = _read(session, waiting)
        found |= {key: read.get(key, ()) for key in waiting}
        above = {each.by for key in waiting for each in found[key]}
        waiting = {key for key in above if key.startswith(_PREFIX)} - found.keys()
    return found


def nearest(custody: Custody, key: str, at: dt.datetime) -> dict[str, Handing]:
    """The direct custodians of a login at an instant: who last set its password, who enabled it
    since.
    """
    found: dict[str, Handing] = {}
    for each in custody.get(key, ()):
        if each.at > at:
            break
        if each.is_new:
            found.clear()
        if each.by.startswith(_PREFIX):
            found[each.by] = each
    return found


def behind(custody: Custody, key: str, at: dt.datetime) -> dict[str, Handing]:
    """All direct and indirect custodians of a login."""
    found: dict[str, Handing] = {}
    waiting = [key]
    while waiting:
        for by, handing in nearest(custody, waiting.pop(), at).items():
            if by not in found:
                found[by] = handing
                waiting.append(by)
    return found


def _read(session: Session, keys: set[str]) -> dict[str, list[Handing]]:
    changes, entries = JournalChange.__table__.c, JournalEntry.__table__.c
    statement = (
        select(
            changes.row_id,
            entries.action,
            entries.actor_key,
            entries.actor_name,
            entries.office_code,
            entries.at,
        )
        .join_from(JournalChange.__table__, JournalEntry.__table__, entries.id == changes.entry_id)
        .where(
            changes.entity == User.__tablename__,
            changes.row_id.in_([int(key.removeprefix(_PREFIX)) for key in keys]),
            entries.action.in_(_GIVES | _OPENS),
        )
        .order_by(changes.id)
    )
    found: dict[str, list[Handing]] = defaultdict(list)
    for row in session.execute(statement, execution_options={BY_HAND: True}):
        handing = Handing(
            row.actor_key, row.actor_name, row.office_code, row.at, row.action in _GIVES
        )
        found[f"{_PREFIX}{row.row_id}"].append(handing)
    return found
