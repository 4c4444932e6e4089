"""An entity and columns that no revision knows yet: test_drafting.py adds them to a copy."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Json, UtcDateTime, Versioned, pk, unique_where, words
from models.core.scope import Scoped, ancestor_indexes
from models.units.unit import Unit


class TrainingState(StrEnum):
    OPEN = "open"
    DONE = "done"


class TrainingTrigger(StrEnum):
    REQUEST = "request"
    DATE = "date"


class Training(Scoped, Versioned, Base):
    """Every kind of column and rule that entities of this system have."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats"),
        unique_where("uq_training_open", "title", where="state = 'open'"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    title: Mapped[str] = mapped_column(String(60))
    seats: Mapped[int] = mapped_column(server_default=text("1"))
    is_open: Mapped[bool]
    on: Mapped[dt.date]
    facts: Mapped[dict[str, Any]]
    places: Mapped[list[Any]] = mapped_column(Json)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[TrainingState] = mapped_column(words(TrainingState))
    #: A word that SQLite reserves.
    trigger: Mapped[TrainingTrigger] = mapped_column(words(TrainingTrigger))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))

    registrant_id = None


Unit.fax = mapped_column(String(20), server_default="-", nullable=False)
Unit.seen_at = mapped_column(UtcDateTime, nullable=True)
Unit.training_state = mapped_column(words(TrainingState), nullable=True)
