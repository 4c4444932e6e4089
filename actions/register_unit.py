"""登记单位: enter a registrant under its 同级编办 (guide 新-004 begins with a unit that exists).

An office enters units of its own and of offices below. The 统一社会信用代码 must be sound, new in
the country, and of a class that may hold some name; enterprises never may. The office has seen
the papers, so the unit is active at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.contract import Action, Context, Note, Preview, Result, RowResult, param
from actions.refusal import Refusal
from models.claims import is_uscc_taken
from models.division import Division
from models.office import Office, OfficeStatus
from models.unit import UNIT_LIFECYCLE, Unit, UnitEvent, UnitType
from models.uscc import Uscc, UsccError, UsccFault, tlds_allowed


class RegisterUnitRefusal(StrEnum):
    """Why a unit is not entered."""

    OFFICE_UNKNOWN = "register_unit_office_unknown"
    OFFICE_CLOSED = "register_unit_office_closed"
    DIVISION_UNKNOWN = "register_unit_division_unknown"
    USCC_FAULTY = "register_unit_uscc_faulty"
    USCC_TAKEN = "register_unit_uscc_taken"
    NOT_ELIGIBLE = "register_unit_not_eligible"


class RegisterUnitNote(StrEnum):
    """What the plan page says besides."""

    TLDS_ALLOWED = "register_unit_tlds_allowed"
    OTHER_DIVISION = "register_unit_other_division"


def offices(session: Session) -> Sequence[tuple[str, str]]:
    """The working offices the actor can see, for the field that names one."""
    rows = session.execute(
        select(Office.code, Office.name)
        .where(Office.status == OfficeStatus.ACTIVE)
        .order_by(Office.code)
    )
    return [(code, name) for code, name in rows]


@dataclass(frozen=True, slots=True)
class RegisterUnitInput:
    """The unit's papers."""

    name: str = param(maximum_length=80)
    uscc: str = param(maximum_length=40)
    unit_type: UnitType = param()
    short_name: str | None = param(default=None, maximum_length=40)
    administrative_function: bool = param(default=False)
    #: 同级编办; the actor's own office when left empty.
    office_code: str | None = param(default=None, maximum_length=6, choices=offices)
    #: The office's division when left empty.
    division_code: str | None = param(default=None, maximum_length=6)
    legal_representative: str | None = param(default=None, maximum_length=40)
    contact_name: str | None = param(default=None, maximum_length=40)
    contact_phone: str | None = param(default=None, maximum_length=40)
    contact_email: str | None = param(default=None, maximum_length=120)
    #: 发票抬头; the unit's name when left empty.
    invoice_title: str | None = param(default=None, maximum_length=80)
    taxpayer_no: str | None = param(default=None, maximum_length=20)
    address: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class RegisterUnitFacts:
    """The office named, the division's code if there is such a one, and the code's standing."""

    office: Office | None
    division_code: str | None
    uscc: Uscc | UsccFault
    is_taken: bool


def survey(ctx: Context, rows: Sequence[Unit], given: RegisterUnitInput) -> RegisterUnitFacts:
    code = given.office_code or ctx.actor.office_code
    office = ctx.session.scalars(select(Office).where(Office.code == code)).one_or_none()
    wanted = given.division_code or (office.division_code if office else None)
    division = ctx.session.scalars(
        select(Division.code).where(Division.code == wanted)
    ).one_or_none()
    uscc = _read(given.uscc)
    taken = isinstance(uscc, Uscc) and is_uscc_taken(ctx.session, uscc.code)
    return RegisterUnitFacts(office, division, uscc, taken)


def _read(text: str) -> Uscc | UsccFault:
    try:
        return Uscc.parse(text)
    except UsccError as error:
        return error.fault


def check_batch(
    rows: Sequence[Unit], given: RegisterUnitInput, facts: RegisterUnitFacts
) -> Refusal | None:
    office = facts.office
    if office is None:
        return Refusal(RegisterUnitRefusal.OFFICE_UNKNOWN, {"office_code": given.office_code})
    if office.status is not OfficeStatus.ACTIVE:
        return Refusal(RegisterUnitRefusal.OFFICE_CLOSED, {"office": office.name})
    if facts.division_code is None:
        return Refusal(RegisterUnitRefusal.DIVISION_UNKNOWN, {"division_code": given.division_code})
    return _uscc_refusal(given, facts)


def _uscc_refusal(given: RegisterUnitInput, facts: RegisterUnitFacts) -> Refusal | None:
    if not isinstance(facts.uscc, Uscc):
        why = {"uscc": given.uscc, "fault": facts.uscc}
        return Refusal(RegisterUnitRefusal.USCC_FAULTY, why)
    if facts.is_taken:
        return Refusal(RegisterUnitRefusal.USCC_TAKEN, {"uscc": facts.uscc.code})
    if not _tlds(given, facts.uscc):
        return Refusal(RegisterUnitRefusal.NOT_ELIGIBLE, {"uscc": facts.uscc.code})
    return None


def _tlds(given: RegisterUnitInput, uscc: Uscc) -> list[str]:
    return sorted(tlds_allowed(uscc, administrative_function=given.administrative_function))


def preview(
    ctx: Context, rows: Sequence[Unit], given: RegisterUnitInput, facts: RegisterUnitFacts
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


def run(
    ctx: Context, rows: Sequence[Unit], given: RegisterUnitInput, facts: RegisterUnitFacts
) -> Result:
    office, uscc = facts.office, facts.uscc
    assert office is not None
    assert isinstance(uscc, Uscc)
    assert facts.division_code is not None
    unit = Unit(
        name=given.name,
        short_name=given.short_name,
        unit_type=given.unit_type,
        administrative_function=given.administrative_function,
        uscc=uscc.code,
        division_code=facts.division_code,
        office_id=office.id,
        legal_representative=given.legal_representative,
        contact_name=given.contact_name,
        contact_phone=given.contact_phone,
        contact_email=given.contact_email,
        invoice_title=given.invoice_title or given.name,
        taxpayer_no=given.taxpayer_no or uscc.code,
        address=given.address,
    )
    unit.belong_to(office)
    ctx.session.add(unit)
    ctx.session.flush()
    UNIT_LIFECYCLE.advance(unit, UnitEvent.CONFIRM)
    return Result(
        rows=[RowResult(unit.id, unit.name, {"uscc": unit.uscc, "office": office.name})],
        totals={"row_count": 1, "unit_id": unit.id},
    )


REGISTER_UNIT = Action(
    key="register_unit",
    model=Unit,
    input=RegisterUnitInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=RegisterUnitRefusal,
    is_record=True,
    guide=("新-004",),
)
