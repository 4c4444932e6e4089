"""A check or a run of a large selection as a file: every row with its verdict, reason and facts.

Rows are read slice by slice and written as they come, so memory does not grow with the selection.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.selection_summary import SliceSummary, StoredLine
from admin_app.files.csv_writer import csv_lines, sheet_bytes
from admin_app.files.xlsx_writer import Leaf, tab_of
from admin_app.forms.refusal_text import refusal_message, spoken_facts
from admin_app.grid.planning.totals import figures
from admin_app.jobs.selection_check import lines_in_slices, slices_of
from admin_app.labels import fact_label
from admin_app.values import TEXT, kind_of_fact, plain, written_fact
from models.core.journal import JournalReceipt
from models.jobs.job_run import JobRun
from models.values.money import yuan_in_words


@dataclass(frozen=True, slots=True)
class SelectionFile:
    """What a file of a selection holds. The session must stay open while it is read."""

    session: Session
    run: JobRun
    title: str
    summary: SliceSummary
    #: (label, text): the input, and who has it done when.
    facts: Sequence[tuple[str, str]]

    def csv(self) -> Iterator[bytes]:
        """The file as CSV, a slice at a time: its rows, then the input and the sums."""
        names = self._names()
        yield sheet_bytes([[_("记录"), _("结果"), _("原因"), *map(fact_label, names)]])
        for lines in self._slices():
            yield csv_lines([*_head(line, self.run), *_texts(line, names)] for line in lines)
        yield csv_lines([(_("操作"), self.title), *self.facts, *self._sums()])

    def leaves(self) -> list[Leaf]:
        """The file as worksheets: its rows, and the sums."""
        names = self._names()
        headings = [
            *((label, TEXT) for label in (_("记录"), _("结果"), _("原因"))),
            *((fact_label(name), kind_of_fact(name)) for name in names),
        ]
        rows = (
            [*_head(line, self.run), *map(spoken_facts(line[4]).get, names)]
            for lines in self._slices()
            for line in lines
        )
        whole = [(_("操作"), self.title), *self.facts, *self._sums()]
        return [
            Leaf(tab_of(_("逐条结果")), headings, rows),
            Leaf(_("合计"), [(_("项目"), TEXT), (_("内容"), TEXT)], whole),
        ]

    def _names(self) -> list[str]:
        """The facts of all rows, in the order in which they first appear."""
        names: dict[str, None] = {}
        for lines in self._slices():
            names |= dict.fromkeys(name for line in lines for name in line[4])
        return [name for name in names if not name.endswith("_id")]

    def _slices(self) -> Iterator[list[StoredLine]]:
        if self.run.is_check:
            yield from lines_in_slices(self.session, self.run.id)
            return
        done = [part.entry_id for part in slices_of(self.session, self.run.id)]
        for entry_id, refused in zip(done, lines_in_slices(self.session, self.run.id), strict=True):
            yield [*self._done(entry_id), *refused]

    def _done(self, entry_id: int | None) -> Iterator[StoredLine]:
        """The rows of a receipt."""
        if entry_id is None:
            return
        wanted = select(JournalReceipt.outcome).where(JournalReceipt.id == entry_id)
        outcome = self.session.scalar(wanted) or {"rows": ()}
        for row in outcome["rows"]:
            yield [row["row_id"], row["name"], None, {}, row["facts"]]

    def _sums(self) -> list[tuple[str, str]]:
        summary = self.summary
        passing, refused = _ends(self.run)
        words = summary.words_fen
        return [
            (passing, f"{summary.passing:,}"),
            (refused, f"{summary.refused:,}"),
            *((label, plain(figure)) for label, figure in figures(summary.totals)),
            *([(_("大写"), yuan_in_words(words))] if words else ()),
        ]


def _ends(run: JobRun) -> tuple[str, str]:
    if run.is_check:
        return _("可以办理"), _("不能办理")
    return _("已办理"), _("未办理")


def _head(line: StoredLine, run: JobRun) -> list[str]:
    _row_id, name, code, why, _facts = line
    passing, refused = _ends(run)
    if code is None:
        return [name, passing, ""]
    return [name, refused, refusal_message(("", code, why))[1]]


def _texts(line: StoredLine, names: Sequence[str]) -> list[str]:
    facts = spoken_facts(line[4])
    return [plain(written_fact(name, facts.get(name))) for name in names]
