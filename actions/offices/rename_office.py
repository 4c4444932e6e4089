"""编办更名 (rename): give an office its new name by a document; the former one is kept.

Papers of days before keep the former name, and the office is still found by it. Where the division
was renamed under its code, its entry in the dictionary changes with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.core.text_type import TextType
from models.offices.division import Division
from models.offices.office import Office, OfficeStatus, former_office_name
from models.registration.division_names import live_name_of


class RenameOfficeRefusal(StrEnum):
    """Why an office is not renamed."""

    SAME = "rename_office_same"
    NAMESAKE = "rename_office_namesake"
    CLOSED = "rename_office_closed"
    NAME_IS_LIVE = "rename_office_name_is_live"
    DAY_IN_FUTURE = "rename_office_day_in_future"
    BEFORE_LAST = "rename_office_before_last"


class RenameOfficeNote(StrEnum):
    """Notes of the plan page."""

    FORMER_KEPT = "rename_office_former_kept"
    DIVISION_RENAMED = "rename_office_division_renamed"


@dataclass(frozen=True, slots=True)
class RenameOfficeInput:
    """The new name of the office, and of its division where that changed; the document."""

    name: str = param(text=TextType.NAME, maximum_length=60)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The first day of the new name; today when left empty.
    on: dt.date | None = param(default=None)
    division_name: str | None = param(text=TextType.NAME, default=None, maximum_length=60)


@dataclass(frozen=True, slots=True)
class RenameOfficeFacts:
    """The day, the division, and who else has the new names."""

    today: dt.date
    division: Division | None
    has_namesake: bool
    live_name: str | None


def survey(ctx: Context, rows: Sequence[Office], given: RenameOfficeInput) -> RenameOfficeFacts:
    codes = [row.division_code for row in rows]
    division = ctx.session.scalar(select(Division).where(Division.code.in_(codes)))
    other = select(Office.id).where(
        Office.name == given.name,
        Office.id.not_in([row.id for row in rows]),
        Office.status == OfficeStatus.ACTIVE,
    )
    live = None
    if division is not None and given.division_name not in {None, division.name}:
        live = live_name_of(ctx.session, division.code, given.division_name or "")
    return RenameOfficeFacts(
        ctx.today,
        division,
        ctx.session.scalar(other.limit(1)) is not None,
        live.name_u if live else None,
    )


def check(row: Office, given: RenameOfficeInput, facts: RenameOfficeFacts) -> Refusal | None:
    on = given.on or facts.today
    last = row.former_names[0]["until"] if row.former_names else ""
    if row.status is OfficeStatus.CLOSED:
        return Refusal(RenameOfficeRefusal.CLOSED, {"office": row.name})
    if on > facts.today:
        return Refusal(RenameOfficeRefusal.DAY_IN_FUTURE, {"on": on})
    if on.isoformat() < last:
        day = dt.date.fromisoformat(last)
        return Refusal(RenameOfficeRefusal.BEFORE_LAST, {"office": row.name, "on": day})
    return _name_refusal(row, given, facts)


def _name_refusal(
    row: Office, given: RenameOfficeInput, facts: RenameOfficeFacts
) -> Refusal | None:
    if given.name == row.name:
        return Refusal(RenameOfficeRefusal.SAME, {"office": row.name})
    if facts.has_namesake:
        return Refusal(RenameOfficeRefusal.NAMESAKE, {"name": given.name})
    if facts.live_name is not None:
        why = {"division": given.division_name, "name": facts.live_name}
        return Refusal(RenameOfficeRefusal.NAME_IS_LIVE, why)
    return None


def preview(
    ctx: Context, rows: Sequence[Office], given: RenameOfficeInput, facts: RenameOfficeFacts
) -> Preview:
    kept = tuple(Note(RenameOfficeNote.FORMER_KEPT, {"name": row.name}) for row in rows)
    renamed: tuple[Note, ...] = ()
    if facts.division is not None and given.division_name not in {None, facts.division.name}:
        why = {"division": facts.division.name, "name": given.division_name}
        renamed = (Note(RenameOfficeNote.DIVISION_RENAMED, why),)
    return Preview(
        side_effects=(*kept, *renamed),
        rows={row.id: {"name_after": given.name} for row in rows},
    )


def run(
    ctx: Context, rows: Sequence[Office], given: RenameOfficeInput, facts: RenameOfficeFacts
) -> Result:
    (row,) = rows
    before = row.name
    former = former_office_name(row, given.on or ctx.today, given.document_no)
    row.former_names, row.name = [former, *row.former_names], given.name
    if facts.division is not None and given.division_name:
        facts.division.name = given.division_name
    told = {"name_before": before, "document_no": given.document_no}
    return Result(rows=[RowResult(row.id, row.name, told)], totals={"row_count": 1})


RENAME_OFFICE = Action(
    key="rename_office",
    model=Office,
    input=RenameOfficeInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=1,
    refusals=RenameOfficeRefusal,
    fields_at_fault={
        RenameOfficeRefusal.SAME: "name",
        RenameOfficeRefusal.NAMESAKE: "name",
        RenameOfficeRefusal.NAME_IS_LIVE: "division_name",
        RenameOfficeRefusal.DAY_IN_FUTURE: "on",
        RenameOfficeRefusal.BEFORE_LAST: "on",
    },
)
