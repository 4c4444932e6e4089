"""已选 (selection): the rows of a list that a user has ticked, stored across pages and sessions.

Each named list has a basket of its own, so that what was ticked under one tab is not done under
another. A tick keeps its day: one of an earlier day is never done unseen.

Ticks are not journaled: actions on ticked rows are, and an entry per tick would bury the history
that people read. Each write is a separate transaction, outside any run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    ForeignKey,
    String,
    UniqueConstraint,
    select,
    update,  # noqa: TID251  bookkeeping outside the journal: see above
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, Json, UtcDateTime, pk
from models.core.engine import WRITES
from models.core.locking import locking
from models.core.scope import BY_HAND, Reference, Unscoped
from models.values.calendar import business_day
from models.values.limits import MAXIMUM_BATCH_ROWS


class Basket(Reference, Base):
    """A user's ticked rows of a list: of an entity, or of one of its named lists."""

    __tablename__ = "basket"
    __unscoped__ = Unscoped("one's own ticks, asked for by one's own key alone")
    __table_args__ = (UniqueConstraint("user_id", "entity"),)

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    entity: Mapped[str] = mapped_column(String(40))
    #: [id, day] in the order they were ticked; loaded under scope before they are shown. A bare id
    #: is of a basket written before days were kept: of the day the basket was changed.
    row_ids: Mapped[list[Any]] = mapped_column(Json)
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


_BASKETS = Basket.__table__


#: Row id → the day it was ticked, in the order of the ticks.
Ticks = dict[int, dt.date]


def basket_name(entity: str, named: str | None) -> str:
    """What the basket of a list is called; a named list has its own."""
    return f"{entity}:{named}" if named else entity


def ticked(session: Session, user_id: int, name: str) -> Ticks:
    """What a user has ticked in a list."""
    wanted = select(_BASKETS).where(_BASKETS.c.user_id == user_id, _BASKETS.c.entity == name)
    found = session.execute(wanted, execution_options={BY_HAND: True}).one_or_none()
    return {} if found is None else _ticks_of(found.row_ids, found.changed_at)


def ticked_anywhere(session: Session, user_id: int, entity: str) -> Ticks:
    """What a user has ticked in any list of an entity, each on its latest day."""
    wanted = select(_BASKETS).where(_of_entity(user_id, entity)).order_by(_BASKETS.c.id)
    found: Ticks = {}
    for row in session.execute(wanted, execution_options={BY_HAND: True}):
        for key, day in _ticks_of(row.row_ids, row.changed_at).items():
            found[key] = max(day, found.get(key, day))
    return found


def untick(engine: Engine, user_id: int, entity: str, at: dt.datetime, gone: Iterable[int]) -> None:
    """Remove rows from every basket of an entity."""
    wanted = select(_BASKETS.c.entity).where(_of_entity(user_id, entity)).order_by(_BASKETS.c.id)
    with engine.connect() as connection:
        names = list(connection.execute(wanted).scalars())
    gone = list(gone)
    for name in names:
        tick(engine, user_id, name, at, drop=gone)


def _of_entity(user_id: int, entity: str) -> ColumnElement[bool]:
    named = _BASKETS.c.entity.startswith(f"{entity}:", autoescape=True)
    return (_BASKETS.c.user_id == user_id) & ((_BASKETS.c.entity == entity) | named)


def _ticks_of(stored: Sequence[int | list[int | str]], changed_at: dt.datetime) -> Ticks:
    before = business_day(changed_at)
    return {
        int(entry[0] if isinstance(entry, list) else entry): (
            dt.date.fromisoformat(str(entry[1])) if isinstance(entry, list) else before
        )
        for entry in stored
    }


def tick(
    engine: Engine,
    user_id: int,
    name: str,
    at: dt.datetime,
    *,
    add: Sequence[int] = (),
    drop: Iterable[int] = (),
) -> Ticks:
    """Add and remove rows; returns what is in the basket, up to its limit."""
    which = (_BASKETS.c.user_id == user_id) & (_BASKETS.c.entity == name)
    wanted = select(_BASKETS.c.row_ids, _BASKETS.c.changed_at).where(which)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        row = connection.execute(locking(wanted)).one_or_none()
        if row is None and add:
            _open(connection, user_id, name, at)
            row = connection.execute(locking(wanted)).one()
        held = {} if row is None else _ticks_of(row.row_ids, row.changed_at)
        gone, today = set(drop), business_day(at)
        # Ticked again, a row is of today: somebody has just looked at it.
        every = {**held, **dict.fromkeys(add, today)}
        kept = [(key, day) for key, day in every.items() if key not in gone][:MAXIMUM_BATCH_ROWS]
        if row is not None and dict(kept) != held:
            stored = [[key, day.isoformat()] for key, day in kept]
            connection.execute(update(_BASKETS).where(which).values(row_ids=stored, changed_at=at))
        connection.commit()
    return dict(kept)


def _open(connection: Connection, user_id: int, name: str, at: dt.datetime) -> None:
    """An empty basket, if another tab has not opened it at the same moment."""
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(_BASKETS)
    row = {"user_id": user_id, "entity": name, "row_ids": [], "changed_at": at}
    connection.execute(insert.values(row).on_conflict_do_nothing())
