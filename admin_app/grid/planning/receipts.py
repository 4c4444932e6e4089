"""The numbered receipt (业务单) of a run: page, print and file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.receipts import outcome_of
from actions.core.result import Outcome
from admin_app.files.xlsx_writer import Leaf
from admin_app.grid.planning.refusal_text import refusal_message
from admin_app.labels import action_title, fact_label, word
from admin_app.papers.paper import Paper, Table
from admin_app.values import TEXT, kind_of_fact, plain, written_fact
from admin_app.values.formula_guard import guarded
from models.core.base import ChosenRow
from models.core.journal import JournalEntry, JournalReceipt
from models.offices.office import Office
from models.values.calendar import business_day, instant


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that was left out, for the template."""

    id: int
    name: str
    why: str


def load_receipt(session: Session, entry_id: int) -> ChosenRow | None:
    """Entry and receipt of a run the actor may see, or None."""
    return session.execute(
        select(
            JournalEntry.id,
            JournalEntry.action,
            JournalEntry.at,
            JournalEntry.actor_name,
            JournalEntry.door,
            JournalEntry.office_code,
            JournalReceipt.receipt_no,
            JournalReceipt.outcome,
            Office.__table__.c.name.label("office"),
        )
        .join(JournalReceipt, JournalReceipt.id == JournalEntry.id)
        .outerjoin(Office.__table__, Office.__table__.c.code == JournalEntry.office_code)
        .where(JournalEntry.id == entry_id)
    ).one_or_none()


def receipt_paper(found: ChosenRow) -> Paper:
    """The receipt as a paper."""
    outcome = outcome_of(found)
    facts = _facts(outcome)
    amount, left = outcome.totals.get("amount_fen"), left_of(found)
    table = Table(
        _("办理结果"),
        [(_("记录"), False), *((fact_label(name), name.endswith("_fen")) for name in facts)],
        [
            [row.name, *(plain(written_fact(name, row.facts.get(name))) for name in facts)]
            for row in outcome.rows
        ],
    )
    return Paper(
        model=JournalEntry,
        title=f"{action_title(found.action)} · {_('业务单')}",
        number=found.receipt_no,
        number_label=_("编号"),
        office=found.office or _("系统"),
        on=business_day(found.at),
        facts=[
            *([(_("办理单位"), found.office)] if found.office else ()),
            (_("办理时间"), instant(found.at)),
            (_("经办人"), found.actor_name),
            (_("办理方式"), word(found.door)),
            (_("记录数"), _("%(n)s 条", n=len(outcome.rows))),
            *answered_of(found),
        ],
        warnings=[_("还有 %(n)s 条未处理，原因见下表。", n=len(left))] if left else (),
        tables=[*([table] if outcome.rows else ()), *([_waiting(left)] if left else ())],
        totals=[
            (fact_label(name), plain(written_fact(name, value)))
            for name, value in _totals(outcome)
            if not name.endswith("_id")
        ],
        amount_fen=amount,
        signs=(_("经办人（签字）"), _("复核人（签字）"), _("单位签收（盖章）")),
    )


def _totals(outcome: Outcome) -> list[tuple[str, int]]:
    """Counts first, then money: the last one is emphasised. Stored outcomes are unordered."""
    return sorted(
        outcome.totals.items(),
        key=lambda total: (total[0].endswith("_fen"), total[0] == "amount_fen"),
    )


def _waiting(left: Sequence[LeftRow]) -> Table:
    columns = [(_("记录"), False), (_("原因"), False)]
    return Table(_("未处理的记录"), columns, [[row.name, row.why] for row in left])


def answered_of(found: ChosenRow) -> list[tuple[str, str]]:
    """The answered warnings, and the reason."""
    kept = found.outcome.get("answered")
    if kept is None:
        return []
    told = ((_("差异"), refusal_message(note)[1]) for note in kept["notes"])
    return [*told, (_("差异说明"), kept["reason"])]


def left_of(found: ChosenRow) -> list[LeftRow]:
    """The rows that were left out of the run, with reasons."""
    return [_left_row(kept) for kept in found.outcome.get("left", ())]


def _left_row(kept: Sequence[Any]) -> LeftRow:
    row_id, name, code, facts = kept
    why = refusal_message((name, code, facts))[1] if code else _("办理时未勾选，可以办理。")
    return LeftRow(row_id, name, why)


def receipt_csv(found: ChosenRow) -> Iterator[str]:
    """The receipt as CSV lines."""
    outcome = outcome_of(found)
    facts = _facts(outcome)
    yield "\ufeff"
    yield _csv_line([_("编号"), found.receipt_no, action_title(found.action), instant(found.at)])
    yield _csv_line([_("记录"), *map(fact_label, facts)])
    for row in outcome.rows:
        yield _csv_line([row.name, *(str(written_fact(n, row.facts.get(n))) for n in facts)])
    for left in left_of(found):
        yield _csv_line([_("未处理"), left.name, left.why])
    for label, text in answered_of(found):
        yield _csv_line([label, text])
    for name, value in _totals(outcome):
        yield _csv_line([fact_label(name), str(written_fact(name, value))])


def receipt_leaves(found: ChosenRow) -> list[Leaf]:
    """The receipt as worksheets: its rows, and its totals."""
    outcome = outcome_of(found)
    facts = _facts(outcome)
    headings = [(_("记录"), TEXT), *((fact_label(name), kind_of_fact(name)) for name in facts)]
    rows = [[row.name, *map(row.facts.get, facts)] for row in outcome.rows]
    whole = [
        (_("编号"), found.receipt_no),
        (_("操作"), action_title(found.action)),
        (_("办理时间"), instant(found.at)),
        *answered_of(found),
        *((fact_label(name), str(written_fact(name, n))) for name, n in _totals(outcome)),
    ]
    left = [(row.name, row.why) for row in left_of(found)]
    waiting = Leaf(_("未处理"), [(_("记录"), TEXT), (_("原因"), TEXT)], left)
    return [
        Leaf(_("办理结果"), headings, rows),
        *([waiting] if left else []),
        Leaf(_("业务单"), [(_("项目"), TEXT), (_("内容"), TEXT)], whole),
    ]


def _facts(outcome: Outcome) -> list[str]:
    """The facts of rows, without ids of other rows."""
    told = (name for row in outcome.rows for name in row.facts if not name.endswith("_id"))
    return list(dict.fromkeys(told))


def _csv_line(values: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([guarded(value) for value in values])
    return line.getvalue()
