"""Hints under a record's title that are no columns, such as why an order is not settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from admin_app.grid.spec import Grid
from admin_app.labels import sentence
from models.billing.order import Order
from models.core.base import Base
from models.reports.unsettled_reason import why_waiting


def remarks_on(session: Session, grid: Grid, record: Base) -> list[str]:
    """The hints on a record."""
    say = _REMARKS.get(grid.entity)
    return [] if say is None else say(session, record)


def _of_order(session: Session, order: Order) -> list[str]:
    found = why_waiting(session, order)
    return [] if found is None else [sentence(found.why, found.facts)]


_REMARKS: Mapping[str, Callable[[Session, Any], list[str]]] = {"order": _of_order}
