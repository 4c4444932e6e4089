"""I-13: what one person did, another undoes or confirms; alone they may only for a few minutes.

Two logins are two persons unless one of them may be the other's hand (`models.users.custody`): A
gave B the login, gave it to who gave it to B, or a colleague of both gave both theirs. The first
act is judged by the custody of its own day, so a reset afterwards does not make it another's.
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
    """Who acts: the key they are told apart by, and their office's code."""

    key: str
    office_code: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two are not two: they are one, or `custodian` gave or opened the login of one."""

    #: Their name; None: the first and the second are the same.
    custodian: str | None = None


#: (key of the first, instant of their act).
First = tuple[str, dt.datetime]


def ties_of(
    session: Session, second: Person, firsts: Mapping[int, First], at: dt.datetime
) -> dict[int, Tie]:
    """Row → why the second is no other person than the first of its act; absent: they are another.

    `firsts` gives, by row, who did the act and when; `at` is now.
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
    # An office above gives the few logins of a small one; only a colleague may be both at once.
    shared = (own[key] for key in sorted(own.keys() & theirs.keys()))
    beside = next((each for each in shared if each.office_code == second.office_code), None)
    return None if beside is None else Tie(beside.name)


def needs_second_person(
    tie: Tie | None, done_at: dt.datetime, at: dt.datetime, settings: Settings
) -> bool:
    """Whether the actor may not undo this alone: it is theirs, and the minutes are over."""
    alone_until = done_at + dt.timedelta(minutes=settings.undo_minutes)
    return settings.second_person and tie is not None and at > alone_until


def authors_of(session: Session, model: type[Base], ids: Iterable[int]) -> dict[int, str]:
    """Row → key of the actor who wrote it first, whichever office they were of."""
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
