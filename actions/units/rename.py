"""单位更名: give a unit its new name by a document; the former one is kept and still found.

Issued invoices keep their title. Domain names derived from the former name stay registered; the
plan lists them, so that the new name can be filed (domain.md 5.3-6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.core.text_type import TextType
from models.domains.domain import LIVE_STATES, Domain
from models.registration.domain_filing import Verdict, verdicts_under
from models.registration.unit_reorganisation import (
    MAXIMUM_MOVED_NAMES,
    ReformFault,
    ReformNote,
    TitleAfter,
    former_name,
    mismatched,
    unfit,
)
from models.units.unit import Unit, UnitState
from models.values.answer_kind import AnswerKind

#: Names that no longer match, listed individually in a plan.
_LISTED = 20


class RenameUnitRefusal(StrEnum):
    """Why a unit is not renamed."""

    SAME = "rename_unit_same"
    NAMESAKE = "rename_unit_namesake"


class RenameUnitNote(StrEnum):
    """Notes of the plan page."""

    FORMER_KEPT = "rename_unit_former_kept"
    TITLE_CHANGED = "rename_unit_title_changed"
    TITLE_KEPT = "rename_unit_title_kept"
    NO_LONGER_MATCHES = "rename_unit_no_longer_matches"
    MORE = "rename_unit_more"


@dataclass(frozen=True, slots=True)
class RenameUnitInput:
    """The new name, the document, and what happens to 发票抬头."""

    name: str = param(text=TextType.NAME, maximum_length=80)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The day of the document; today when left empty.
    on: dt.date | None = param(default=None)
    short_name: str | None = param(text=TextType.NAME, default=None, maximum_length=40)
    title: TitleAfter = param(default=TitleAfter.NEW_NAME)


@dataclass(frozen=True, slots=True)
class RenameUnitFacts:
    """The day, the unit's live names, and whether another unit of its office has the new name."""

    today: dt.date
    domains: Sequence[Domain]
    has_namesake: bool
    #: The verdict on each live name after the renaming.
    verdicts: Sequence[Verdict]


@dataclass(frozen=True, slots=True)
class _Renamed:
    """The unit with its new name."""

    uscc: str
    administrative_function: bool
    division_code: str
    name: str
    short_name: str | None
    former_names: list[Any]


def survey(ctx: Context, rows: Sequence[Unit], given: RenameUnitInput) -> RenameUnitFacts:
    ids, offices = [row.id for row in rows], {row.office_id for row in rows}
    live = select(Domain).where(Domain.unit_id.in_(ids), Domain.state.in_(LIVE_STATES))
    other = select(Unit.id).where(
        Unit.name == given.name,
        Unit.office_id.in_(offices),
        Unit.id.not_in(ids),
        Unit.state.in_((UnitState.PENDING, UnitState.ACTIVE, UnitState.SUSPENDED)),
    )
    domains = ctx.session.scalars(live.order_by(Domain.id).limit(MAXIMUM_MOVED_NAMES)).all()
    return RenameUnitFacts(
        ctx.today,
        domains,
        ctx.session.scalars(other.limit(1)).first() is not None,
        [
            verdict
            for row in rows
            for verdict in verdicts_under(
                ctx.session, domains, _renamed(row, given), row.id, ctx.today
            )
        ],
    )


def _renamed(row: Unit, given: RenameUnitInput) -> _Renamed:
    former = [{"name": row.name}, *(row.former_names or ())]
    return _Renamed(
        row.uscc,
        row.administrative_function,
        row.division_code,
        given.name,
        given.short_name,
        former,
    )


def check(row: Unit, given: RenameUnitInput, facts: RenameUnitFacts) -> Refusal | None:
    if given.on is not None and given.on > facts.today:
        return Refusal(ReformFault.DAY_IN_FUTURE, {"on": given.on})
    if given.name == row.name:
        return Refusal(RenameUnitRefusal.SAME, {"unit": row.name})
    if facts.has_namesake:
        return Refusal(RenameUnitRefusal.NAMESAKE, {"name": given.name})
    return None


def preview(
    ctx: Context, rows: Sequence[Unit], given: RenameUnitInput, facts: RenameUnitFacts
) -> Preview:
    apart = mismatched(facts.domains, given.name, given.short_name)
    title = {
        TitleAfter.NEW_NAME: Note(RenameUnitNote.TITLE_CHANGED, {"title": given.name}),
        TitleAfter.KEEP: Note(RenameUnitNote.TITLE_KEPT),
    }[given.title]
    listed = (Note(RenameUnitNote.NO_LONGER_MATCHES, {"name": d.name_u}) for d in apart[:_LISTED])
    more = (Note(RenameUnitNote.MORE, {"count": len(apart) - _LISTED}),)
    return Preview(
        totals={"domain_count": len(facts.domains), "mismatch_count": len(apart)},
        side_effects=(*(Note(RenameUnitNote.FORMER_KEPT, {"name": r.name}) for r in rows), title),
        warnings=(
            *listed,
            *(more if len(apart) > _LISTED else ()),
            *(Note(note, why) for note, why in unfit(_besides(facts, apart))),
        ),
        rows={
            row.id: {"name_after": given.name, "invoice_title": row.invoice_title} for row in rows
        },
    )


def _besides(facts: RenameUnitFacts, apart: Sequence[Domain]) -> list[Verdict]:
    """The verdicts on names without a note that they derive from the former name."""
    told = {domain.id for domain in apart}
    judged = zip(facts.domains, facts.verdicts, strict=True)
    return [verdict for domain, verdict in judged if domain.id not in told]


def run(
    ctx: Context, rows: Sequence[Unit], given: RenameUnitInput, facts: RenameUnitFacts
) -> Result:
    (row,) = rows
    before = row.name
    row.former_names = [
        former_name(row, given.on or ctx.today, given.document_no),
        *row.former_names,
    ]
    row.name, row.short_name = given.name, given.short_name
    if given.title is TitleAfter.NEW_NAME:
        row.invoice_title = given.name
    apart = mismatched(facts.domains, row.name, row.short_name)
    return Result(
        rows=[
            RowResult(row.id, row.name, {"name_before": before, "document_no": given.document_no})
        ],
        totals={"domain_count": len(facts.domains), "mismatch_count": len(apart)},
    )


RENAME_UNIT = Action(
    key="rename_unit",
    model=Unit,
    input=RenameUnitInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=unit_facts,
    run=run,
    states=frozenset({UnitState.PENDING, UnitState.ACTIVE, UnitState.SUSPENDED}),
    maximum_rows=1,
    refusals=RenameUnitRefusal,
    warnings={
        RenameUnitNote.NO_LONGER_MATCHES: AnswerKind.TICK,
        RenameUnitNote.MORE: AnswerKind.TICK,
        **dict.fromkeys(ReformNote, AnswerKind.TICK),
    },
    fields_at_fault={
        ReformFault.DAY_IN_FUTURE: "on",
        RenameUnitRefusal.SAME: "name",
        RenameUnitRefusal.NAMESAKE: "name",
    },
)
