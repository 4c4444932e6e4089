"""Who may control a login: who set its password, and who enabled it again.

Whoever creates a login or resets its password knows the password, and whoever enables it decides
that it acts at all. That its owner chooses a new one later proves nothing, for the first who
signs in with the slip chooses it. Only a reset by somebody else ends it. The operator at the
machine (the system) gives logins without being a person of the books.
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

#: Actions that put a login into its owner's hand anew; what was given before ends with them.
_GIVES = frozenset({"create_user", "reset_password"})
#: Actions after which a login acts that did not; whoever takes them joins whoever gave it.
_OPENS = frozenset({"enable_user"})
_PREFIX = "user:"


@dataclass(frozen=True, slots=True)
class Handing:
    """One time that a login was given or opened: by whom, of which office, and when."""

    by: str
    name: str
    office_code: str
    at: dt.datetime
    is_new: bool


#: User key → how often its login was given or opened, in order of time.
Custody = dict[str, Sequence[Handing]]


def custody_of(session: Session, keys: Iterable[str]) -> Custody:
    """All handings of the users' logins, of those who handed them over, and so on upwards.

    One statement for each step upwards, whatever the number of users. Read past the scope: an
    office above may have given a login.
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
    """Who stood right behind a login at an instant, by key: its last giver, and its openers."""
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
    """Everybody who may stand behind a login: the nearest, those behind them, and so on."""
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
