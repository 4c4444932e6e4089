"""备注 (notes): comments of an office's staff on a row, for colleagues.

Notes are immutable; the author may withdraw one, which keeps it visible as withdrawn.
"""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, pk
from models.core.scope import ancestor_indexes
from models.workspace.annotated_row import BesideRow

LONGEST_NOTE = 500
#: Most notes per row.
MAXIMUM_NOTES = 200


class RowNote(BesideRow, Base):
    """A note on one row."""

    __tablename__ = "row_note"
    __table_args__ = (Index(None, "subject", "row_id", "id"), *ancestor_indexes())

    id: Mapped[pk]
    text: Mapped[str] = mapped_column(String(LONGEST_NOTE))

    def __str__(self) -> str:
        return self.text
