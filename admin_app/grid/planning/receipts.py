"""The numbered receipt (业务单) of a run: page, print and file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.receipts import outcome_of
from actions.core.result import Outcome
from admin_app.forms.refusal_text import refusal_message
from admin_app.grid.planning.receipt_input import input_of, member_of_fact
from admin_app.grid.planning.receipt_records import Document, Reader, ReceiptRecords
from admin_app.grid.planning.totals import figures
from admin_app.grid.record.answered_warnings import answered_in_words
from admin_app.labels import action_title, fact_label, word
from admin_app.labels.lookup import ROW_NAMES
from admin_app.labels.receipts import BEFORE, SAME_AS, SIGNS, SIGNS_OF_OFFICE, SIGNS_OF_UNIT
from admin_app.papers.money import office_name
from admin_app.papers.paper import Paper, Table, link
from admin_app.values import is_figure, plain, written_fact
from models.core.base import ChosenRow
from models.core.journal import JournalEntry, JournalReceipt
from models.definitions.template_subject import PaperSubject
from models.offices.office import REGISTRY_CODE
from models.units.unit import Unit
from models.values.calendar import business_day, instant
from models.values.money import format_yuan


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
            JournalEntry.input,
            JournalReceipt.receipt_no,
            JournalReceipt.outcome,
            # A registrant's own act is the unit's, whichever office serves it.
            Unit.__table__.c.name.label("unit"),
        )
        .join(JournalReceipt, JournalReceipt.id == JournalEntry.id)
        .outerjoin(Unit.__table__, Unit.__table__.c.id == JournalEntry.unit_id)
        .where(JournalEntry.id == entry_id)
    ).one_or_none()


def receipt_paper(reader: Reader, found: ChosenRow, *, again: bool = False) -> Paper:
    """The receipt as a paper; `again`: shown to somebody who sent the same form once more."""
    outcome, left = spoken_outcome(found), left_of(found)
    records = ReceiptRecords(reader, found)
    on = business_day(found.at)
    typed = input_of(reader.session, reader.actor.role, found.action, found.input, reader.grids, on)
    by = found.unit or office_name(reader.session, found.office_code, on)
    return Paper(
        model=JournalEntry,
        subject=PaperSubject.RECEIPT,
        office_code=found.office_code or REGISTRY_CODE,
        made_at=found.at,
        title=f"{action_title(found.action)} · {_('业务单')}",
        number=found.receipt_no,
        number_label=_("编号"),
        office=by or _("系统"),
        on=on,
        status=_status(found, outcome, again=again),
        facts=[
            *([(_("办理单位"), by)] if by else ()),
            (_("办理时间"), instant(found.at)),
            (_("经办人"), found.actor_name),
            (_("办理方式"), word(found.door)),
            *records.subject(),
            (_("记录数"), _("%(n)s 条", n=len(outcome.rows))),
            *typed.facts,
            *answered_of(found),
        ],
        warnings=[_("还有 %(n)s 条未处理，原因见下表。", n=len(left))] if left else (),
        tables=[
            *([_results(outcome, records)] if outcome.rows else ()),
            *_made(records.documents()),
            *typed.tables,
            *([_waiting(left)] if left else ()),
        ],
        totals=[(label, plain(figure)) for label, figure in figures(totals_of(outcome))],
        amount_fen=outcome.totals.get("amount_fen"),
        signs=[str(sign) for sign in _signs(found)],
    )


def _status(found: ChosenRow, outcome: Outcome, *, again: bool) -> str:
    """What was done: how many records, which sum, and when, for somebody who asks again."""
    title, count = action_title(found.action), f"{len(outcome.rows):,}"
    amount = outcome.totals.get("amount_fen")
    done = (
        _("“%(title)s”已办理完成：%(count)s 条。", title=title, count=count)
        if amount is None
        else _(
            "“%(title)s”已办理完成：%(count)s 条，合计 %(amount)s。",
            title=title,
            count=count,
            amount=format_yuan(amount),
        )
    )
    if not again:
        return done
    return _("此前已于 %(at)s 办理，本次没有重复办理。%(done)s", at=instant(found.at), done=done)


def _signs(found: ChosenRow) -> Sequence[object]:
    if found.unit is not None:
        return SIGNS_OF_UNIT
    return SIGNS.get(found.action, SIGNS_OF_OFFICE)


def _results(outcome: Outcome, records: ReceiptRecords) -> Table:
    facts = facts_of(outcome)
    return Table(
        _("办理结果"),
        [
            (_("记录"), False),
            *((heading_of(outcome, name), _is_figure(outcome, name)) for name in facts),
        ],
        [
            [
                link(row.name, records.url_of(row.row_id)),
                *(plain(written_fact(name, row.facts.get(name))) for name in facts),
            ]
            for row in outcome.rows
        ],
    )


def heading_of(outcome: Outcome, name: str) -> str:
    """The heading of a fact; one that was true before the act, and is no longer, says so."""
    is_before = any(name in row.about for row in outcome.rows)
    return str(BEFORE[name]) if is_before and name in BEFORE else fact_label(name)


def _is_figure(outcome: Outcome, name: str) -> bool:
    return is_figure(row.facts.get(name) for row in outcome.rows)


def _made(documents: Sequence[Document]) -> list[Table]:
    """The numbered records of the run and their papers."""
    if not documents:
        return []
    columns = [(_("单据"), False), (_("号码"), False), (_("数量"), True)]
    rows = [[each.kind, each.link, f"{each.count:,}"] for each in documents]
    if any(each.papers for each in documents):
        columns.append((_("凭单"), False))
        for row, each in zip(rows, documents, strict=True):
            row.append(Markup("、").join(link(label, url) for label, url in each.papers))
    return [Table(_("形成的单据"), columns, rows)]


def spoken_outcome(found: ChosenRow) -> Outcome:
    """The stored outcome: of each row what it was and what became of it, with members of enums."""
    outcome, kinds = outcome_of(found), found.outcome.get("kinds", {})
    rows = (
        replace(
            row,
            name=str(ROW_NAMES.get((found.action, row.name), row.name)),
            facts={
                name: member_of_fact(kinds.get(name), found.action, name, value)
                for name, value in {**row.about, **row.facts}.items()
            },
            # What the run says itself is true after it.
            about={name: value for name, value in row.about.items() if name not in row.facts},
        )
        for row in outcome.rows
    )
    return replace(outcome, rows=tuple(rows))


def totals_of(outcome: Outcome) -> dict[str, int]:
    """The totals, without ids of other rows, which are for programs; how many rows there are
    stands above.
    """
    return {
        name: value
        for name, value in outcome.totals.items()
        if not name.endswith("_id") and (name, value) != ("row_count", len(outcome.rows))
    }


def _waiting(left: Sequence[LeftRow]) -> Table:
    columns = [(_("记录"), False), (_("原因"), False)]
    return Table(_("未处理的记录"), columns, [[row.name, row.why] for row in left])


def answered_of(found: ChosenRow) -> list[tuple[str, str]]:
    """The answered warnings, and the answer."""
    return answered_in_words(found.outcome.get("answered"))


def left_of(found: ChosenRow) -> list[LeftRow]:
    """The rows that were left out of the run, with reasons."""
    return [_left_row(kept) for kept in found.outcome.get("left", ())]


def _left_row(kept: Sequence[Any]) -> LeftRow:
    row_id, name, code, facts = kept
    why = refusal_message((name, code, facts))[1] if code else _("办理时未勾选，可以办理。")
    return LeftRow(row_id, name, why)


def facts_of(outcome: Outcome) -> list[str]:
    """The facts that a row has, without ids of other rows."""
    told = dict.fromkeys(
        name
        for row in outcome.rows
        for name, value in row.facts.items()
        if value is not None and not name.endswith("_id")
    )
    return [name for name in told if not _is_said_by_another(outcome, name)]


def _is_said_by_another(outcome: Outcome, name: str) -> bool:
    """Whether every row says the same under the name that a plan has for it."""
    other = SAME_AS.get(name)
    return other is not None and all(
        row.facts.get(other) == row.facts.get(name) for row in outcome.rows
    )
