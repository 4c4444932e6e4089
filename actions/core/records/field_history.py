"""Which fields of a record were changed since a version of it, by whom and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.records.natural_keys import in_parts
from models.core.journal import JournalChange, JournalEntry, Operation


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The changes of one field since a version, as one."""

    #: Its value at that version, as the journal has it.
    base: object
    #: Who changed it last, and when.
    by: str
    at: dt.datetime


@dataclass(slots=True)
class ChangesSince:
    """The fields of one record that were changed since a version."""

    #: How many versions there are between, and so how many changes to look back.
    steps: int
    changes: dict[str, FieldChange] = field(default_factory=dict)
    seen: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether the journal accounts for every version between."""
        return self.seen >= self.steps

    def look_back(self, diff: Mapping[str, Sequence[object]], by: str, at: dt.datetime) -> None:
        """Add one change, the latest first."""
        if self.is_complete:
            return
        self.seen += 1
        for name, (old, _new) in diff.items():
            last = self.changes.get(name)
            self.changes[name] = FieldChange(old, last.by if last else by, last.at if last else at)


def changes_since(
    session: Session, entity: str, steps: Mapping[int, int]
) -> dict[int, ChangesSince]:
    """Id of a record → its changes in the last so many versions; a statement for each 500."""
    found = {row_id: ChangesSince(count) for row_id, count in steps.items()}
    entry = JournalEntry.__table__
    for part in in_parts(found):
        changes = (
            select(
                JournalChange.id, JournalChange.row_id, JournalChange.diff, JournalChange.entry_id
            )
            .where(
                JournalChange.entity == entity,
                JournalChange.row_id.in_(part),
                JournalChange.operation == Operation.UPDATE,
            )
            .subquery()
        )
        # Who changed a row of the scope is told even if they belong to an office above.
        wanted = (
            select(changes.c.row_id, changes.c.diff, entry.c.actor_name, entry.c.at)
            .select_from(changes.join(entry, entry.c.id == changes.c.entry_id))
            .order_by(changes.c.id.desc())
        )
        for row_id, diff, by, at in session.execute(wanted):
            found[row_id].look_back(diff, by, at)
    return found
