"""What the headings of an office's own sheets mean: remembered when somebody maps them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, Versioned, pk, words
from models.core.scope import Codes, Scoped, ancestor_indexes
from models.imports.sheet import ImportKind

#: Longest heading that is remembered.
MAXIMUM_HEADING = 80


class RememberedHeading(Scoped, Versioned, Base):
    """One heading of the sheets of an office, and the field it stands for."""

    __tablename__ = "remembered_heading"
    __table_args__ = (UniqueConstraint("office_code", "kind", "heading"), *ancestor_indexes())

    id: Mapped[pk]
    kind: Mapped[ImportKind] = mapped_column(words(ImportKind))
    #: In the form that headings are compared in, without width, case and blanks.
    heading: Mapped[str] = mapped_column(String(MAXIMUM_HEADING))
    #: An ImportField, or the journal's name of a field that an office defined; None: the column is
    #: not imported.
    field: Mapped[str | None] = mapped_column(String(24))

    def __str__(self) -> str:
        return self.heading


def remembered_headings(
    session: Session, kind: ImportKind, office_code: str
) -> dict[str, str | None]:
    """Heading → field, as the office mapped them before."""
    return {row.heading: row.field for row in _rows(session, kind, office_code)}


def _rows(session: Session, kind: ImportKind, office_code: str) -> list[RememberedHeading]:
    wanted = select(RememberedHeading).where(
        RememberedHeading.kind == kind, RememberedHeading.office_code == office_code
    )
    return list(session.scalars(wanted.order_by(RememberedHeading.id)))


def remember_headings(
    session: Session, kind: ImportKind, mapped: Mapping[str, str], owner: Codes
) -> None:
    """Store what the headings mean for the office, in place of what they meant before."""
    if not mapped:
        return
    found = {row.heading: row for row in _rows(session, kind, owner.office_code)}
    for heading, name in mapped.items():
        field = name or None
        row = found.get(heading)
        if row is not None:
            row.field = field
        elif len(heading) <= MAXIMUM_HEADING:
            row = RememberedHeading(kind=kind, heading=heading, field=field)
            row.belong_to(owner)
            session.add(row)
