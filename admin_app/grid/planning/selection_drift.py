"""What moved between two checks of a large selection: of which rows, by whom and by which act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from actions.core.action import AnyAction
from actions.selection_summary import StoredLine, combined, summary_of
from admin_app.forms.refusal_text import refusal_message, spoken_facts
from admin_app.grid.planning.drift import MAXIMUM_DRIFT_LINES, Drift, Moved
from admin_app.grid.planning.drift_causes import Causes, causes_of
from admin_app.grid.planning.selection_text import moved_between
from admin_app.jobs.selection_check import lines_of_slice, slices_of
from admin_app.labels import fact_label
from admin_app.values import written_fact
from models.core.latest_changes import creation_of
from models.jobs.job_run import JobRun, JobSlice


def drift_of_checks(
    session: Session, action: AnyAction, earlier: JobRun, later: JobRun
) -> Drift | None:
    """The differences in counts, sums and notes, then row by row; None where nothing moved."""
    parts = slices_of(session, earlier.id), slices_of(session, later.id)
    was, now = (combined([summary_of(part.summary) for part in each]) for each in parts)
    if not was.digest or was.digest == now.digest:
        return None
    pairs = list(_moved_lines(session, *parts))
    ids = [now_line[0] for _was_line, now_line in pairs[:MAXIMUM_DRIFT_LINES]]
    causes = causes_of(session, action.model, ids, creation_of(session, earlier))
    moved = [replace(line, by=causes.of_all) for line in moved_between(was, now)]
    moved += [line for pair in pairs for line in _in_words(*pair, causes)]
    # A row may have been written without a figure of the plan being another.
    return Drift(moved or [Moved(_("合计"), _("记录"), "", _("已被修改"), causes.of_all)])


def _moved_lines(
    session: Session, earlier: Sequence[JobSlice], later: Sequence[JobSlice]
) -> Iterator[tuple[StoredLine, StoredLine]]:
    """The lines of each row that differ, of slices that do."""
    for before, after in zip(earlier, later, strict=False):
        if summary_of(before.summary).digest == summary_of(after.summary).digest:
            continue
        shown = {line[0]: line for line in lines_of_slice(session, before.id)}
        for line in lines_of_slice(session, after.id):
            if (old := shown.get(line[0])) is not None and old != line:
                yield old, line


def _in_words(was: StoredLine, now: StoredLine, causes: Causes) -> Iterator[Moved]:
    name, by = now[1], causes.of(now[0])
    if was[2:4] != now[2:4]:
        yield Moved(name, _("核对结果"), _verdict(was), _verdict(now), by)
        return
    before, after = spoken_facts(was[4]), spoken_facts(now[4])
    for fact in dict.fromkeys([*before, *after]):
        sides = [written_fact(fact, side[fact]) if fact in side else "" for side in (before, after)]
        if sides[0] != sides[1]:
            yield Moved(name, fact_label(fact), *sides, by)


def _verdict(line: StoredLine) -> str:
    _row_id, name, code, why, _facts = line
    return _("可以办理") if code is None else refusal_message([name, code, why])[1]
