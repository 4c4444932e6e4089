"""Counts beside a list, loaded after it: each stops at a cap, and all come in one statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

#: A count beside a name says no more than this.
CAP = 999


def counted(rows: Select[Any]) -> Any:
    """How many rows there are, up to one past the cap, as a column of the one statement."""
    found = rows.limit(CAP + 1).subquery()
    return select(func.count()).select_from(found).scalar_subquery().label(None)


def written(count: int) -> str:
    """The count, or that there are more than are counted."""
    return f"{CAP}+" if count > CAP else str(count)
