"""I-13, four-eyes principle: what one person did, another must undo or confirm. For a few minutes
they may undo it alone.

Two logins are two persons unless one person may control both (`models.users.custody`): A gave B the
login, directly or indirectly, or a colleague of both gave both theirs. The first act is judged by
the custody at its own time, so a later reset does not change who did it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.base import Base
from models.core.journal import JournalChange, JournalEntry, Operation
from models.core.scope import BY_HAND
from models.core.setting import Settings
from models.users.custody import Handing, behind, custody_of


@dataclass(frozen=True, slots=True)
class Person:
    """The acting person: their key, and their office's code."""

    key: str
    office_code: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two logins are not two persons: they are the same, or `custodian` controls one."""

    #: The custodian's name; None: both are the same login.
    custodian: str | None = None


#: (key of the first person, instant of their act).
First = tuple[str, dt.datetime]


def ties_of(
    session: Session, second: Person, firsts: Mapping[int, First], at: dt.datetime
) -> dict[int, Tie]:
    """Row → why the second is not a different person from the first; rows that are fine are left
    out. `firsts` gives, by row, who did the first act and when; `at` is now.
    """
    custody = custody_of(session, {second.key, *(key for key, _ in firsts.values())})
    own = behind(custody, second.key, at)
    found = {
        row: _tie(second, own, key, behind(custody, key, then))
        for row, (key, then) in firsts.items()
    }
    return {row: tie for row, tie in found.items() if tie is not None}


def _tie(
    second: Person, own: Mapping[str, Handing], first: str, theirs: Mapping[str, Handing]
) -> Tie | None:
    if first == second.key:
        return Tie()
    if (handing := own.get(first) or theirs.get(second.key)) is not None:
        return Tie(handing.name)
    # An office above creates the logins of a small one; only a colleague could be both persons.
    shared = (own[key] for key in sorted(own.keys() & theirs.keys()))
    beside = next((each for each in shared if each.office_code == second.office_code), None)
    return None if beside is None else Tie(beside.name)


def needs_second_person(
    tie: Tie | None, done_at: dt.datetime, at: dt.datetime, settings: Settings
) -> bool:
    """Whether the actor needs a second person to undo this: it is their own, and too old."""
    alone_until = done_at + dt.timedelta(minutes=settings.undo_minutes)
    return settings.second_person and tie is not None and at > alone_until


def authors_of(session: Session, model: type[Base], ids: Iterable[int]) -> dict[int, str]:
    """Row → key of the actor who created it, regardless of scope."""
    changes, entries = JournalChange.__table__.c, JournalEntry.__table__.c
    found = session.execute(
        select(changes.row_id, entries.actor_key)
        .join_from(JournalChange.__table__, JournalEntry.__table__, entries.id == changes.entry_id)
        .where(
            changes.entity == model.__tablename__,
            changes.row_id.in_(list(ids)),
            changes.operation == Operation.INSERT,
        ),
        execution_options={BY_HAND: True},
    )
    return {row_id: key for row_id, key in found}  # noqa: C416  rows are no pairs to mypy
