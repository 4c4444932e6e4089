"""被拒访问 (denied access): who was denied what, to detect probing (ASVS 16.3.2, 等保 8.1.4.3 b).

A refused run is rolled back, so this is written in a separate transaction, without a journal entry:
one row per person, address, target and minute, with a count, so that a flood cannot fill the disk.
Only `note_refusal` writes it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    Engine,
    Index,
    String,
    UniqueConstraint,
    delete,  # noqa: TID251  old lines go with the next: see above
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, UtcDateTime, pk, words
from models.core.engine import BESIDES_READING, WRITES
from models.core.journal import Door
from models.core.scope import Codes, Scoped, ancestor_indexes

#: 网络安全法 第二十一条: logs are kept for half a year at least.
KEPT_FOR = dt.timedelta(days=366)


class AccessRefusalKind(StrEnum):
    """Why access was denied."""

    #: Their role may not.
    FORBIDDEN = "forbidden"
    #: Not found, or out of scope: both get the same answer.
    NOT_FOUND = "not_found"
    #: It belongs to another office.
    NOT_OWN_OFFICE = "not_own_office"
    #: A form without a valid CSRF token.
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One denial: who asked for what, from where, through which interface."""

    kind: AccessRefusalKind
    actor_key: str
    actor_name: str
    door: Door
    #: The action's key, or the page's endpoint.
    what: str
    address: str


class AccessRefusal(Scoped, Base):
    """Denials of one kind, to one person, of one target, within a minute; scoped to the actor's
    office.
    """

    __tablename__ = "access_refusal"
    __table_args__ = (
        UniqueConstraint("minute", "actor_key", "address", "kind", "door", "what"),
        Index(None, "minute", "id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    #: The start of the minute.
    minute: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    actor_key: Mapped[str] = mapped_column(String(40))
    actor_name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(45))
    kind: Mapped[AccessRefusalKind] = mapped_column(words(AccessRefusalKind))
    door: Mapped[Door] = mapped_column(words(Door))
    what: Mapped[str] = mapped_column(String(80))
    count: Mapped[int]


_ROWS = AccessRefusal.__table__
_OPTIONS = {WRITES: True, BESIDES_READING: "That somebody was refused is no fact of any record."}


def note_refusal(engine: Engine, refusal: Refusal, owner: Codes, at: dt.datetime) -> None:
    """Record a denial, or increment the count of its minute.

    Raises OperationalError when the database is busy; access is denied anyway.
    """
    dialect = postgresql if engine.dialect.name == "postgresql" else sqlite
    row = {
        "minute": at.replace(second=0, microsecond=0),
        "last_at": at,
        "actor_key": refusal.actor_key,
        "actor_name": refusal.actor_name[:60],
        "address": refusal.address[:45],
        "kind": refusal.kind,
        "door": refusal.door,
        "what": refusal.what[:80],
        "count": 1,
        "province_code": owner.province_code,
        "city_code": owner.city_code,
        "office_code": owner.office_code,
    }
    statement = dialect.insert(_ROWS).values(row)
    same = ["minute", "actor_key", "address", "kind", "door", "what"]
    counted = {"count": _ROWS.c.count + 1, "last_at": at}
    with engine.connect().execution_options(**_OPTIONS) as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=same, set_=counted))
        connection.execute(delete(_ROWS).where(_ROWS.c.minute < at - KEPT_FOR))
        connection.commit()
