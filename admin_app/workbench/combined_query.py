"""Combines the scalar subqueries of a page into one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

#: Name of a figure → its scalar subquery (`Wanted`), its value (`Figures`).
Wanted = dict[Any, Any]
Figures = Mapping[Any, Any]


def fetch(session: Session, wanted: Wanted) -> Figures:
    """The value of each figure, under the session's scope."""
    if not wanted:
        return {}
    found = session.execute(select(*(figure.label(None) for figure in wanted.values()))).one()
    return dict(zip(wanted, found, strict=True))
