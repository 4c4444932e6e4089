"""Figures of a page: declared one by one, fetched from the database in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

#: What each figure is called by who wants it → a scalar subquery, and then its value.
Wanted = dict[Any, Any]
Figures = Mapping[Any, Any]


def fetch(session: Session, wanted: Wanted) -> Figures:
    """The value of each figure; the session's scope narrows them all."""
    if not wanted:
        return {}
    found = session.execute(select(*(figure.label(None) for figure in wanted.values()))).one()
    return dict(zip(wanted, found, strict=True))
