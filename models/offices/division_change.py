"""区划变更: what happens to a division, and how far the office of it has followed."""

from __future__ import annotations

from enum import StrEnum


class DivisionChangeKind(StrEnum):
    """What happened to a division."""

    NEW = "new"
    RENAMED = "renamed"
    MERGED = "merged"
    RECODED = "recoded"
    ABOLISHED = "abolished"


class DivisionLineState(StrEnum):
    """How far a line of a sheet of changes is."""

    DONE = "done"
    READY = "ready"
    ASKS = "asks"
    REFUSED = "refused"
