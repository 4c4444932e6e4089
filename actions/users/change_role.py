"""变更角色: give a login of an office another role that its office has; it signs in again (S7).

Nobody changes their own role, and the last administrator of an office stays one: somebody must be
able to manage its logins. A narrowing of the old role ends with it. Open sessions and API tokens
end: they were opened for the old role.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.users import user_facts
from models.offices.office import Office
from models.users.office_roles import ROLES_AT
from models.users.session_activity import end_sessions, end_tokens
from models.users.user import ADMINISTRATORS, Role, User


class ChangeRoleRefusal(StrEnum):
    """Why a role is not changed."""

    OWN = "change_role_own"
    UNIT_LOGIN = "change_role_unit_login"
    UNCHANGED = "change_role_unchanged"
    NOT_OF_LEVEL = "change_role_not_of_level"
    LAST_ADMINISTRATOR = "change_role_last_administrator"


class ChangeRoleNote(StrEnum):
    """Notes of the plan page."""

    SIGNS_IN_AGAIN = "change_role_signs_in_again"


@dataclass(frozen=True, slots=True)
class ChangeRoleInput:
    """The new role, and why."""

    role: Role = param()
    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.LOGINS))


@dataclass(frozen=True, slots=True)
class ChangeRoleFacts:
    """Who acts, the offices by key, and the administrators of those who can sign in."""

    actor_id: int | None
    offices: Mapping[int, Office]
    administrators: Sequence[int]


def lock_first(ctx: Context, ids: Sequence[int], given: ChangeRoleInput) -> None:
    """Lock the offices, so that two administrators are not lowered at the same moment."""
    ctx.lock(select(Office).where(Office.id.in_(select(User.office_id).where(User.id.in_(ids)))))


def survey(ctx: Context, rows: Sequence[User], given: ChangeRoleInput) -> ChangeRoleFacts:
    keys = {row.office_id for row in rows if row.office_id is not None}
    offices = ctx.session.scalars(select(Office).where(Office.id.in_(keys)))
    managing = select(User.id).where(
        User.office_id.in_(keys),
        User.role.in_(ADMINISTRATORS),
        User.own_role_id.is_(None),
        User.is_active,
    )
    administrators = ctx.session.scalars(managing).all()
    found = {office.id: office for office in offices}
    return ChangeRoleFacts(ctx.actor.user_id, found, administrators)


def check(row: User, given: ChangeRoleInput, facts: ChangeRoleFacts) -> Refusal | None:
    if row.id == facts.actor_id:
        return Refusal(ChangeRoleRefusal.OWN)
    if row.office_id is None:
        return Refusal(ChangeRoleRefusal.UNIT_LOGIN, {"name": row.display_name})
    office = facts.offices[row.office_id]
    why: dict[str, Fact] = {"name": row.display_name, "office": office.name, "role": given.role}
    if given.role not in ROLES_AT[office.level]:
        return Refusal(ChangeRoleRefusal.NOT_OF_LEVEL, why)
    if given.role is row.role:
        return Refusal(ChangeRoleRefusal.UNCHANGED, why)
    if list(facts.administrators) == [row.id] and given.role not in ADMINISTRATORS:
        return Refusal(ChangeRoleRefusal.LAST_ADMINISTRATOR, why)
    return None


def preview(
    ctx: Context, rows: Sequence[User], given: ChangeRoleInput, facts: ChangeRoleFacts
) -> Preview:
    return Preview(
        side_effects=(Note(ChangeRoleNote.SIGNS_IN_AGAIN),),
        rows={row.id: {"role_after": given.role} for row in rows},
    )


def run(
    ctx: Context, rows: Sequence[User], given: ChangeRoleInput, facts: ChangeRoleFacts
) -> Result:
    (row,) = rows
    told: dict[str, Fact] = {"role_before": row.role, "role_after": given.role}
    row.role, row.own_role_id = given.role, None
    sessions = end_sessions(ctx.session, row.id, ctx.at)
    tokens = end_tokens(ctx.session, row.id, ctx.at)
    return Result(
        rows=[RowResult(row.id, row.username, told)],
        totals={"session_count": sessions, "token_count": tokens},
    )


CHANGE_ROLE = Action(
    key="change_role",
    model=User,
    input=ChangeRoleInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    lock_first=lock_first,
    refusals=ChangeRoleRefusal,
    fields_at_fault={ChangeRoleRefusal.NOT_OF_LEVEL: "role", ChangeRoleRefusal.UNCHANGED: "role"},
)
