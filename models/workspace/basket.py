"""已选 (selection): the rows of a list that a user has ticked, stored across pages and sessions.

Ticks are not journaled: actions on ticked rows are, and an entry per tick would bury the history
that people read. Each write is a separate transaction, outside any run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
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
from models.core.scope import Reference, Unscoped
from models.values.limits import MAXIMUM_BATCH_ROWS


class Basket(Reference, Base):
    """A user's ticked rows of a list."""

    __tablename__ = "basket"
    __unscoped__ = Unscoped("one's own ticks, asked for by one's own key alone")
    __table_args__ = (UniqueConstraint("user_id", "entity"),)

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    entity: Mapped[str] = mapped_column(String(40))
    #: Ids in the order they were ticked; loaded under scope before they are shown.
    row_ids: Mapped[list[Any]] = mapped_column(Json)
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


_BASKETS = Basket.__table__


def ticked(session: Session, user_id: int, entity: str) -> list[int]:
    """The ids a user has ticked in a list, in order."""
    found = session.scalar(
        select(Basket.row_ids).where(Basket.user_id == user_id, Basket.entity == entity)
    )
    return list(found or ())


def tick(
    engine: Engine,
    user_id: int,
    entity: str,
    at: dt.datetime,
    *,
    add: Sequence[int] = (),
    drop: Iterable[int] = (),
) -> list[int]:
    """Add and remove rows; returns the ids in the basket, up to its limit."""
    which = (_BASKETS.c.user_id == user_id) & (_BASKETS.c.entity == entity)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        held = connection.execute(locking(select(_BASKETS.c.row_ids).where(which))).scalar()
        if held is None and add:
            _open(connection, user_id, entity, at)
            held = connection.execute(locking(select(_BASKETS.c.row_ids).where(which))).scalar_one()
        gone = set(drop)
        kept = [key for key in dict.fromkeys([*(held or ()), *add]) if key not in gone]
        kept = kept[:MAXIMUM_BATCH_ROWS]
        if held is not None and kept != held:
            connection.execute(update(_BASKETS).where(which).values(row_ids=kept, changed_at=at))
        connection.commit()
    return kept


def _open(connection: Connection, user_id: int, entity: str, at: dt.datetime) -> None:
    """An empty basket, if another tab has not opened it at the same moment."""
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(_BASKETS)
    row = {"user_id": user_id, "entity": entity, "row_ids": [], "changed_at": at}
    connection.execute(insert.values(row).on_conflict_do_nothing())
