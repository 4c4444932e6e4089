"""Gapless sequences: each office numbers its own documents, starting again each year."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, division_code, pk
from models.core.scope import BY_HAND, Reference, Unscoped


class Counter(Reference, Base):
    """The last number used for a kind of document, by an office, in a year."""

    __tablename__ = "counter"
    __unscoped__ = Unscoped("holds no facts of any office, only how far it has counted")
    __table_args__ = (UniqueConstraint("kind", "office_code", "year"),)

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(String(24))
    office_code: Mapped[division_code]
    year: Mapped[int]
    value: Mapped[int]


def draw(session: Session, kind: str, office_code: str, year: int, count: int) -> range:
    """The next `count` numbers, in one statement; the row stays locked until the run ends."""
    dialect = session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(Counter.__table__)
    statement = (
        insert.values(kind=kind, office_code=office_code, year=year, value=count)
        .on_conflict_do_update(
            index_elements=["kind", "office_code", "year"],
            set_={"value": Counter.__table__.c.value + count},
        )
        .returning(Counter.__table__.c.value)
    )
    last: int = session.execute(statement, execution_options={BY_HAND: True}).scalar_one()
    return range(last - count + 1, last + 1)
