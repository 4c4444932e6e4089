"""选项清单 (choice lists): the words that a field or a form offers, as rows.

The registry sets lists for everybody, a province for itself and the offices below it. A list that
is open takes further choices from provinces, each seen by that province and below alone. A choice
is retired, or ends on a day, and is never deleted: rows that have it go on showing its word.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, Key, Versioned, pk, words
from models.core.ended import ended_when
from models.core.scope import SetFromAbove, ancestor_indexes
from models.definitions.label import LabelColour
from models.definitions.own_words import OwnWords

#: Most lists of one office in use, and most choices of one office in a list, retired ones included.
MAXIMUM_LISTS = 100
MAXIMUM_CHOICES = 200
LONGEST_CODE = 24


class ChoiceListKind(StrEnum):
    """What a list is there for."""

    #: An office made it, for fields of its own.
    OWN = "own"
    #: The words of one field alone.
    FIELD = "field"
    #: A form of the system offers it.
    SYSTEM = "system"


class ChoiceList(SetFromAbove, OwnWords, Versioned, Base):
    """One list. Retired, no new field takes it; those that have it keep it."""

    __tablename__ = "choice_list"
    __table_args__ = (
        UniqueConstraint("office_code", "code"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    #: Its name for programs.
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ChoiceListKind] = mapped_column(words(ChoiceListKind))
    #: Whether provinces may add choices of their own to a list of the registry.
    is_open: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    def __str__(self) -> str:
        return self.name_zh


class Choice(SetFromAbove, OwnWords, Versioned, Base):
    """One word of a list, with the code that rows store."""

    __tablename__ = "choice"
    __table_args__ = (
        UniqueConstraint("list_id", "code"),
        CheckConstraint("valid_until >= valid_from", name="valid_days"),
        *ancestor_indexes("list_id"),
    )

    id: Mapped[pk]
    list_id: Mapped[int] = mapped_column(Key, ForeignKey("choice_list.id", ondelete="RESTRICT"))
    code: Mapped[str] = mapped_column(String(LONGEST_CODE))
    #: None: shown without a colour.
    colour: Mapped[LabelColour | None] = mapped_column(words(LabelColour))
    #: Choices stand in the order of this number, then in that in which they were added.
    place: Mapped[int] = mapped_column(default=100)
    #: The first and the last day on which it may be chosen; None: no such day.
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    list: Mapped[ChoiceList] = relationship(lazy="raise_on_sql")

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether it may be chosen on a day."""
        starts, ends = self.valid_from or dt.date.min, self.valid_until or dt.date.max
        return self.is_active and starts <= day <= ends

    def __str__(self) -> str:
        return self.name_zh
