"""The rows of a plan: what each is, what the input would make of it, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from actions.core.action import R
from actions.plan import Plan
from admin_app.grid.listing.headings import Heading
from admin_app.labels import fact_label, sentence
from admin_app.values import Written, is_figure, plain, written_fact
from admin_app.values.table_width import PAGE_WIDTH, table_width, text_width


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the plan for the template."""

    id: int
    cells: Sequence[Written]
    is_refused: bool
    verdict: str
    #: ✓ or ✕; empty before there is an input to judge by.
    mark: str

    @property
    def look(self) -> str:
        """The class of the verdict in the style sheet."""
        if self.is_refused:
            return "verdict-no"
        return "verdict-ok" if self.mark else "soft"


#: A domain name stands on one line, so that it never breaks inside its suffix.
_LONGEST_NAME = 30
#: Longer texts wrap: addresses, reasons, several names.
_LONGEST_LINE = 16
#: More rows than this are compared in a table, however wide it is.
_MOST_WIDE_ROWS = 20
#: Of the column with the verdict, as the style sheet has it, in half squares.
_VERDICT_WIDTH = 26


def plan_columns(seen: Plan[R]) -> list[Heading]:
    """The name of the row, then a column per fact."""
    wraps = any(len(verdict.name) > _LONGEST_NAME for verdict in seen.verdicts)
    first = Heading("name", _("记录"), "start", None, "", wraps)
    return [first, *(_heading(seen, name) for name in _shown(seen))]


def plan_rows(seen: Plan[R]) -> list[PlanRow]:
    """The rows under those columns, refused ones first."""
    names = _shown(seen)
    passing, passes = (_("可以办理"), "✓") if seen.is_filled else (_("填写后核对"), "")
    rows = []
    for verdict in seen.verdicts:
        facts, refusal = seen.facts_of(verdict.row_id), verdict.refusal
        cells = [verdict.name, *(written_fact(name, facts.get(name)) for name in names)]
        said = sentence(refusal.code, refusal.facts) if refusal else passing
        mark = "✕" if refusal else passes
        rows.append(PlanRow(verdict.row_id, cells, refusal is not None, said, mark))
    return sorted(rows, key=lambda row: not row.is_refused)


def are_wide(columns: Sequence[Heading], rows: Sequence[PlanRow]) -> bool:
    """Whether a few rows have more facts than fit the page, so that each fact gets a line."""
    if len(rows) > _MOST_WIDE_ROWS:
        return False
    headings = [*(column.label for column in columns), ""]
    cells = [
        [_cell_width(column, row.cells[number]) for row in rows]
        for number, column in enumerate(columns)
    ]
    return table_width(headings, [*cells, [_VERDICT_WIDTH]]) > PAGE_WIDTH


def _cell_width(column: Heading, cell: Written) -> int:
    whole = text_width(plain(cell))
    return min(whole, 2 * _LONGEST_LINE) if column.wraps else whole


def _heading(seen: Plan[R], name: str) -> Heading:
    values = [seen.facts_of(verdict.row_id).get(name) for verdict in seen.verdicts]
    align = "end" if is_figure(values) else "start"
    longest = _LONGEST_NAME if name == "domain" else _LONGEST_LINE
    wraps = any(len(v) > longest and not v.isascii() for v in values if isinstance(v, str))
    return Heading(name, fact_label(name), align, None, "", wraps)


def _shown(seen: Plan[R]) -> list[str]:
    """The facts that any row has: what a row is comes before what would become of it."""
    facts = [seen.facts_of(verdict.row_id) for verdict in seen.verdicts]
    named = dict.fromkeys(name for row in facts for name in row)
    return [name for name in named if any(row.get(name) not in _EMPTY for row in facts)]


_EMPTY = (None, "")
