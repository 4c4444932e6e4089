"""备注: what the staff of an office writes beside a row for whoever looks at it next.

A note is never changed: its author takes it back, and it stays to be read as withdrawn.
"""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, pk
from models.core.scope import ancestor_indexes
from models.workspace.annotated_row import BesideRow

LONGEST_NOTE = 500
#: Notes of one row; more would be a file of its own.
MAXIMUM_NOTES = 200


class RowNote(BesideRow, Base):
    """A note beside one row."""

    __tablename__ = "row_note"
    __table_args__ = (Index(None, "subject", "row_id", "id"), *ancestor_indexes())

    id: Mapped[pk]
    text: Mapped[str] = mapped_column(String(LONGEST_NOTE))

    def __str__(self) -> str:
        return self.text
