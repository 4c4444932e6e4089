"""Counts beside a list, loaded after it: each stops at a cap, and all come in one statement."""

from __future__ import annotations

from sqlalchemy import Label, Select, func, select

from models.core.locking import Columns

#: The cap of counts.
CAP = 999


def counted(rows: Select[*Columns]) -> Label[int]:
    """The number of rows, up to one past the cap, as a scalar subquery."""
    found = rows.limit(CAP + 1).subquery()
    return select(func.count()).select_from(found).scalar_subquery().label(None)


def written(count: int) -> str:
    """The count as text, with a plus sign over the cap."""
    return f"{CAP}+" if count > CAP else str(count)
