"""单位合并: the ticked units end, and one unit of the same office takes over what they hold.

Live names, their red pages and open orders move to the successor. Payments, invoices and settled
orders stay with the old unit, which refers to its successor (domain.md 5.3-6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.reorganisation.units import refuse_too_many_names
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.core.text_type import TextType
from models.registration.domain_filing import FilingFault, Verdict, verdicts_under
from models.registration.unit_registration import EnrolmentFault
from models.registration.unit_reorganisation import (
    Holdings,
    LoginsAfter,
    ReformFault,
    ReformNote,
    former_name,
    holdings_of,
    move_logins,
    move_names,
    unfit,
)
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent, UnitState
from models.users.session_activity import end_login
from models.values.answer_kind import AnswerKind
from models.values.limits import MAXIMUM_REORGANISED_UNITS
from models.values.uscc import Uscc, tlds_allowed, uscc_fault

_LISTED = 20


class MergeUnitsRefusal(StrEnum):
    """Why units are not merged."""

    SUCCESSOR_UNKNOWN = "merge_units_successor_unknown"
    SUCCESSOR_TICKED = "merge_units_successor_ticked"
    SUCCESSOR_NOT_ACTIVE = "merge_units_successor_not_active"
    OTHER_OFFICE = "merge_units_other_office"


class MergeUnitsNote(StrEnum):
    """Notes of the plan page."""

    NAMES_FOLLOW = "merge_units_names_follow"
    ORDERS_FOLLOW = "merge_units_orders_follow"
    MONEY_STAYS = "merge_units_money_stays"
    LOGINS_DISABLED = "merge_units_logins_disabled"
    LOGINS_MOVED = "merge_units_logins_moved"
    NOT_ELIGIBLE = "merge_units_not_eligible"


@dataclass(frozen=True, slots=True)
class MergeUnitsInput:
    """The successor, the document, and what happens to the logins."""

    #: 统一社会信用代码 of the successor.
    successor_uscc: str = param(text=TextType.USCC, maximum_length=40)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: The day of the document; today when left empty.
    on: dt.date | None = param(default=None)
    logins: LoginsAfter = param(default=LoginsAfter.DISABLE)


@dataclass(frozen=True, slots=True)
class MergeUnitsFacts:
    """The day, the successor if the actor can see it, and what the ticked units hold."""

    today: dt.date
    successor: Unit | None
    held: Holdings
    #: The verdict on each name as the successor's.
    verdicts: Sequence[Verdict]


def lock_first(ctx: Context, ids: Sequence[int], given: MergeUnitsInput) -> None:
    # By key together with the units that are merged: two mergers may name each other's units.
    units = select(Unit).where(or_(Unit.id.in_(ids), Unit.uscc == given.successor_uscc))
    ctx.lock(units)


def survey(ctx: Context, rows: Sequence[Unit], given: MergeUnitsInput) -> MergeUnitsFacts:
    wanted = select(Unit).where(Unit.uscc == given.successor_uscc)
    successor = ctx.session.scalars(wanted).one_or_none()
    held = holdings_of(ctx.session, [row.id for row in rows], ctx.locked)
    verdicts = (
        verdicts_under(ctx.session, held.domains, successor, successor.id, ctx.today)
        if successor
        else []
    )
    return MergeUnitsFacts(ctx.today, successor, held, verdicts)


def check(row: Unit, given: MergeUnitsInput, facts: MergeUnitsFacts) -> Refusal | None:
    to = facts.successor
    if given.on is not None and given.on > facts.today:
        return Refusal(ReformFault.DAY_IN_FUTURE, {"on": given.on})
    if to is None:
        fault = uscc_fault(given.successor_uscc)
        code = EnrolmentFault.USCC_FAULTY if fault else MergeUnitsRefusal.SUCCESSOR_UNKNOWN
        return Refusal(code, {"uscc": given.successor_uscc, "fault": fault})
    if to.id == row.id:
        return Refusal(MergeUnitsRefusal.SUCCESSOR_TICKED, {"unit": row.name})
    if to.state is not UnitState.ACTIVE:
        why = {"unit": to.name, "state": to.state}
        return Refusal(MergeUnitsRefusal.SUCCESSOR_NOT_ACTIVE, why)
    if to.office_id != row.office_id:
        return Refusal(MergeUnitsRefusal.OTHER_OFFICE, {"unit": row.name, "successor": to.name})
    return None


def preview(
    ctx: Context, rows: Sequence[Unit], given: MergeUnitsInput, facts: MergeUnitsFacts
) -> Preview:
    held, to = facts.held, facts.successor
    logins = {
        LoginsAfter.DISABLE: MergeUnitsNote.LOGINS_DISABLED,
        LoginsAfter.MOVE: MergeUnitsNote.LOGINS_MOVED,
    }[given.logins]
    return Preview(
        totals=_totals(held),
        side_effects=(
            Note(MergeUnitsNote.NAMES_FOLLOW, {"count": len(held.domains)}),
            Note(MergeUnitsNote.ORDERS_FOLLOW, {"count": len(held.orders)}),
            Note(MergeUnitsNote.MONEY_STAYS),
            Note(logins, {"count": len(held.users)}),
        ),
        warnings=(
            *(_not_eligible(held, to) if to else ()),
            *(Note(note, why) for note, why in unfit(_besides_eligible(facts))),
        ),
        rows={
            row.id: {
                "successor": to.name if to else None,
                "domain_count": len(held.of(row).domains),
                "order_count": len(held.of(row).orders),
            }
            for row in rows
        },
    )


def _totals(held: Holdings) -> dict[str, int]:
    return {
        "domain_count": len(held.domains),
        "order_count": len(held.orders),
        "login_count": len(held.users),
    }


def _not_eligible(held: Holdings, to: Unit) -> tuple[Note, ...]:
    """Names with a suffix that the successor's class may not file: they stay, with a note."""
    allowed = tlds_allowed(Uscc.parse(to.uscc), administrative_function=to.administrative_function)
    apart = [domain for domain in held.domains if domain.tld not in allowed]
    return tuple(Note(MergeUnitsNote.NOT_ELIGIBLE, {"name": d.name_u}) for d in apart[:_LISTED])


def _besides_eligible(facts: MergeUnitsFacts) -> list[Verdict]:
    """The verdicts on names without a note on their suffix."""
    return [v for v in facts.verdicts if v.fault is not FilingFault.NOT_ELIGIBLE]


def run(
    ctx: Context, rows: Sequence[Unit], given: MergeUnitsInput, facts: MergeUnitsFacts
) -> Result:
    to, held = facts.successor, facts.held
    assert to is not None, "check asks for it"
    found = {row.id: held.of(row) for row in rows}
    move_names(ctx.session, held, to)
    if given.logins is LoginsAfter.MOVE:
        move_logins(ctx.session, held.users, to, to)
    else:
        for user in held.users:
            end_login(ctx.session, user, ctx.at)
    until = given.on or ctx.today
    to.former_names = [
        *(former_name(row, until, given.document_no) for row in rows),
        *to.former_names,
    ]
    for row in rows:
        UNIT_LIFECYCLE.advance(row, UnitEvent.MERGE)
        row.successor_id = to.id
    return Result(
        rows=[
            RowResult(
                row.id,
                row.name,
                {
                    "successor": to.name,
                    "document_no": given.document_no,
                    "domain_count": len(found[row.id].domains),
                    "order_count": len(found[row.id].orders),
                },
            )
            for row in rows
        ],
        totals=_totals(held),
    )


MERGE_UNITS = Action(
    key="merge_units",
    model=Unit,
    input=MergeUnitsInput,
    lock_first=lock_first,
    survey=survey,
    check=check,
    check_batch=refuse_too_many_names,
    preview=preview,
    row_facts=unit_facts,
    run=run,
    states=UNIT_LIFECYCLE.sources(UnitEvent.MERGE),
    maximum_rows=MAXIMUM_REORGANISED_UNITS,
    refusals=MergeUnitsRefusal,
    warnings={
        MergeUnitsNote.NOT_ELIGIBLE: AnswerKind.TICK,
        **dict.fromkeys(ReformNote, AnswerKind.TICK),
    },
    fields_at_fault={
        ReformFault.DAY_IN_FUTURE: "on",
        EnrolmentFault.USCC_FAULTY: "successor_uscc",
        MergeUnitsRefusal.SUCCESSOR_UNKNOWN: "successor_uscc",
        MergeUnitsRefusal.SUCCESSOR_NOT_ACTIVE: "successor_uscc",
    },
)
