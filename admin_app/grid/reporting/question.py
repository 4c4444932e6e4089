"""A report as a list reads it for one reader; what it cannot read is refused by name.

The reader's own list is asked: what their role may not see of it is unknown to the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final
from urllib.parse import parse_qsl

from flask_babel import gettext as _
from sqlalchemy import Enum
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.core.refusal import Refusal
from actions.core.reports.report_rules import ReportRefusal
from admin_app.grid.conditions.columns import ComparedColumn, compared_columns
from admin_app.grid.conditions.tree import MAXIMUM_DEPTH, Combination, Comparison
from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.grid.filters import DateFilter, OfficeFilter
from admin_app.grid.filters.conditions import Operator
from admin_app.grid.listing.column_chooser import columns_of
from admin_app.grid.listing.list_state import ListState, read_state
from admin_app.grid.register_grid import list_address, list_of
from admin_app.grid.reporting.figures import (
    Figure,
    FigureKind,
    GroupValue,
    can_be_summed,
    figure_of,
)
from admin_app.grid.spec import STAFF, Column, Grid
from admin_app.labels.list_fault import ListFault
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import FieldKind
from models.definitions.report import (
    LONGEST_CONDITIONS,
    MAXIMUM_FIGURES,
    MAXIMUM_REPORT_COLUMNS,
    ReportSpec,
)
from models.users.user import Role

#: A report leaves room for the conditions of a group, which the list behind a figure has too.
MAXIMUM_CONDITIONS: Final = 14
LONGEST_CONDITION: Final = 1000

#: Kinds of fields of the offices' own that have one value a row, few enough to be groups.
_GROUPED: Final = frozenset(
    {
        *(FieldKind.TEXT, FieldKind.WHOLE, FieldKind.YES_NO, FieldKind.CHOICE),
        *(FieldKind.DATE, FieldKind.DATE_TIME),
    }
)


class Span(StrEnum):
    """What dates are grouped by."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Grouping:
    """What the rows are grouped by: the value of a column, an office, or a span of dates."""

    name: str
    column: ComparedColumn
    span: Span | None = None

    @property
    def own(self) -> FieldSpec | None:
        """The field of an office's own that it is, if any."""
        return self.column.listed.own_by_name.get(self.column.name)

    def read(self, stored: object) -> GroupValue:
        """A group as the column has it; words of offices' own are stored by their codes."""
        own, read_as = self.own, self.column.listed.read_as.get(self.column.name)
        if read_as is not None and isinstance(read_as.type, Enum) and stored is not None:
            words: type[StrEnum] = read_as.type.enum_class
            return words(stored) if stored in set(words) else stored
        return stored if own is None or self.span is not None else own.value_of(stored)

    @property
    def is_of_offices(self) -> bool:
        """Whether the groups are offices, which have names and places."""
        return isinstance(self.column.filter, OfficeFilter)

    @property
    def title(self) -> str:
        """What it is called above its column."""
        said = self.column.title
        match self.span:
            case Span.DAY:
                return _("%(date)s（按日）", date=said)
            case Span.MONTH:
                return _("%(date)s（按月）", date=said)
            case Span.QUARTER:
                return _("%(date)s（按季）", date=said)
            case Span.YEAR:
                return _("%(date)s（按年）", date=said)
        return said


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a list."""

    grid: Grid
    state: ListState
    spec: ReportSpec
    groupings: tuple[Grouping, ...] = ()
    figures: tuple[Figure, ...] = ()
    #: The columns of a report of rows.
    columns: tuple[Column, ...] = ()
    #: The dates of which two periods are compared.
    compared: ComparedColumn | None = None

    def page(self, door: str, **where: object) -> str:
        """The address of a page of its list."""
        return list_address(self.grid, door, **where)


def read_question(
    session: Session, grids: dict[str, Grid], role: Role, spec: ReportSpec
) -> Question:
    """The report as the session's reader sees it. Raises BadListError."""
    grid = list_of(session, grids, role, spec.entity)
    if grid is None or role not in grid.readers & STAFF:
        raise BadListError(ReportRefusal.UNKNOWN_LIST, name=spec.entity[:LONGEST_VALUE])
    state = _state(grid, spec)
    if not spec.is_of_groups:
        return Question(grid, state, spec, columns=_columns(grid, state, spec))
    if spec.then_by and not spec.group_by:
        raise BadListError(ReportRefusal.GROUPS_MISSING)
    names = [name for name in (spec.group_by, spec.then_by) if name]
    groupings = tuple(grouping_of(grid, name) for name in names)
    if len({each.name for each in groupings}) < len(groupings):
        raise BadListError(ReportRefusal.GROUPED_TWICE, name=groupings[0].title)
    _leave_room(state.where)
    figures = _figures(grid, spec)
    if spec.sort and spec.sort.removeprefix("-") not in {each.code for each in figures}:
        raise BadListError(ReportRefusal.NOT_SORTED, name=spec.sort[:LONGEST_VALUE])
    return Question(grid, state, spec, groupings, figures, compared=_compared(grid, spec))


def spec_fault(
    session: Session, role: Role, spec: ReportSpec, grids: dict[str, Grid]
) -> Refusal | None:
    """Why the reader cannot read the report; None when they can."""
    try:
        read_question(session, grids, role, spec)
    except BadListError as error:
        return error.refusal
    return None


@cache
def groupable(grid: Grid) -> dict[str, ComparedColumn]:
    """Name → column, of all that rows can be grouped by."""
    return {
        name: column for name, column in compared_columns(grid).items() if _groups(grid, column)
    }


@cache
def summable(grid: Grid) -> dict[str, Column]:
    """Key → column, of all whose values can be added up."""
    return {key: c for key, c in grid.choosable.items() if can_be_summed(grid, c)}


def is_dated(column: ComparedColumn) -> bool:
    """Whether its values are dates or instants."""
    return isinstance(column.filter, DateFilter)


def _groups(grid: Grid, column: ComparedColumn) -> bool:
    if isinstance(column.filter, OfficeFilter):
        return column.link is None
    if column.link is not None and column.listed.model is grid.model:
        # A record of the same table would stand for the row itself.
        return False
    own = grid.own_by_name.get(column.name) if column.link is None else None
    if own is not None and (own.is_masked or own.kind not in _GROUPED):
        return False
    asked = column.filter.operators
    return column.name != "id" and Operator.IS in asked and Operator.EMPTY in asked


def _state(grid: Grid, spec: ReportSpec) -> ListState:
    if len(spec.conditions) > LONGEST_CONDITIONS:
        raise BadListError(ListFault.WHERE_TOO_LONG, maximum=LONGEST_CONDITIONS)
    pairs = [
        (name, value)
        for name, value in parse_qsl(spec.conditions.removeprefix("?"), keep_blank_values=False)
        # How a list is shown is no part of what is asked of it.
        if name not in {"group", "view", "size", "after", "before", "last", "page", "format"}
    ]
    return read_state(grid, MultiDict(pairs))


def _columns(grid: Grid, state: ListState, spec: ReportSpec) -> tuple[Column, ...]:
    keys = spec.columns or state.columns
    if len(keys) > MAXIMUM_REPORT_COLUMNS:
        raise BadListError(ReportRefusal.TOO_MANY_COLUMNS, maximum=MAXIMUM_REPORT_COLUMNS)
    unknown = next((key for key in keys if key not in grid.choosable), None)
    if unknown is not None:
        raise BadListError(ReportRefusal.UNKNOWN_COLUMN, name=unknown[:LONGEST_VALUE])
    return columns_of(grid, grid.column_list, keys)


def grouping_of(grid: Grid, name: str) -> Grouping:
    """A grouping by its code, `expires_on:month`. Raises BadListError."""
    head, _colon, span = name.partition(":")
    column = groupable(grid).get(head)
    if column is None:
        known = head in grid.choosable
        fault = ReportRefusal.NOT_GROUPED if known else ReportRefusal.UNKNOWN_COLUMN
        raise BadListError(fault, name=head[:LONGEST_VALUE])
    if not span:
        return Grouping(head, column, Span.DAY if is_dated(column) else None)
    if not is_dated(column) or span not in set(Span):
        raise BadListError(ReportRefusal.NOT_A_DATE, name=name[:LONGEST_VALUE])
    return Grouping(head, column, Span(span))


def _figures(grid: Grid, spec: ReportSpec) -> tuple[Figure, ...]:
    if len(spec.figures) > MAXIMUM_FIGURES:
        raise BadListError(ReportRefusal.TOO_MANY_FIGURES, maximum=MAXIMUM_FIGURES)
    return tuple(_figure(grid, code) for code in spec.figures or (FigureKind.COUNT.value,))


def _figure(grid: Grid, code: str) -> Figure:
    kind, _colon, column = code.partition(":")
    if kind not in set(FigureKind):
        raise BadListError(ReportRefusal.NOT_A_FIGURE, name=code[:LONGEST_VALUE])
    needs_column = FigureKind(kind) not in {FigureKind.COUNT, FigureKind.SHARE}
    if (needs_column and not column) or (column and FigureKind(kind) is FigureKind.COUNT):
        raise BadListError(ReportRefusal.NOT_A_FIGURE, name=code[:LONGEST_VALUE])
    if column and column not in summable(grid):
        known = column in grid.choosable
        fault = ReportRefusal.NOT_SUMMED if known else ReportRefusal.UNKNOWN_COLUMN
        raise BadListError(fault, name=column[:LONGEST_VALUE])
    return figure_of(grid, FigureKind(kind), column)


def _compared(grid: Grid, spec: ReportSpec) -> ComparedColumn | None:
    if spec.period is None:
        return None
    column = groupable(grid).get(spec.compared_on)
    if column is None or not is_dated(column):
        raise BadListError(ReportRefusal.NOT_A_DATE, name=spec.compared_on[:LONGEST_VALUE])
    return column


def _leave_room(where: Combination | None) -> None:
    """Raises BadListError for conditions to which those of a group could not be added."""
    if where is None:
        return
    if len(where.text()) > LONGEST_CONDITION:
        raise BadListError(ListFault.WHERE_TOO_LONG, maximum=LONGEST_CONDITION)
    if len(list(where.comparisons())) > MAXIMUM_CONDITIONS:
        raise BadListError(ListFault.WHERE_TOO_MANY, maximum=MAXIMUM_CONDITIONS)
    if where.is_any and _depth(where) == MAXIMUM_DEPTH:
        raise BadListError(ListFault.WHERE_TOO_DEEP, maximum=MAXIMUM_DEPTH - 1)


def _depth(part: Comparison | Combination) -> int:
    return 1 + max(map(_depth, part.parts)) if isinstance(part, Combination) else 0
