"""Hints under a record's title that are no columns, such as why an order is not settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from actions.core.records.own_input import own_value
from admin_app.grid.spec import Grid
from admin_app.labels import own_label, sentence
from models.billing.order import Order
from models.core.base import Base
from models.definitions.computed import worked_out
from models.definitions.expression import ExpressionError
from models.reports.unsettled_reason import why_waiting


def remarks_on(session: Session, grid: Grid, record: Base) -> list[str]:
    """The hints on a record."""
    say = _REMARKS.get(grid.entity)
    return [*([] if say is None else say(session, record)), *_without_value(grid, record)]


def _without_value(grid: Grid, record: Base) -> Iterator[str]:
    """Why computed fields of one's own have no value."""
    for spec in grid.own:
        if spec.formula is None or own_value(record, spec) is not None:
            continue
        try:
            worked_out(spec, record)
            # It has not been worked out since the formula was set.
            yield _("“%(field)s”还没有计算。", field=own_label(spec))
        except ExpressionError as error:
            yield f"{own_label(spec)}{_('：')}{sentence(error.fault, error.facts)}"


def _of_order(session: Session, order: Order) -> list[str]:
    found = why_waiting(session, order)
    return [] if found is None else [sentence(found.why, found.facts)]


_REMARKS: Mapping[str, Callable[[Session, Any], list[str]]] = {"order": _of_order}
