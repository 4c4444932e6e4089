"""How a row of a sheet differs from the record it is of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class RevisionFault(StrEnum):
    """Why a row about an existing record changes nothing."""

    UNKNOWN_RECORD = "revision_unknown_record"
    VERSION = "revision_version"
    OTHER_RECORD = "revision_other_record"
    FIXED = "revision_fixed"
    CONFLICT = "revision_conflict"
    NOTHING = "revision_nothing"
    FORBIDDEN = "revision_forbidden"


class DifferenceKind(StrEnum):
    """What follows from a difference."""

    #: May be taken.
    EDIT = "edit"
    #: Somebody has changed the field since the file was exported: taken only over their value.
    CONFLICT = "conflict"
    #: Somebody has changed the field since, and the row still has the old value: theirs stays.
    NEWER = "newer"
    #: No edit may change the field.
    FIXED = "fixed"
    #: A value as it was typed and as it is stored.
    CLEANED = "cleaned"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row against its record, as texts."""

    #: An ImportField; of columns that only exports have, the heading in the file.
    field: str
    kind: DifferenceKind
    before: str
    after: str
    #: Who changed the field since the export, and when (ISO 8601).
    by: str | None = None
    at: str | None = None

    def as_json(self) -> dict[str, str]:
        """The difference as an import row stores it."""
        return {name: value for name, value in asdict(self).items() if value is not None}
