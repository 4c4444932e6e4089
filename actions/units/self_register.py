"""新用户注册: a body registers itself under its 同级编办 and waits for confirmation (guide 1.6).

Anybody may do this, so it runs as the system: the unit is pending and its user, named by the credit
code, disabled until the office has seen the documents (confirm_unit, refuse_unit). A code that is
taken gets the same answer and nothing is written, so that nobody learns who is registered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.offices.office import Office, OfficeLevel
from models.registration.nationwide_uniqueness import is_uscc_taken
from models.registration.unit_registration import (
    Papers,
    Standing,
    enrolment_fault,
    enter_unit,
    read_uscc,
)
from models.units.unit import Unit, UnitType
from models.users.user import Role, User
from models.values.password import LONGEST, fault_of, hash_password
from models.values.uscc import Uscc


class EnrolUnitRefusal(StrEnum):
    """Why the form is refused."""

    DIFFERS = "enrol_unit_differs"


@dataclass(frozen=True, slots=True)
class EnrolUnitInput:
    """The body's data, and the password for signing in."""

    unit_type: UnitType = param()
    name: str = param(text=TextType.NAME, maximum_length=80)
    uscc: str = param(text=TextType.USCC, maximum_length=40)
    #: 行政区划代码 of the 同级编办.
    office_code: str = param(text=TextType.CODE, maximum_length=6, hidden=True)
    contact_name: str = param(text=TextType.PERSON, maximum_length=40)
    contact_phone: str = param(text=TextType.PHONE, maximum_length=40)
    new_password: str = param(maximum_length=LONGEST, secret=True)
    repeated_password: str = param(maximum_length=LONGEST, secret=True)
    contact_email: str | None = param(text=TextType.EMAIL, default=None, maximum_length=120)


def survey(ctx: Context, rows: Sequence[Unit], given: EnrolUnitInput) -> Standing:
    wanted = select(Office).where(
        Office.code == given.office_code, Office.level != OfficeLevel.REGISTRY
    )
    office = ctx.session.scalars(ctx.locked(wanted)).one_or_none()
    uscc = read_uscc(given.uscc)
    taken = isinstance(uscc, Uscc) and is_uscc_taken(ctx.session, uscc.code)
    return Standing(office, office.division_code if office else None, uscc, taken)


def check_batch(rows: Sequence[Unit], given: EnrolUnitInput, facts: Standing) -> Refusal | None:
    # A known code is not refused, so that nobody learns it.
    new = replace(facts, is_taken=False)
    if fault := enrolment_fault(new, administrative_function=False):
        return Refusal(fault, _why(given, facts))
    if given.new_password != given.repeated_password:
        return Refusal(EnrolUnitRefusal.DIFFERS)
    weak = fault_of(given.new_password, (given.uscc, given.name))
    return Refusal(weak) if weak else None


def _why(given: EnrolUnitInput, facts: Standing) -> dict[str, Fact]:
    return {
        "office_code": given.office_code,
        "office": facts.office.name if facts.office else None,
        "division_code": facts.division_code,
        "uscc": facts.uscc.code if isinstance(facts.uscc, Uscc) else given.uscc,
        "fault": None if isinstance(facts.uscc, Uscc) else facts.uscc,
    }


def run(ctx: Context, rows: Sequence[Unit], given: EnrolUnitInput, facts: Standing) -> Result:
    # Hashed before the decision, so that both answers take the same time.
    password_hash = hash_password(given.new_password)
    if facts.is_taken:
        return Result(rows=())
    unit = enter_unit(_papers(given), facts)
    ctx.session.add(unit)
    ctx.session.flush()
    user = User(
        username=unit.uscc.lower(),
        display_name=given.contact_name,
        password_hash=password_hash,
        role=Role.UNIT_USER,
        unit_id=unit.id,
        is_active=False,
        tour_step=1,
    )
    user.belong_to(unit)
    ctx.session.add(user)
    ctx.session.flush()
    return Result(rows=[RowResult(unit.id, unit.name, {"uscc": unit.uscc})])


def _papers(given: EnrolUnitInput) -> Papers:
    return Papers(
        name=given.name,
        unit_type=given.unit_type,
        contact_name=given.contact_name,
        contact_phone=given.contact_phone,
        contact_email=given.contact_email,
    )


ENROL_UNIT = Action(
    key="enrol_unit",
    model=Unit,
    input=EnrolUnitInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=EnrolUnitRefusal,
    # Only run by the page 新用户注册, as the system, since there is no user yet.
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
