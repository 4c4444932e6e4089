"""限定角色: give a login an own role, which leaves it a part of what its role may do, or none.

It takes effect with the next page. Nobody narrows themselves, and one administrator of an office
stays without an own role: narrowed logins manage no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.users import user_facts
from models.core.scope import Scope, ScopeLevel
from models.offices.office import REGISTRY_CODE, Office
from models.users.own_role import OwnRole
from models.users.user import ADMINISTRATORS, User


class SetOwnRoleRefusal(StrEnum):
    """Why a login is not given a role."""

    OWN = "set_own_role_own"
    UNIT_LOGIN = "set_own_role_unit_login"
    UNKNOWN = "set_own_role_unknown"
    RETIRED = "set_own_role_retired"
    OTHER_BASE = "set_own_role_other_base"
    ELSEWHERE = "set_own_role_elsewhere"
    NO_OWN_OFFICE = "set_own_role_no_own_office"
    UNCHANGED = "set_own_role_unchanged"
    LAST_ADMINISTRATOR = "set_own_role_last_administrator"


def roles_in_use(session: Session) -> Sequence[tuple[str, str]]:
    """The keys and names of the roles that the reader may give."""
    known = select(OwnRole).where(OwnRole.is_active).order_by(OwnRole.name_zh, OwnRole.id)
    return [(str(role.id), role.name_zh) for role in session.scalars(known)]


@dataclass(frozen=True, slots=True)
class SetOwnRoleInput:
    """Why, and the key of the role; None: all that the built-in role may do."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.LOGINS))
    own_role: int | None = param(default=None, choices=roles_in_use)


@dataclass(frozen=True, slots=True)
class SetOwnRoleFacts:
    """Who acts, the role, and by office the administrators who may manage its logins."""

    actor_id: int | None
    asked: int | None
    role: OwnRole | None
    administrators: Mapping[int, Sequence[int]]


def lock_first(ctx: Context, ids: Sequence[int], given: SetOwnRoleInput) -> None:
    """Lock the offices, so that two administrators are not narrowed at the same moment.

    And the role, so that it is not retired or rebased meanwhile.
    """
    ctx.lock(select(Office).where(Office.id.in_(select(User.office_id).where(User.id.in_(ids)))))
    ctx.lock(select(OwnRole).where(OwnRole.id == given.own_role))


def survey(ctx: Context, rows: Sequence[User], given: SetOwnRoleInput) -> SetOwnRoleFacts:
    role = None
    if given.own_role is not None:
        wanted = select(OwnRole).where(OwnRole.id == given.own_role)
        role = ctx.session.scalars(wanted).one_or_none()
    keys = {row.office_id for row in rows if row.office_id is not None}
    office_id = cast("ColumnElement[int]", User.office_id)
    managing = select(office_id, User.id).where(
        office_id.in_(keys),
        User.role.in_(ADMINISTRATORS),
        User.own_role_id.is_(None),
        User.is_active,
    )
    found: dict[int, list[int]] = {key: [] for key in keys}
    for key, user_id in ctx.session.execute(managing):
        found[key].append(user_id)
    return SetOwnRoleFacts(ctx.actor.user_id, given.own_role, role, found)


def check(row: User, given: SetOwnRoleInput, facts: SetOwnRoleFacts) -> Refusal | None:
    told: dict[str, Fact] = {"name": row.display_name, "role": row.role}
    if row.id == facts.actor_id:
        return Refusal(SetOwnRoleRefusal.OWN)
    if row.office_id is None:
        return Refusal(SetOwnRoleRefusal.UNIT_LOGIN, told)
    if row.own_role_id == facts.asked:
        return Refusal(SetOwnRoleRefusal.UNCHANGED, told)
    if facts.role is None:
        return None if facts.asked is None else Refusal(SetOwnRoleRefusal.UNKNOWN, at="own_role")
    told |= {"own_role": facts.role.name_zh, "base": facts.role.base}
    found = _unfit(row, facts.role, is_last=facts.administrators[row.office_id] == [row.id])
    return None if found is None else Refusal(found, told)


def _unfit(row: User, role: OwnRole, *, is_last: bool) -> SetOwnRoleRefusal | None:
    """Why a login cannot have a role."""
    faults = {
        SetOwnRoleRefusal.RETIRED: not role.is_active,
        SetOwnRoleRefusal.OTHER_BASE: role.base is not row.role,
        SetOwnRoleRefusal.ELSEWHERE: role.office_code
        not in Scope(ScopeLevel.OFFICE, row.office_code).chain,
        SetOwnRoleRefusal.NO_OWN_OFFICE: role.is_own_office and row.office_code == REGISTRY_CODE,
        SetOwnRoleRefusal.LAST_ADMINISTRATOR: is_last,
    }
    return next((fault for fault, holds in faults.items() if holds), None)


def preview(
    ctx: Context, rows: Sequence[User], given: SetOwnRoleInput, facts: SetOwnRoleFacts
) -> Preview:
    return Preview(rows={row.id: {"own_role_after": _name(facts.role)} for row in rows})


def run(
    ctx: Context, rows: Sequence[User], given: SetOwnRoleInput, facts: SetOwnRoleFacts
) -> Result:
    told: dict[str, Fact] = {"own_role_after": _name(facts.role)}
    for row in rows:
        row.own_role_id = facts.asked
    lines = [RowResult(row.id, row.username, told) for row in rows]
    return Result(rows=lines, totals={"row_count": len(rows)})


def _name(role: OwnRole | None) -> str | None:
    return None if role is None else role.name_zh


SET_OWN_ROLE = Action(
    key="set_own_role",
    model=User,
    input=SetOwnRoleInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=user_facts,
    run=run,
    lock_first=lock_first,
    refusals=SetOwnRoleRefusal,
)
