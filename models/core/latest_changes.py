"""What the journal says has changed since a point of it, in the tables that figures are made of.

Every write is journaled, so a plan whose day and tables are as they were is as it was, whatever its
size. A run that was still open at that point may have earlier changes; what is carried out is
judged once more under its locks.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.core.base import Base
from models.core.journal import JournalChange
from models.core.scope import BY_HAND, Reference

#: Changes of these packages move no figure of a plan.
_BESIDE = ("models.core.", "models.jobs.", "models.users.", "models.workspace.")


def models_by_table() -> dict[str, type[Base]]:
    """The models by the names of their tables."""
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def reference_tables() -> list[str]:
    """Tables that everyone reads."""
    return [name for name, model in models_by_table().items() if issubclass(model, Reference)]


def figure_tables() -> list[str]:
    """Tables whose changes may move a figure of a plan."""
    every, references = models_by_table().items(), reference_tables()
    return [
        name
        for name, model in every
        if not model.__module__.startswith(_BESIDE) or name in references
    ]


def newest_change(session: Session) -> int:
    """The key of the newest change of the journal, whosever it is."""
    newest = select(func.max(JournalChange.__table__.c.id))
    return session.scalar(newest, execution_options={BY_HAND: True}) or 0


def creation_of(session: Session, row: Base) -> int:
    """The key of the change that created a row; 0 where the journal does not have it."""
    changes = JournalChange.__table__
    wanted = select(func.min(changes.c.id)).where(
        changes.c.entity == row.__tablename__, changes.c.row_id == row.id
    )
    return session.scalar(wanted, execution_options={BY_HAND: True}) or 0


def has_changed(session: Session, since: int) -> bool:
    """Whether anything that the actor sees, or everyone reads, changed after the change `since`."""
    # A Core statement: the scope is applied to every other.
    change = JournalChange.__table__.c
    everyones = select(change.id).where(change.id > since, change.entity.in_(reference_tables()))
    own = select(JournalChange.id).where(
        JournalChange.id > since, JournalChange.entity.in_(figure_tables())
    )
    return (
        session.scalar(own.limit(1)) is not None
        or session.scalar(everyones.limit(1), execution_options={BY_HAND: True}) is not None
    )
