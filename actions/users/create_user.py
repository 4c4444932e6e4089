"""新建用户: create a login for a person of an office, or for a unit (S1).

The office or unit must be within the actor's scope, and the role one of its level: nobody creates a
user with more permissions than their own office. The first password must be changed at first
sign-in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Result, RowResult
from models.core.scope import Codes
from models.core.text_type import TextType
from models.offices.office import Office, Offices, OfficeStatus
from models.registration.unit_registration import EnrolmentFault
from models.units.unit import Unit
from models.users.office_roles import ROLES_AT
from models.users.user import Role, User
from models.values.password import LONGEST, fault_of, hash_password
from models.values.uscc import uscc_fault

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class CreateUserRefusal(StrEnum):
    """Why no user is created; `PasswordFault` has the faults of the password."""

    USERNAME_MALFORMED = "create_user_username_malformed"
    USERNAME_TAKEN = "create_user_username_taken"
    OFFICE_OR_UNIT = "create_user_office_or_unit"
    OFFICE_UNKNOWN = "create_user_office_unknown"
    OFFICE_CLOSED = "create_user_office_closed"
    UNIT_UNKNOWN = "create_user_unit_unknown"
    ROLE_NOT_OF_LEVEL = "create_user_role_not_of_level"


@dataclass(frozen=True, slots=True)
class CreateUserInput:
    """The login, whose it is, and the password for the first sign-in."""

    username: str = param(text=TextType.LOGIN, maximum_length=40)
    display_name: str = param(text=TextType.PERSON, maximum_length=60)
    role: Role = param()
    new_password: str = param(maximum_length=LONGEST, secret=True)
    #: 行政区划代码 of the office.
    office_code: str | None = param(
        text=TextType.CODE, default=None, maximum_length=6, offices=Offices.WORKING
    )
    #: 统一社会信用代码 of the unit, for its own login.
    unit_uscc: str | None = param(text=TextType.USCC, default=None, maximum_length=40)


@dataclass(frozen=True, slots=True)
class CreateUserFacts:
    """What the codes refer to, within the actor's scope."""

    office: Office | None
    unit: Unit | None
    is_taken: bool


def survey(ctx: Context, rows: Sequence[User], given: CreateUserInput) -> CreateUserFacts:
    find = ctx.session.scalar
    office = select(Office).where(Office.code == given.office_code)
    unit = select(Unit).where(Unit.uscc == given.unit_uscc)
    taken = select(User.id).where(User.username == given.username.lower())
    return CreateUserFacts(
        # Locked, so that the office is not closed meanwhile.
        find(ctx.locked(office)) if given.office_code else None,
        find(unit) if given.unit_uscc else None,
        find(taken) is not None,
    )


def check_batch(
    rows: Sequence[User], given: CreateUserInput, facts: CreateUserFacts
) -> Refusal | None:
    code_fault = uscc_fault(given.unit_uscc) if given.unit_uscc else None
    fault = fault_of(given.new_password, (given.username, given.display_name))
    tests: tuple[tuple[bool, StrEnum, dict[str, Fact]], ...] = (
        (
            _USERNAME.fullmatch(given.username.lower()) is None,
            CreateUserRefusal.USERNAME_MALFORMED,
            {},
        ),
        (facts.is_taken, CreateUserRefusal.USERNAME_TAKEN, {"username": given.username.lower()}),
        (
            bool(given.office_code) == bool(given.unit_uscc),
            CreateUserRefusal.OFFICE_OR_UNIT,
            {},
        ),
        (
            bool(given.office_code) and facts.office is None,
            CreateUserRefusal.OFFICE_UNKNOWN,
            {"office_code": given.office_code},
        ),
        (
            facts.office is not None and facts.office.status is OfficeStatus.CLOSED,
            CreateUserRefusal.OFFICE_CLOSED,
            {"office": facts.office.name if facts.office else None},
        ),
        (
            facts.unit is None and code_fault is not None,
            EnrolmentFault.USCC_FAULTY,
            {"uscc": given.unit_uscc, "fault": code_fault},
        ),
        (
            bool(given.unit_uscc) and facts.unit is None,
            CreateUserRefusal.UNIT_UNKNOWN,
            {"uscc": given.unit_uscc},
        ),
        (
            given.role not in _roles(facts),
            CreateUserRefusal.ROLE_NOT_OF_LEVEL,
            {"role": given.role},
        ),
    )
    refusal = next((Refusal(code, why) for refused, code, why in tests if refused), None)
    return refusal or (Refusal(fault) if fault else None)


def _roles(facts: CreateUserFacts) -> frozenset[Role]:
    if facts.office is not None:
        return ROLES_AT[facts.office.level]
    return frozenset({Role.UNIT_USER})


def run(
    ctx: Context, rows: Sequence[User], given: CreateUserInput, facts: CreateUserFacts
) -> Result:
    user = User(
        username=given.username.lower(),
        display_name=given.display_name,
        password_hash=hash_password(given.new_password),
        role=given.role,
        office_id=facts.office.id if facts.office else None,
        unit_id=facts.unit.id if facts.unit else None,
        must_change_password=True,
        tour_step=1,
    )
    owner: Codes | None = facts.office or facts.unit
    assert owner is not None, "check_batch asks for one of them"
    user.belong_to(owner)
    ctx.session.add(user)
    ctx.session.flush()
    return Result(rows=[RowResult(user.id, user.username, {"role": user.role})])


CREATE_USER = Action(
    key="create_user",
    model=User,
    input=CreateUserInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    creates=User,
    minimum_rows=0,
    maximum_rows=0,
    refusals=CreateUserRefusal,
    guide=("Q3",),
)
