"""A report that is read slice by slice: how its keys are cut, and how figures of slices are stored.

A slice stores the lines of each side of the report: one, or the two periods of a comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Enum, select
from sqlalchemy.orm import Session

from actions.core.refusal import Refusal
from actions.core.reports.report_rules import KeySlices
from admin_app.grid.errors import BadListError
from admin_app.grid.reporting.cost import MAXIMUM_LATER, cost_of
from admin_app.grid.reporting.drawn import questions_of
from admin_app.grid.reporting.figures import GroupValue, Line, Measure
from admin_app.grid.reporting.measuring import Keys, combined, group_types, measure
from admin_app.grid.reporting.question import Grouping, Question, read_question
from admin_app.grid.spec import Grid
from models.core.own_values import FieldValue
from models.definitions.report import ReportSpec
from models.users.user import Role

#: Keys of one slice: read within a second or two.
SLICE_KEYS: Final = 100_000
#: Most slices of one report; keys that are far apart make larger ones.
MAXIMUM_SLICES: Final = 200

#: The lines of one side as JSON.
StoredLines = list[list[Any]]


def cut_up(
    session: Session, role: Role, spec: ReportSpec, grids: dict[str, Grid]
) -> KeySlices | Refusal:
    """How the rows that a reader has of the report are read; or why it is refused."""
    try:
        question = read_question(session, grids, role, spec)
        cost_of(session, question)
    except BadListError as error:
        return error.refusal
    model: FieldValue = question.grid.model
    first, last = (
        session.scalar(select(model.id).order_by(order).limit(1)) or 0
        for order in (model.id, model.id.desc())
    )
    size = max(SLICE_KEYS, -(-(last - first + 1) // MAXIMUM_SLICES))
    return KeySlices(list(range(first, last + 1, size)), size)


def measured_slice(session: Session, question: Question, keys: Keys) -> list[StoredLines]:
    """The lines of each side among some keys. Raises BadListError."""
    return [
        [_stored(line) for line in measure(session, side, MAXIMUM_LATER, keys)]
        for side in questions_of(question)
    ]


def combined_sides(
    session: Session, question: Question, slices: Iterable[Sequence[StoredLines]]
) -> list[list[Line]]:
    """The lines of each side, of all slices together. Raises BadListError for too many groups."""
    groups = list(zip(question.groupings, group_types(session, question), strict=True))
    sides = zip(*slices, strict=True)
    return [combined([_read(line, groups) for line in part] for part in side) for side in sides]


def _stored(line: Line) -> list[Any]:
    measures = {name: [m.count, m.sum, m.least, m.most] for name, m in line.measures.items()}
    return [[_json(value) for value in line.values], line.count, measures]


def _read(stored: Sequence[Any], groups: Sequence[tuple[Grouping, Any]]) -> Line:
    values, count, measures = stored
    pairs = zip(values, groups, strict=True)
    return Line(
        tuple(grouping.read(_value(value, of)) for value, (grouping, of) in pairs),
        count,
        {name: Measure(*numbers) for name, numbers in measures.items()},
    )


def _json(value: GroupValue) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _value(value: object, of: object) -> GroupValue:
    """A stored value as the column has it."""
    if value is None:
        return None
    if isinstance(of, Enum) and of.enum_class is not None:
        return of.enum_class(value)
    python = getattr(of, "python_type", str)
    return Decimal(str(value)) if python is Decimal else value
