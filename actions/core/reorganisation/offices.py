"""编办撤并: what merging, moving and closing offices have in common: refusals, notes, the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select

from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, RowResult
from models.billing.order import Order
from models.domains.change_request import DomainRequest
from models.domains.domain import Domain
from models.domains.red_page import RedPage
from models.offices.office import Office, OfficeLevel, OfficeStatus
from models.reorganisation.stock_move import MovedSheets
from models.reorganisation.take_over import Closing, Estate, PeopleAfter, role_after
from models.reorganisation.unfinished import Rest
from models.units.unit import Unit
from models.users.user import User
from models.values.answer_kind import AnswerKind
from models.workspace.attachment import Attachment
from models.workspace.note import RowNote
from models.workspace.saved_view import SavedView


class ClosingFault(StrEnum):
    """Why an office is not closed, whatever it holds; `Unfinished` has what it must finish."""

    REGISTRY = "closing_registry"
    CLOSED = "closing_closed"
    DAY_IN_FUTURE = "closing_day_in_future"


class ClosingNote(StrEnum):
    """Notes of the plan page."""

    UNITS_FOLLOW = "closing_units_follow"
    SHEETS_FOLLOW = "closing_sheets_follow"
    BALANCE_FOLLOWS = "closing_balance_follows"
    PEOPLE_FOLLOW = "closing_people_follow"
    PEOPLE_DISABLED = "closing_people_disabled"
    DIVISION_ENDS = "closing_division_ends"
    PAST_STAYS = "closing_past_stays"


class ClosingWarning(StrEnum):
    """What the person who confirms has to answer."""

    FOR_GOOD = "closing_for_good"
    OTHER_PROVINCE = "closing_other_province"
    ROLES_LOWERED = "closing_roles_lowered"


#: A move out of the province takes the business out of sight of those above.
CLOSING_WARNINGS: Mapping[StrEnum, AnswerKind] = {
    ClosingWarning.FOR_GOOD: AnswerKind.TICK,
    ClosingWarning.ROLES_LOWERED: AnswerKind.TICK,
    ClosingWarning.OTHER_PROVINCE: AnswerKind.REASON,
}


@dataclass(frozen=True, slots=True)
class Receiver:
    """The office after the closed one, as far as a plan knows it."""

    name: str
    level: OfficeLevel
    province_code: str


def lock_offices(ctx: Context, ids: Sequence[int], codes: Sequence[str]) -> None:
    """Lock the closing office together with the others, in the order of their keys."""
    ctx.lock(select(Office).where(or_(Office.id.in_(ids), Office.code.in_(codes))))


def closing_refusal(
    row: Office, on: dt.date, today: dt.date, rests: Sequence[Rest]
) -> Refusal | None:
    """Why the office cannot be closed, or what it must finish first; None when it may."""
    if row.level is OfficeLevel.REGISTRY:
        return Refusal(ClosingFault.REGISTRY)
    if row.status is OfficeStatus.CLOSED:
        return Refusal(ClosingFault.CLOSED, {"office": row.name})
    if on > today:
        return Refusal(ClosingFault.DAY_IN_FUTURE, {"on": on})
    if rests:
        rest = rests[0]
        why: dict[str, Fact] = {"office": row.name, "count": rest.count, "first": rest.name}
        return Refusal(rest.kind, why)
    return None


def figures_of(estate: Estate) -> dict[str, int]:
    """What a plan and a receipt say of all that an office has."""
    found = estate.found
    return {
        "moved_unit_count": len(found.keys_of(Unit)),
        "domain_count": len(found.keys_of(Domain)),
        "order_count": len(found.keys_of(Order)),
        "red_page_count": len(found.keys_of(RedPage)),
        "open_request_count": len(found.keys_of(DomainRequest)),
        "login_count": len(found.keys_of(User)),
        "note_count": len(found.keys_of(RowNote)),
        "file_count": len(found.keys_of(Attachment)),
        "view_count": len(found.keys_of(SavedView)),
        "user_count": len(found.people),
        "sheets": estate.sheets,
        "balance_fen": estate.balance_fen,
    }


def closing_preview(closing: Closing, estate: Estate, to: Receiver) -> Preview:
    """What moves where, figure by figure, and what has to be answered."""
    figures, row = figures_of(estate), closing.office
    where: dict[str, Fact] = {"successor": to.name}
    notes = [
        Note(
            ClosingNote.UNITS_FOLLOW,
            {
                **where,
                "moved_unit_count": figures["moved_unit_count"],
                "domain_count": figures["domain_count"],
                "order_count": figures["order_count"],
            },
        )
    ]
    if estate.sheets:
        sheets: dict[str, Fact] = {"sheets": estate.sheets, "lots": len(estate.lots)}
        notes.append(Note(ClosingNote.SHEETS_FOLLOW, {**where, **sheets}))
    if estate.balance_fen:
        balance = {"amount_fen": estate.balance_fen}
        notes.append(Note(ClosingNote.BALANCE_FOLLOWS, {**where, **balance}))
    moves = closing.people is PeopleAfter.MOVE
    people = ClosingNote.PEOPLE_FOLLOW if moves else ClosingNote.PEOPLE_DISABLED
    notes.append(Note(people, {**where, "count": figures["user_count"]}))
    if closing.division_ends:
        notes.append(Note(ClosingNote.DIVISION_ENDS, {"code": row.code}))
    notes.append(Note(ClosingNote.PAST_STAYS, {"office": row.name}))
    return Preview(
        totals=figures,
        words_fen=estate.balance_fen or None,
        side_effects=tuple(notes),
        warnings=tuple(_warnings(closing, estate, to)),
        rows={row.id: {"successor_office": to.name, **figures}},
    )


def _warnings(closing: Closing, estate: Estate, to: Receiver) -> list[Note]:
    row, warnings = closing.office, [Note(ClosingWarning.FOR_GOOD, {"office": closing.office.name})]
    if row.province_code != to.province_code:
        warnings.append(
            Note(ClosingWarning.OTHER_PROVINCE, {"office": row.name, "successor": to.name})
        )
    if closing.people is PeopleAfter.MOVE:
        lowered = [
            each.display_name
            for each in estate.found.people
            if role_after(each.role, to.level) is not each.role
        ]
        if lowered:
            told: dict[str, Fact] = {"count": len(lowered), "names": "、".join(lowered[:5])}
            warnings.append(Note(ClosingWarning.ROLES_LOWERED, told))
    return warnings


def closing_row(
    row: Office, to: Office, moved: Sequence[MovedSheets], document_no: str
) -> RowResult:
    """The receipt's line of the closed office: where its business went, and the new lots."""
    facts: dict[str, Fact] = {"successor_office": to.name, "document_no": document_no}
    if moved:
        facts["lot_nos"] = "、".join(each.lot.lot_no for each in moved)
    return RowResult(row.id, row.name, facts)
