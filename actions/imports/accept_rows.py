"""导入所选行: register the units and file the names of staged rows.

Ticked rows are checked again by today's rules of 登记单位 and 报送域名; bad rows may be left out
and block no others. A new unit of several rows is registered once; it is active, because the office
has seen its documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.records.new_rows import fill_in, judge_new_rows
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.imports import import_row_facts
from models.core.text_type import TextType, looks_changed
from models.domains.domain import Domain
from models.imports.row_checks import Judgement, Line
from models.imports.sheet import (
    IMPORT_ROW_LIFECYCLE,
    REGISTERING,
    ImportField,
    ImportKind,
    ImportRow,
    ImportRowEvent,
    ImportRowState,
    ImportSheet,
)
from models.registration.domain_filing import Filing, doubts, file_name
from models.registration.name_belonging import FilingDoubt
from models.registration.unit_registration import enter_unit
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent
from models.users.user import Role, User
from models.values.answer_kind import AnswerKind
from models.workspace.notify import Notice, Topic, notify

#: Roles that may import sheets.
_ADMINS = (Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN, Role.CITY_ADMIN, Role.COUNTY_ADMIN)


class AcceptRowsNote(StrEnum):
    """Notes of the plan page."""

    UNITS_ENTERED = "accept_rows_units_entered"
    NAMES_FILED = "accept_rows_names_filed"
    REWRITTEN = "accept_rows_rewritten"


class AcceptRowsRefusal(StrEnum):
    """Why a row is not registered, besides the faults of its unit or name."""

    NOT_NEW = "accept_rows_not_new"


@dataclass(frozen=True, slots=True)
class AcceptRowsFacts:
    """Row → what it would become."""

    judgements: Mapping[int, Judgement]

    def passing(self, rows: Sequence[ImportRow]) -> list[Judgement]:
        """The judgements of the rows that pass."""
        found = (self.judgements.get(row.id) for row in rows)
        return [judgement for judgement in found if judgement and not judgement.fault]


def survey(ctx: Context, rows: Sequence[ImportRow], given: Nothing) -> AcceptRowsFacts:
    # A row without an office belongs to its importer's, even if somebody else accepts it.
    lines = [
        Line(row.id, row.number, row.sheet.kind, row.cells, row.office_code)
        for row in rows
        if _is_new(row)
    ]
    return AcceptRowsFacts(judge_new_rows(ctx, lines))


def _is_new(row: ImportRow) -> bool:
    """Whether the row may become a new record; others are about a record that exists."""
    return row.sheet.kind in REGISTERING and not row.cells.get(ImportField.RECORD_ID)


def check(row: ImportRow, given: Nothing, facts: AcceptRowsFacts) -> Refusal | None:
    if row.id not in facts.judgements:
        return Refusal(AcceptRowsRefusal.NOT_NEW)
    fault = facts.judgements[row.id].fault
    return Refusal(fault.code, fault.facts) if fault else None


def preview(
    ctx: Context, rows: Sequence[ImportRow], given: Nothing, facts: AcceptRowsFacts
) -> Preview:
    judged = facts.passing(rows)
    units = len({judgement.standing.uscc for judgement in judged if judgement.standing})
    names = sum(judgement.asked is not None for judgement in judged)
    notes = (
        (units, Note(AcceptRowsNote.UNITS_ENTERED, {"count": units})),
        (names, Note(AcceptRowsNote.NAMES_FILED, {"count": names})),
    )
    return Preview(
        totals={"unit_count": units, "name_count": names},
        side_effects=tuple(note for count, note in notes if count),
        warnings=(
            *(Note(doubt, why) for doubt, why in doubts(judgement.verdict for judgement in judged)),
            *islice(_rewritten(rows, facts), _MOST_REWRITTEN),
        ),
    )


#: Most notes on names whose canonical form differs from what was typed.
_MOST_REWRITTEN = 20


def _rewritten(rows: Sequence[ImportRow], facts: AcceptRowsFacts) -> Iterator[Note]:
    for row in rows:
        papers, typed = facts.judgements[row.id].papers, row.cells.get(ImportField.NAME, "")
        if papers is not None and looks_changed(TextType.NAME, typed):
            told: dict[str, Fact] = {
                "number": row.number,
                "typed": " ".join(typed.split()),
                "kept": papers.name,
            }
            yield Note(AcceptRowsNote.REWRITTEN, told)


def run(ctx: Context, rows: Sequence[ImportRow], given: Nothing, facts: AcceptRowsFacts) -> Result:
    units = _enter(ctx, rows, facts)
    names = 0
    for row in rows:
        judgement = facts.judgements[row.id]
        if judgement.asked is not None:
            domain = _filed(ctx, judgement, judgement.unit or units[_code(judgement)])
            fill_in(ctx, domain, ImportKind.DOMAINS, row.cells)
            ctx.session.add(domain)
            names += 1
        IMPORT_ROW_LIFECYCLE.advance(row, ImportRowEvent.ACCEPT)
        row.fault = None
    ctx.session.flush()
    notify(ctx.session, _finished(ctx, sorted({row.sheet_id for row in rows})))
    return Result(
        rows=[RowResult(row.id, row.name, {"number": row.number}) for row in rows],
        totals={"row_count": len(rows), "unit_count": len(units), "name_count": names},
    )


def _finished(ctx: Context, sheet_ids: Sequence[int]) -> list[Notice]:
    """Notices to an office's administrators about sheets without waiting rows."""
    wanted = select(ImportRow.sheet_id, ImportRow.state, func.count()).where(
        ImportRow.sheet_id.in_(sheet_ids)
    )
    counts: dict[int, dict[ImportRowState, int]] = {}
    for sheet_id, state, count in ctx.session.execute(
        wanted.group_by(ImportRow.sheet_id, ImportRow.state)
    ):
        counts.setdefault(sheet_id, {})[state] = count
    over = [key for key, found in counts.items() if ImportRowState.STAGED not in found]
    readers = (
        select(ImportSheet.id, User.id)
        .join(User, User.office_code == ImportSheet.office_code)
        .where(ImportSheet.id.in_(over), User.unit_id.is_(None), User.role.in_(_ADMINS))
    )
    return [
        Notice(Topic.IMPORT_FINISHED, _notice_facts(sheet_id, counts[sheet_id]), user_id=user_id)
        for sheet_id, user_id in ctx.session.execute(readers)
    ]


def _notice_facts(sheet_id: int, counts: Mapping[ImportRowState, int]) -> dict[str, int]:
    return {
        "done": counts.get(ImportRowState.ACCEPTED, 0),
        "refused": counts.get(ImportRowState.REFUSED, 0),
        "sheet_id": sheet_id,
    }


def _code(judgement: Judgement) -> str:
    assert judgement.standing is not None
    return str(judgement.standing.uscc)


def _enter(ctx: Context, rows: Sequence[ImportRow], facts: AcceptRowsFacts) -> dict[str, Unit]:
    """Credit code → the unit registered for it."""
    units: dict[str, Unit] = {}
    for row in rows:
        judgement = facts.judgements[row.id]
        if judgement.papers is None or judgement.standing is None:
            continue
        if (code := _code(judgement)) not in units:
            units[code] = enter_unit(judgement.papers, judgement.standing)
            cells = row.cells if row.sheet.kind is ImportKind.UNITS else {}
            fill_in(ctx, units[code], ImportKind.UNITS, cells)
    ctx.session.add_all(units.values())
    ctx.session.flush()
    for unit in units.values():
        UNIT_LIFECYCLE.advance(unit, UnitEvent.CONFIRM)
    return units


def _filed(ctx: Context, judgement: Judgement, unit: Unit) -> Domain:
    asked = judgement.asked
    assert asked is not None
    domain = Domain(unit_id=unit.id)
    reason = asked.reason if judgement.verdict.doubt else None
    filing = Filing(asked.name, asked.basis, asked.years, asked.purpose, reason)
    file_name(domain, filing, by=ctx.actor.key, at=ctx.at)
    domain.belong_to(unit)
    return domain


ACCEPT_ROWS = Action(
    key="accept_rows",
    model=ImportRow,
    input=Nothing,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=import_row_facts,
    run=run,
    states=frozenset({ImportRowState.STAGED, ImportRowState.REFUSED}),
    warnings={
        **dict.fromkeys(FilingDoubt, AnswerKind.TICK),
        AcceptRowsNote.REWRITTEN: AnswerKind.TICK,
    },
    loads=(joinedload(ImportRow.sheet),),
    refusals=AcceptRowsRefusal,
    splits=True,
    guide=("新-004",),
)
