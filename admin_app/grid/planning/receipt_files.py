"""The receipt (业务单) of a run as a CSV file and as a workbook, with all that its paper says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from admin_app.files.xlsx_writer import Leaf
from admin_app.grid.planning.receipts import facts_of, heading_of, spoken_outcome
from admin_app.papers.paper import Paper, Table
from admin_app.values import TEXT, kind_of_fact, plain
from admin_app.values.formula_guard import guarded
from models.core.base import ChosenRow


def receipt_csv(paper: Paper) -> Iterator[str]:
    """The receipt as CSV lines: what was done, then each table below its headings."""
    yield "\ufeff"
    for line in _whole(paper):
        yield _csv_line(line)
    for table in paper.tables:
        yield _csv_line([])
        yield _csv_line([table.caption])
        yield _csv_line([heading for heading, _is_figure in table.columns])
        for row in table.rows:
            yield _csv_line(list(map(plain, row)))


def receipt_leaves(found: ChosenRow, paper: Paper) -> list[Leaf]:
    """The receipt as worksheets: what was done, and each table; amounts are numbers."""
    whole = Leaf(_("业务单"), [(_("项目"), TEXT), (_("内容"), TEXT)], list(_whole(paper)))
    outcome = spoken_outcome(found)
    facts = facts_of(outcome)
    headings = [
        (_("记录"), TEXT),
        *((heading_of(outcome, name), kind_of_fact(name)) for name in facts),
    ]
    rows = [[row.name, *map(row.facts.get, facts)] for row in outcome.rows]
    others = paper.tables[1:] if rows else paper.tables
    return [
        *([Leaf(_("办理结果"), headings, rows)] if rows else []),
        *map(_leaf, others),
        whole,
    ]


def _leaf(table: Table) -> Leaf:
    return Leaf(
        table.caption,
        [(heading, TEXT) for heading, _is_figure in table.columns],
        [list(map(plain, row)) for row in table.rows],
    )


def _whole(paper: Paper) -> Iterator[tuple[str, str]]:
    """Everything that stands in no table."""
    yield paper.number_label, paper.number
    yield _("操作"), paper.title
    yield _("结果"), paper.status
    for warning in paper.warnings:
        yield _("提示"), warning
    yield from paper.facts
    yield from paper.totals
    if paper.amount_words:
        yield _("大写"), paper.amount_words


def _csv_line(values: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([guarded(value) for value in values])
    return line.getvalue()
