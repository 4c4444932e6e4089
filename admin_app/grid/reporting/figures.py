"""The figures of a report: what is worked out of the rows of each group."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

from flask_babel import gettext as _
from sqlalchemy import Integer

from admin_app.grid.column_source import column_of, label_of
from admin_app.grid.spec import Column, Grid
from admin_app.values import NUMBER, SHARE, ValueKind, kind_of, kind_of_value
from admin_app.values.figures import MONEY
from models.definitions.field_spec import DECIMAL_PLACES
from models.definitions.own_field import FieldKind

#: What rows are grouped by: the type is that of the column.
GroupValue: TypeAlias = Any
#: A number: whole, or the average of whole ones.
Number = int | Decimal
#: Basis points in a whole.
_WHOLE: Final = 10_000


class FigureKind(StrEnum):
    """What is worked out; all but the count, of a column."""

    COUNT = "count"
    SUM = "sum"
    AVERAGE = "average"
    LEAST = "least"
    MOST = "most"
    #: The group's part of the total: of the rows, or of the sum of a column.
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known of one column of a group's rows."""

    count: int = 0
    sum: int = 0
    least: int | None = None
    most: int | None = None

    def and_also(self, other: Measure) -> Measure:
        """Of both groups together."""
        return Measure(
            self.count + other.count,
            self.sum + other.sum,
            min(_known(self.least, other.least), default=None),
            max(_known(self.most, other.most), default=None),
        )


def _known(*values: int | None) -> list[int]:
    return [value for value in values if value is not None]


@dataclass(frozen=True, slots=True)
class Line:
    """A group, or the total: how many rows it has, and the measure of each column asked for."""

    values: tuple[GroupValue, ...]
    count: int
    measures: dict[str, Measure]

    def and_also(self, other: Line) -> Line:
        """Both together, under the values of the first."""
        names = self.measures.keys() | other.measures.keys()
        both = {
            name: self.measures.get(name, Measure()).and_also(other.measures.get(name, Measure()))
            for name in names
        }
        return Line(self.values, self.count + other.count, both)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report."""

    kind: FigureKind
    #: The key of the column; empty: it is about the rows themselves.
    column: str = ""
    #: Of decimals: how many parts of a unit the measures count.
    parts: int = 1

    @property
    def code(self) -> str:
        """Its name in a report: `sum:fee_fen`."""
        return f"{self.kind}:{self.column}" if self.column else self.kind.value

    def of(self, line: Line, total: Line) -> Number | None:
        """The figure of a group; None where there is nothing to work it out from."""
        measure = line.measures.get(self.column, Measure())
        match self.kind:
            case FigureKind.COUNT:
                return line.count
            case FigureKind.SUM:
                return self._whole(measure.sum)
            case FigureKind.LEAST:
                return self._whole(measure.least)
            case FigureKind.MOST:
                return self._whole(measure.most)
            case FigureKind.AVERAGE:
                return self._average(measure)
            case FigureKind.SHARE:
                whole = total.measures.get(self.column, Measure())
                part_of = (measure.sum, whole.sum) if self.column else (line.count, total.count)
                return share(*part_of)

    def _whole(self, measured: int | None) -> Number | None:
        """A measure in whole units."""
        return measured if measured is None or self.parts == 1 else Decimal(measured) / self.parts

    def _average(self, measure: Measure) -> Number | None:
        if not measure.count:
            return None
        exact = Decimal(measure.sum) / measure.count / self.parts
        if self.column.endswith("_fen"):
            return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def written_as(self, grid: Grid) -> ValueKind:
        """How it is written."""
        if self.kind is FigureKind.SHARE:
            return SHARE
        if self.kind is FigureKind.COUNT:
            return NUMBER
        if self.column.endswith("_fen"):
            return MONEY
        if self.kind is FigureKind.AVERAGE:
            return kind_of_value(Decimal(0))
        return kind_of(column_of(grid, grid.choosable[self.column]))

    def title(self, grid: Grid) -> str:
        """What it is called above its column."""
        if not self.column:
            return _("记录数") if self.kind is FigureKind.COUNT else _("占比")
        of = label_of(grid, grid.choosable[self.column])
        match self.kind:
            case FigureKind.AVERAGE:
                return _("%(column)s平均", column=of)
            case FigureKind.LEAST:
                return _("%(column)s最小", column=of)
            case FigureKind.MOST:
                return _("%(column)s最大", column=of)
            case FigureKind.SHARE:
                return _("%(column)s占比", column=of)
            case _:
                return _("%(column)s合计", column=of)


def share(part: int, whole: int) -> int | None:
    """A part of a whole in basis points; None of nothing."""
    if not whole:
        return None
    exact = Decimal(part) * _WHOLE / whole
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def figure_of(grid: Grid, kind: FigureKind, column: str) -> Figure:
    """A figure of a column of a list."""
    own = grid.own_by_name.get(column)
    is_decimal = own is not None and own.kind is FieldKind.DECIMAL
    return Figure(kind, column, 10**DECIMAL_PLACES if is_decimal else 1)


def can_be_summed(grid: Grid, column: Column) -> bool:
    """Whether a column holds amounts or counts, and neither keys nor numbers that are names."""
    own = grid.own_by_name.get(column.key)
    if own is not None:
        return not own.is_masked and own.kind in {FieldKind.WHOLE, FieldKind.DECIMAL}
    source = column_of(grid, column)
    is_whole = isinstance(source.type, Integer)
    return is_whole and not source.foreign_keys and kind_of(source).is_figure
