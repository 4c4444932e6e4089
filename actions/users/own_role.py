"""自定义角色: the registry or a province narrows a built-in role to a part of what it may do.

The actions to choose from are those of `actions.permissions`, so this module makes its verbs from
that table. What the base may not do is left out, and the plan says so. Verbs that manage logins are
not among them: who opens logins could give others what they do not have.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import func, select

from actions.core.action import TICKS_NO_ROWS, Action, Nothing, Reach, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.users import own_role_facts
from models.core.text_type import TextType
from models.definitions.own_words import LONGEST_OWN_NAME, name_in_use
from models.offices.office import OfficeLevel
from models.users.office_roles import ROLES_AT
from models.users.own_role import MAXIMUM_ROLES, OwnRole
from models.users.user import Role, User

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Catalog = Mapping[Action[Any, Any, Any], Mapping[Role, Reach]]
#: The lines that stand for the forms of all records, and for the labels on them.
EDIT_RECORDS, LABEL_RECORDS = "edit_records", "label_records"
_STAFF = frozenset[Role]().union(*ROLES_AT.values())
_ONLY_OF_THE_REGISTRY = ROLES_AT[OfficeLevel.REGISTRY] - ROLES_AT[OfficeLevel.PROVINCE]


_DEFINERS: Mapping[Role, Reach] = {
    Role.REGISTRY_ADMIN: Reach.SCOPE,
    Role.PROVINCE_ADMIN: Reach.OWN,
}


class WorkKey(StrEnum):
    """The key of an action that a role may leave to its holder; `verbs` makes the members."""


class OwnRoleRefusal(StrEnum):
    """Why a role is not defined or changed as asked."""

    TAKEN = "own_role_taken"
    TOO_MANY = "own_role_too_many"
    NOT_OF_STAFF = "own_role_not_of_staff"
    NO_OWN_OFFICE = "own_role_no_own_office"
    HELD = "own_role_held"
    ALREADY = "own_role_already"
    IN_USE = "own_role_in_use"


class OwnRoleNote(StrEnum):
    """Notes of the plan page."""

    HOLDERS = "own_role_holders"
    NOT_OF_BASE = "own_role_not_of_base"


class _Given(Protocol):
    name_zh: str
    name_en: str | None
    base: Role
    work: tuple[WorkKey, ...]
    is_own_office: bool


@dataclass(frozen=True, slots=True)
class OwnRoleFacts:
    """The other roles that the actor sees, how many of them the office uses, and the holders."""

    known: Sequence[OwnRole]
    own_count: int
    #: Role → how many logins have it.
    holders: Mapping[int, int]
    #: The actions that a role may leave, in the table's order, with the built-in roles' that may.
    offered: Mapping[str, frozenset[Role]]

    def kept(self, given: _Given) -> list[str]:
        """The chosen actions that the base may do, in the table's order."""
        chosen = set(given.work)
        return [key for key, roles in self.offered.items() if key in chosen and given.base in roles]


def verbs(work: Catalog) -> Catalog:
    """The verbs on roles, for those who make other definitions; `work` is what a role may leave."""
    offered = {EDIT_RECORDS: _STAFF, LABEL_RECORDS: _STAFF, **_by_key(work)}
    # The members are the actions, so that a new one is offered at once.
    members: Any = WorkKey("WorkKey", {key.upper(): key for key in offered})  # type: ignore[call-arg]
    name: dict[str, Any] = {"text": TextType.WORDS, "maximum_length": LONGEST_OWN_NAME}
    specs: list[Any] = [
        ("name_zh", str, param(**name)),
        ("base", Role, param()),
        ("name_en", str | None, param(default=None, **name)),
        ("work", tuple[members, ...], param(default=())),
        ("is_own_office", bool, param(default=False)),
    ]
    given = dataclasses.make_dataclass("OwnRoleInput", specs, frozen=True, slots=True)
    common: dict[str, Any] = {
        "model": OwnRole,
        "refusals": OwnRoleRefusal,
        "lock_first": lock_first,
    }
    form: dict[str, Any] = {
        "input": given,
        "survey": _survey(offered),
        "preview": preview,
        "fields_at_fault": {
            OwnRoleRefusal.TAKEN: "name_zh",
            OwnRoleRefusal.NOT_OF_STAFF: "base",
            OwnRoleRefusal.NO_OWN_OFFICE: "is_own_office",
        },
    }
    whole: dict[str, Any] = {
        "input": Nothing,
        "survey": _survey(offered),
        "row_facts": own_role_facts,
    }
    made: tuple[Action[Any, Any, Any], ...] = (
        Action(
            key="define_own_role",
            check_batch=check_batch,
            row_facts=TICKS_NO_ROWS,
            run=run_define,
            minimum_rows=0,
            maximum_rows=0,
            **common,
            **form,
        ),
        Action(
            key="change_own_role",
            suggest=_suggest(given, members),
            check=check,
            row_facts=own_role_facts,
            run=run_change,
            maximum_rows=1,
            needs_input=True,
            saves_form=True,
            **common,
            **form,
        ),
        Action(key="retire_own_role", check=check_retire, run=run_retire, **common, **whole),
        Action(key="restore_own_role", check=check_restore, run=run_restore, **common, **whole),
    )
    return dict.fromkeys(made, _DEFINERS)


def _by_key(work: Catalog) -> dict[str, frozenset[Role]]:
    """The actions that some office's staff may do, with their roles, in the table's order."""
    roles = {action.key: _STAFF.intersection(grants) for action, grants in work.items()}
    return {key: may for key, may in roles.items() if may}


def lock_first(ctx: Context, ids: Sequence[int], given: object) -> None:
    """Every role the actor sees, in the order of keys: none may take the name meanwhile."""
    ctx.lock(select(OwnRole))


def _survey(
    offered: Mapping[str, frozenset[Role]],
) -> Callable[[Context, Sequence[OwnRole], object], OwnRoleFacts]:
    def survey(ctx: Context, rows: Sequence[OwnRole], given: object) -> OwnRoleFacts:
        ids = [row.id for row in rows]
        others = select(OwnRole).where(OwnRole.id.not_in(ids))
        known = ctx.session.scalars(others).all()
        own = (role for role in known if role.office_code == ctx.actor.office_code)
        held = (
            select(User.own_role_id, func.count())
            .where(User.own_role_id.in_(ids))
            .group_by(User.own_role_id)
        )
        holders = {key: count for key, count in ctx.session.execute(held) if key is not None}
        return OwnRoleFacts(known, sum(role.is_active for role in own), holders, offered)

    return survey


def _suggest(
    given: Callable[..., DataclassInstance], members: type[StrEnum]
) -> Callable[[Context, Sequence[OwnRole]], DataclassInstance]:
    def suggest(ctx: Context, rows: Sequence[OwnRole]) -> DataclassInstance:
        """The role as it is; nothing for one that is out of scope."""
        if not rows:
            return given("", Role.VIEWER)
        (row,) = rows
        work = tuple(key for key in members if key in row.work)
        return given(row.name_zh, row.base, row.name_en, work, row.is_own_office)

    return suggest


def check_batch(rows: Sequence[OwnRole], given: _Given, facts: OwnRoleFacts) -> Refusal | None:
    if facts.own_count >= MAXIMUM_ROLES:
        return Refusal(OwnRoleRefusal.TOO_MANY, {"maximum": MAXIMUM_ROLES})
    return _fault(given, facts)


def check(row: OwnRole, given: _Given, facts: OwnRoleFacts) -> Refusal | None:
    if given.base is not row.base and row.id in facts.holders:
        return _held(row, facts)
    return _fault(given, facts)


def _fault(given: _Given, facts: OwnRoleFacts) -> Refusal | None:
    if (taken := name_in_use(given.name_zh, given.name_en, facts.known)) is not None:
        return Refusal(OwnRoleRefusal.TAKEN, {"name": taken})
    if given.base not in _STAFF:
        return Refusal(OwnRoleRefusal.NOT_OF_STAFF, {"role": given.base})
    if given.is_own_office and given.base in _ONLY_OF_THE_REGISTRY:
        return Refusal(OwnRoleRefusal.NO_OWN_OFFICE, {"role": given.base})
    return None


def _held(row: OwnRole, facts: OwnRoleFacts) -> Refusal:
    told: dict[str, Fact] = {"name": row.name_zh, "holder_count": facts.holders[row.id]}
    return Refusal(OwnRoleRefusal.HELD, told)


def preview(ctx: Context, rows: Sequence[OwnRole], given: _Given, facts: OwnRoleFacts) -> Preview:
    notes = [
        Note(OwnRoleNote.HOLDERS, {"holder_count": facts.holders[row.id]})
        for row in rows
        if row.id in facts.holders
    ]
    kept = facts.kept(given)
    if idle := [key for key in given.work if key not in kept]:
        told: dict[str, Fact] = {"idle_count": len(idle), "work": idle[0], "role": given.base}
        notes.append(Note(OwnRoleNote.NOT_OF_BASE, told))
    return Preview(totals={"work_count": len(kept)}, side_effects=tuple(notes))


def run_define(ctx: Context, rows: Sequence[OwnRole], given: _Given, facts: OwnRoleFacts) -> Result:
    role = OwnRole(is_active=True)
    role.belong_to(ctx.actor)
    ctx.session.add(role)
    return _filled_in(ctx, role, given, facts)


def run_change(ctx: Context, rows: Sequence[OwnRole], given: _Given, facts: OwnRoleFacts) -> Result:
    (role,) = rows
    return _filled_in(ctx, role, given, facts)


def _filled_in(ctx: Context, role: OwnRole, given: _Given, facts: OwnRoleFacts) -> Result:
    role.name_zh, role.name_en = given.name_zh, given.name_en
    role.base, role.is_own_office = given.base, given.is_own_office
    role.work = facts.kept(given)
    ctx.session.flush()
    told: dict[str, Fact] = {"base": role.base, "is_own_office": role.is_own_office}
    return Result([RowResult(role.id, role.name_zh, told)], {"work_count": len(role.work)})


def check_retire(row: OwnRole, given: Nothing, facts: OwnRoleFacts) -> Refusal | None:
    if not row.is_active:
        return Refusal(OwnRoleRefusal.ALREADY, {"name": row.name_zh})
    return _held(row, facts) if row.id in facts.holders else None


def check_restore(row: OwnRole, given: Nothing, facts: OwnRoleFacts) -> Refusal | None:
    if row.is_active:
        return Refusal(OwnRoleRefusal.IN_USE, {"name": row.name_zh})
    if facts.own_count >= MAXIMUM_ROLES:
        return Refusal(OwnRoleRefusal.TOO_MANY, {"maximum": MAXIMUM_ROLES})
    return None


def run_retire(ctx: Context, rows: Sequence[OwnRole], given: Nothing, facts: object) -> Result:
    return _set_active(rows, is_active=False)


def run_restore(ctx: Context, rows: Sequence[OwnRole], given: Nothing, facts: object) -> Result:
    return _set_active(rows, is_active=True)


def _set_active(rows: Sequence[OwnRole], *, is_active: bool) -> Result:
    for row in rows:
        row.is_active = is_active
    told = [RowResult(row.id, row.name_zh) for row in rows]
    return Result(rows=told, totals={"row_count": len(rows)})
