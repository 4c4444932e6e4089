"""登记单位 (register): add a unit under its 同级编办 (prerequisite of guide 新-004).

An office registers units of its own and of offices below. The 统一社会信用代码 must be valid, new
in the country, and of a class that may hold some name; enterprises never may. The office has seen
the documents, so the unit is active at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from models.core.text_type import TextType
from models.offices.division import Division
from models.offices.office import Office, Offices
from models.registration.nationwide_uniqueness import is_uscc_taken
from models.registration.unit_registration import (
    EnrolmentFault,
    Papers,
    Standing,
    enrolment_fault,
    enter_unit,
    read_uscc,
)
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent, UnitType
from models.values.answer_kind import AnswerKind
from models.values.uscc import Uscc, tlds_allowed


class RegisterUnitRefusal(StrEnum):
    """Why a unit is not registered."""

    OFFICE_UNKNOWN = "register_unit_office_unknown"
    OFFICE_CLOSED = "register_unit_office_closed"
    DIVISION_UNKNOWN = "register_unit_division_unknown"
    USCC_FAULTY = "register_unit_uscc_faulty"
    USCC_TAKEN = "register_unit_uscc_taken"
    NOT_ELIGIBLE = "register_unit_not_eligible"


class RegisterUnitNote(StrEnum):
    """Notes of the plan page."""

    TLDS_ALLOWED = "register_unit_tlds_allowed"
    OTHER_DIVISION = "register_unit_other_division"


@dataclass(frozen=True, slots=True)
class RegisterUnitInput:
    """The unit's papers."""

    name: str = param(text=TextType.NAME, maximum_length=80)
    uscc: str = param(text=TextType.USCC, maximum_length=40)
    unit_type: UnitType = param()
    short_name: str | None = param(text=TextType.NAME, default=None, maximum_length=40)
    administrative_function: bool = param(default=False)
    #: 同级编办; the actor's own office when left empty.
    office_code: str | None = param(
        text=TextType.CODE, default=None, maximum_length=6, offices=Offices.WORKING
    )
    #: The office's division when left empty.
    division_code: str | None = param(text=TextType.CODE, default=None, maximum_length=6)
    legal_representative: str | None = param(text=TextType.PERSON, default=None, maximum_length=40)
    contact_name: str | None = param(text=TextType.PERSON, default=None, maximum_length=40)
    contact_phone: str | None = param(text=TextType.PHONE, default=None, maximum_length=40)
    contact_email: str | None = param(text=TextType.EMAIL, default=None, maximum_length=120)
    #: 发票抬头; the unit's name when left empty.
    invoice_title: str | None = param(text=TextType.NAME, default=None, maximum_length=80)
    taxpayer_no: str | None = param(text=TextType.CODE, default=None, maximum_length=20)
    address: str | None = param(default=None, maximum_length=200)


def survey(ctx: Context, rows: Sequence[Unit], given: RegisterUnitInput) -> Standing:
    code = given.office_code or ctx.actor.office_code
    # Locked, so that the office is not closed meanwhile.
    office = ctx.session.scalars(
        ctx.locked(select(Office).where(Office.code == code))
    ).one_or_none()
    wanted = given.division_code or (office.division_code if office else None)
    division = ctx.session.scalars(
        select(Division.code).where(Division.code == wanted)
    ).one_or_none()
    uscc = read_uscc(given.uscc)
    taken = isinstance(uscc, Uscc) and _is_taken(ctx, uscc.code)
    return Standing(office, division, uscc, taken)


def _is_taken(ctx: Context, code: str) -> bool:
    """Whether the code is taken: in a plan only by visible units, in a run by any.

    A plan is not journaled, and must not reveal which bodies other offices have registered.
    """
    if ctx.entry is not None:
        return is_uscc_taken(ctx.session, code)
    return ctx.session.scalar(select(Unit.id).where(Unit.uscc == code)) is not None


_REFUSAL_OF = {
    EnrolmentFault.OFFICE_UNKNOWN: RegisterUnitRefusal.OFFICE_UNKNOWN,
    EnrolmentFault.OFFICE_CLOSED: RegisterUnitRefusal.OFFICE_CLOSED,
    EnrolmentFault.DIVISION_UNKNOWN: RegisterUnitRefusal.DIVISION_UNKNOWN,
    EnrolmentFault.USCC_FAULTY: RegisterUnitRefusal.USCC_FAULTY,
    EnrolmentFault.USCC_TAKEN: RegisterUnitRefusal.USCC_TAKEN,
    EnrolmentFault.NOT_ELIGIBLE: RegisterUnitRefusal.NOT_ELIGIBLE,
}


def check_batch(rows: Sequence[Unit], given: RegisterUnitInput, facts: Standing) -> Refusal | None:
    fault = enrolment_fault(facts, administrative_function=given.administrative_function)
    return Refusal(_REFUSAL_OF[fault], _why(given, facts)) if fault else None


def _why(given: RegisterUnitInput, facts: Standing) -> dict[str, Fact]:
    return {
        "office_code": given.office_code,
        "office": facts.office.name if facts.office else None,
        "division_code": given.division_code,
        "uscc": facts.uscc.code if isinstance(facts.uscc, Uscc) else given.uscc,
        "fault": None if isinstance(facts.uscc, Uscc) else facts.uscc,
    }


def _tlds(given: RegisterUnitInput, uscc: Uscc) -> list[str]:
    return sorted(tlds_allowed(uscc, administrative_function=given.administrative_function))


def preview(
    ctx: Context, rows: Sequence[Unit], given: RegisterUnitInput, facts: Standing
) -> Preview:
    uscc = facts.uscc
    if not isinstance(uscc, Uscc):
        return Preview()
    allowed = Note(RegisterUnitNote.TLDS_ALLOWED, {"tlds": "、".join(_tlds(given, uscc))})
    registered_at = {"uscc_division": uscc.division_code, "division": facts.division_code}
    # A warning only: codes of divisions that were renamed since stay valid.
    differs = uscc.division_code != facts.division_code
    return Preview(
        side_effects=(allowed,),
        warnings=(Note(RegisterUnitNote.OTHER_DIVISION, registered_at),) if differs else (),
    )


def run(ctx: Context, rows: Sequence[Unit], given: RegisterUnitInput, facts: Standing) -> Result:
    assert facts.office is not None
    papers = Papers(**{f.name: getattr(given, f.name) for f in fields(Papers)})
    unit = enter_unit(papers, facts)
    ctx.session.add(unit)
    ctx.session.flush()
    UNIT_LIFECYCLE.advance(unit, UnitEvent.CONFIRM)
    return Result(
        rows=[RowResult(unit.id, unit.name, {"uscc": unit.uscc, "office": facts.office.name})],
        totals={"row_count": 1, "unit_id": unit.id},
    )


REGISTER_UNIT = Action(
    key="register_unit",
    model=Unit,
    input=RegisterUnitInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    creates=Unit,
    minimum_rows=0,
    maximum_rows=0,
    refusals=RegisterUnitRefusal,
    warnings={RegisterUnitNote.OTHER_DIVISION: AnswerKind.TICK},
    is_record=True,
    guide=("新-004",),
)
