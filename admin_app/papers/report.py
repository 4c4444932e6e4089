"""Report: the tables of a page, declared once; the page, its files and its PDF draw from them.

Every value is kept as it is, beside the kind that says how it is written, so that a figure is the
same wherever it is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from admin_app.papers.chart import Chart, chart_of
from admin_app.papers.paper import Paper, Table
from admin_app.values import ValueKind, plain
from models.core.base import Base

#: Most rows of a report in a file; whoever asks for more is asked to narrow it.
MAXIMUM_REPORT_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Linked:
    """A value that leads to its rows, or that needs attention."""

    value: object
    url: str | None = None
    is_alarming: bool = False
    #: What a screen reader says of the link; empty: the value.
    label: str = ""
    #: How deep the row stands in a tree, for the page.
    depth: int = 0


def bare(value: object) -> object:
    """The value of a cell without its link; several values as one text."""
    if isinstance(value, tuple):
        return "、".join(str(bare(each)) for each in value)
    return value.value if isinstance(value, Linked) else value


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: each column with the kind of its values, the rows, and the totals below them."""

    caption: str
    #: (heading, kind of the values)…
    columns: Sequence[tuple[str, ValueKind]]
    #: Values, `Linked` ones or tuples of these; as many as there are columns.
    rows: Sequence[Sequence[object]]
    total: Sequence[object] | None = None
    #: The text when there are no rows.
    empty: str = ""
    #: Links beside each row of the page, which no file has: (label, url)… a row.
    actions: Sequence[Sequence[tuple[str, str]]] = ()
    #: The column that the page also draws as bars, by its place.
    charted: int | None = None

    @property
    def chart(self) -> Chart | None:
        """The bars of the page, if any; the first column labels them."""
        if self.charted is None:
            return None
        heading, kind = self.columns[self.charted]
        rows = [(str(row[0]), row[self.charted]) for row in self.values()]
        figures = [(label, figure) for label, figure in rows if isinstance(figure, int)]
        return chart_of(heading, kind, [label for label, _n in figures], [n for _l, n in figures])

    def values(self) -> list[list[object]]:
        """The rows without their links, the totals not among them."""
        return [[bare(value) for value in row] for row in self.rows]

    @property
    def total_values(self) -> list[object] | None:
        """The totals without their links."""
        return None if self.total is None else [bare(value) for value in self.total]

    def first_rows(self, count: int) -> ReportTable:
        """The table with so many rows at most, for a page that shows no more."""
        return replace(self, rows=self.rows[:count], actions=self.actions[:count])


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The tables of a page at one address, in the reader's language."""

    #: The model its rows are about, for the record of an export.
    model: type[Base]
    title: str
    #: The office or unit it is about.
    office: str
    #: The day whose figures it shows.
    on: dt.date
    #: What else tells its file from others: a week, a year.
    about: str = ""
    #: What stands before it on the printed report.
    about_label: str = ""
    #: What the record of an export says was asked for; empty: the address of the page.
    selection: str = ""
    facts: Sequence[tuple[str, str]] = ()
    tables: Sequence[ReportTable]
    notes: Sequence[str] = ()
    #: Who signs the printed report, in order.
    signs: Sequence[str] = ()
    #: Whether there are more rows than the tables hold; such a report has no file.
    is_cut: bool = False

    @property
    def row_count(self) -> int:
        """Rows of all tables, without totals."""
        return sum(len(table.rows) for table in self.tables)

    def paper(self) -> Paper:
        """The report as it is printed."""
        return Paper(
            model=self.model,
            title=self.title,
            number=self.about,
            number_label=self.about_label,
            office=self.office,
            on=self.on,
            facts=self.facts,
            tables=[_printed(table) for table in self.tables],
            notes=self.notes,
            signs=self.signs,
            selection=self.selection,
            is_report=True,
        )


def _printed(table: ReportTable) -> Table:
    kinds = [kind for _heading, kind in table.columns]

    def written(row: Sequence[object]) -> list[str]:
        return [plain(kind.html(value)) for kind, value in zip(kinds, row, strict=True)]

    return Table(
        table.caption,
        [(heading, kind.is_figure) for heading, kind in table.columns],
        [written(row) for row in table.values()],
        written(total) if (total := table.total_values) is not None else None,
        table.empty,
    )
