"""A report as tables of values: what its page, its files, its tile and its letter draw from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.files.csv_writer import fetched
from admin_app.grid.column_source import column_of, label_of
from admin_app.grid.exporting.file_rows import every_row
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.query import refuse_unsorted
from admin_app.grid.reporting.figures import FigureKind, GroupValue, Line, Number, share
from admin_app.grid.reporting.group_names import GroupNames, list_url
from admin_app.grid.reporting.measuring import in_span, total_of
from admin_app.grid.reporting.question import Question
from admin_app.papers.chart import Chart, chart_of
from admin_app.papers.line_chart import LineChart, line_chart_of
from admin_app.papers.report import Linked, ReportTable, bare
from admin_app.values import SHARE, TEXT, ValueKind, kind_of, plain
from models.definitions.report import ReportChart, ReportPeriod

#: How a slice of the question is measured: the lines of one question.
MeasureLines: TypeAlias = Callable[[Question], Sequence[Line]]

#: The present period and the one before it, as conditions have them.
PERIODS: Final[Mapping[ReportPeriod, tuple[str, str]]] = {
    ReportPeriod.MONTH: ("this_month", "last_month"),
    ReportPeriod.QUARTER: ("this_quarter", "last_quarter"),
    ReportPeriod.YEAR: ("this_year", "last_year"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The table of a report and what is drawn beside it."""

    table: ReportTable
    chart: Chart | LineChart | None = None
    #: (heading, figure as written) of the total, for a tile.
    headline: Sequence[tuple[str, str]] = ()
    #: Whether the table does not hold every row.
    is_cut: bool = False


def draw(session: Session, question: Question, title: str, most: int, lines: MeasureLines) -> Drawn:
    """The report; one of rows shows so many at most. Raises BadListError."""
    if not question.spec.is_of_groups:
        return _rows(session, question, title, most)
    return _Groups(session, question, title, lines).drawn()


def without_figures(title: str) -> Drawn:
    """A report that is not worked out yet."""
    return Drawn(ReportTable(title, [], [], empty=_("还没有数字。")))


def _rows(session: Session, question: Question, title: str, most: int) -> Drawn:
    """The rows of the list, each leading to its record."""
    grid, columns = question.grid, question.columns
    request = ListRequest(session, grid, question.state, columns)
    refuse_unsorted(request)
    found = fetched(session, every_row(request).limit(most + 1)).all()
    kinds = [kind_of(column_of(grid, column)) for column in columns]
    url = question.page("details_view", id="")
    rows = [[Linked(row[2], f"{url}{row.id}"), *row[3 : 2 + len(columns)]] for row in found[:most]]
    headings = [(label_of(grid, c), kind) for c, kind in zip(columns, kinds, strict=True)]
    count = f"{most:,}+" if len(found) > most else f"{len(found):,}"
    return Drawn(
        ReportTable(title, headings, rows),
        headline=[(_("记录数"), count)],
        is_cut=len(found) > most,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """One period of a comparison, or all rows: the question, its lines and their total."""

    question: Question
    lines: Mapping[tuple[GroupValue, ...], Line]
    total: Line

    def line(self, values: tuple[GroupValue, ...]) -> Line:
        return self.lines.get(values, Line(values, 0, {}))


class _Groups:
    """A report of groups while it is drawn."""

    def __init__(
        self, session: Session, question: Question, title: str, lines: MeasureLines
    ) -> None:
        self.session, self.question, self.title = session, question, title
        self.grid, self.figures = question.grid, question.figures
        self.sides = [self._side(each, lines) for each in questions_of(question)]
        values = [values for side in self.sides for values in side.lines]
        self.groups = GroupNames(session, question, values)

    def _side(self, question: Question, lines: MeasureLines) -> _Side:
        found = {line.values: line for line in lines(question)}
        return _Side(question, found, total_of(found.values()))

    def drawn(self) -> Drawn:
        groups = self._ordered()
        columns = [*((g.title, TEXT) for g in self.question.groupings), *self._headings()]
        if not self.question.groupings:
            # One line of figures needs a heading of its own, and no total.
            columns, rows = [(self.title, TEXT), *columns], [[_("合计"), *self._cells(())]]
            return Drawn(ReportTable(self.title, columns, rows), headline=self._headline())
        rows = [[*self.groups.names(values), *self._cells(values)] for values in groups]
        blank = [""] * (len(self.question.groupings) - 1)
        total = [_("合计"), *blank, *self._total_cells()]
        table = ReportTable(self.title, columns, rows, total if rows else None)
        return Drawn(table, self._chart(groups), self._headline())

    def _headings(self) -> Iterator[tuple[str, ValueKind]]:
        period = self.question.spec.period
        for figure in self.figures:
            title, kind = figure.title(self.grid), figure.written_as(self.grid)
            if period is None:
                yield title, kind
                continue
            for said in _period_words(period):
                yield _("%(figure)s（%(period)s）", figure=title, period=said), kind
            if figure.kind is not FigureKind.SHARE:
                yield _("%(figure)s增减", figure=title), kind
                yield _("%(figure)s增减率", figure=title), SHARE

    def _cells(self, values: tuple[GroupValue, ...]) -> Iterator[object]:
        lines = [side.line(values) for side in self.sides]
        urls = [self.groups.url(side.question, values) for side in self.sides]
        return self._figures(lines, urls)

    def _total_cells(self) -> Iterator[object]:
        urls = [list_url(side.question) for side in self.sides]
        return self._figures([side.total for side in self.sides], urls)

    def _figures(self, lines: Sequence[Line], urls: Sequence[str | None]) -> Iterator[object]:
        for figure in self.figures:
            values = [
                figure.of(line, side.total) for line, side in zip(lines, self.sides, strict=True)
            ]
            yield from (Linked(value, url) for value, url in zip(values, urls, strict=True))
            if len(values) > 1 and figure.kind is not FigureKind.SHARE:
                yield from _change(*values)

    def _ordered(self) -> list[tuple[GroupValue, ...]]:
        groups = dict.fromkeys(values for side in self.sides for values in side.lines)
        ordered = sorted(groups, key=lambda values: tuple(map(_rank, values)))
        code = self.question.spec.sort
        if not code:
            return ordered
        figure = next(f for f in self.figures if f.code == code.removeprefix("-"))
        side = self.sides[0]
        found = {values: figure.of(side.line(values), side.total) for values in ordered}
        known = [values for values in ordered if found[values] is not None]
        known.sort(key=lambda values: found[values] or 0, reverse=code.startswith("-"))
        return [*known, *(values for values in ordered if found[values] is None)]

    def _chart(self, groups: Sequence[tuple[GroupValue, ...]]) -> Chart | LineChart | None:
        if self.question.spec.chart is ReportChart.NONE:
            return None
        figure, side = self.figures[0], self.sides[0]
        labels, numbers = [], []
        for values in groups:
            number = figure.of(side.line(values), side.total)
            if number is not None:
                labels.append(" / ".join(str(bare(name)) for name in self.groups.names(values)))
                numbers.append(number)
        draw_it = line_chart_of if self.question.spec.chart is ReportChart.LINE else chart_of
        return draw_it(figure.title(self.grid), figure.written_as(self.grid), labels, numbers)

    def _headline(self) -> list[tuple[str, str]]:
        side = self.sides[0]
        return [
            (
                figure.title(self.grid),
                plain(figure.written_as(self.grid).html(figure.of(side.total, side.total))),
            )
            for figure in self.figures
            if figure.kind is not FigureKind.SHARE
        ]


def questions_of(question: Question) -> list[Question]:
    """What is measured: the question itself, or that of each of two periods."""
    period = question.spec.period
    if period is None:
        return [question]
    return [in_span(question, code) for code in PERIODS[period]]


def _period_words(period: ReportPeriod) -> tuple[str, str]:
    return {
        ReportPeriod.MONTH: (_("本月"), _("上月")),
        ReportPeriod.QUARTER: (_("本季度"), _("上季度")),
        ReportPeriod.YEAR: (_("本年"), _("上年")),
    }[period]


def _change(now: Number | None, before: Number | None) -> Iterator[object]:
    """By how much a figure changed, and by which part of what it was."""
    if now is None or before is None:
        yield from (None, None)
        return
    change = now - before
    yield change
    is_whole = isinstance(change, int) and isinstance(before, int)
    yield share(int(change), int(before)) if is_whole else None


def _rank(value: GroupValue) -> tuple[bool, bool, GroupValue]:
    """Sort key: no value last, words in the order of their list, others after them by themselves.

    A word that has left its list is a text beside words.
    """
    if value is None:
        return True, False, 0
    if isinstance(value, StrEnum):
        return False, False, list(type(value)).index(value)
    return False, True, value
