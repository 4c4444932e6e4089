"""标签 (labels): coloured words that offices put on records; and which record has which.

The registry defines labels for everybody, a province for itself and the offices below it. A label
on a record carries the record's codes, so that whoever sees both sees it; a registrant never does.
Where a record goes to another office, its labels follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Select,
    String,
    UniqueConstraint,
    event,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from models.core.base import Base, Versioned, pk, words
from models.core.ended import ended_when
from models.core.scope import (
    Codes,
    OfficeOwned,
    Scoped,
    ScopeLevel,
    SetFromAbove,
    ancestor_indexes,
    scope_of,
)
from models.definitions.own_words import SEPARATOR, OwnWords, word_in_sql
from models.offices.office import REGISTRY_CODE
from models.values.limits import LONGEST_ENTITY

#: Most labels in use that one office defines, and most labels of one record.
MAXIMUM_LABELS = 60
MAXIMUM_LABELS_OF_RECORD = 20


class LabelColour(StrEnum):
    """The palette: each colour can be read in both themes."""

    GREY = "grey"
    RED = "red"
    ORANGE = "orange"
    GREEN = "green"
    TEAL = "teal"
    BLUE = "blue"
    PURPLE = "purple"
    PINK = "pink"


class Label(SetFromAbove, OwnWords, Versioned, Base):
    """A label as its office defines it. Retired, it stays on records and is put on no others."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("office_code", "name_zh"), *ancestor_indexes())

    id: Mapped[pk]
    colour: Mapped[LabelColour] = mapped_column(words(LabelColour))
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    def is_for(self, row: Codes) -> bool:
        """Whether it may stand on a record: the registry's on any, a province's on those below."""
        return self.office_code in {REGISTRY_CODE, row.province_code}

    def __str__(self) -> str:
        return self.name_zh


class RowLabel(Scoped, Base):
    """A label on a record. Taken off, the row stays for the record's history."""

    __tablename__ = "row_label"
    __table_args__ = (
        UniqueConstraint("entity", "row_id", "label_id"),
        # The records of a label, with what the scope compares: the table itself is not read.
        Index(
            "ix_row_label_records",
            "label_id",
            "entity",
            "is_on",
            "row_id",
            "province_code",
            "city_code",
            "office_code",
        ),
    )

    id: Mapped[pk]
    label_id: Mapped[int] = mapped_column(ForeignKey("label.id", ondelete="RESTRICT"))
    #: The record's table and key; the table depends on the record, so there is no foreign key.
    entity: Mapped[str] = mapped_column(String(LONGEST_ENTITY))
    row_id: Mapped[int]
    is_on: Mapped[bool] = mapped_column(default=True)


def labels_known(session: Session) -> Sequence[Label]:
    """Every label that the session's reader sees, retired ones included, in order of name.

    Registrants read what is set for them from above, but labels are the offices' own.
    """
    if scope_of(session).level is ScopeLevel.REGISTRANT:
        return []
    return session.scalars(select(Label).order_by(Label.name_zh, Label.id)).all()


def named_in(labels: Sequence[Label], asked: str) -> list[Label]:
    """The labels that a key or a name in either language means; two provinces may share a name."""
    return [label for label in labels if str(label.id) == asked or label.is_called(asked)]


def labels_of(entity: str, row: FromClause) -> Select[str]:
    """The names of a record's labels in one text; to be run with `language_parameters`.

    A scalar subquery of ORM entities: the scope narrows both the labels and where they stand.
    """
    name = word_in_sql(Label)
    standing = (
        select(name.label("name"))
        .select_from(RowLabel)
        .join(Label, Label.id == RowLabel.label_id)
        .where(RowLabel.entity == entity, RowLabel.row_id == row.c.id, RowLabel.is_on)
        .order_by(Label.name_zh, Label.id)
        .correlate(row)
        .subquery("standing")
    )
    return select(func.aggregate_strings(standing.c.name, SEPARATOR).label("labels"))


def records_labelled(entity: str, asked: Sequence[str]) -> Select[int]:
    """`select(row_id)` of the records with any of some labels, each by its key or a name."""
    return (
        select(RowLabel.row_id)
        .join(Label, Label.id == RowLabel.label_id)
        .where(RowLabel.entity == entity, RowLabel.is_on, or_(*map(_is_meant, asked)))
    )


def _is_meant(asked: str) -> ColumnElement[bool]:
    if asked.isdecimal():
        return Label.id == int(asked)
    return or_(Label.name_zh == asked, Label.name_en == asked)


def records_of_labels(session: Session, keys: Sequence[int]) -> dict[int, int]:
    """How many records in scope have each label."""
    counted = (
        select(RowLabel.label_id, func.count())
        .where(RowLabel.label_id.in_(keys), RowLabel.is_on)
        .group_by(RowLabel.label_id)
    )
    return dict(session.execute(counted).all())


@event.listens_for(Session, "before_flush")
def _labels_follow_their_records(
    session: Session, _context: UOWTransaction, _instances: object
) -> None:
    """Give the labels of records that go to another office the codes of that office."""
    moved: dict[str, dict[int, OfficeOwned]] = {}
    for row in session.dirty:
        if isinstance(row, OfficeOwned) and "office_code" in inspect(row).committed_state:
            record: Any = row
            moved.setdefault(record.__tablename__, {})[record.id] = row
    for entity, rows in moved.items():
        found = select(RowLabel).where(RowLabel.entity == entity, RowLabel.row_id.in_(rows))
        for mark in session.scalars(found):
            mark.belong_to(rows[mark.row_id])
