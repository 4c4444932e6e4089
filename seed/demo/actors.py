"""The people of the demo as actors, and how they act inside a seed run with every check on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from actions.core.action import Action, F, I, R
from actions.core.actor import Actor
from actions.core.context import Context
from actions.core.refusal import Refused, Verdict
from actions.core.result import Result
from actions.permissions import may_run
from models.core.scope import Scope, ScopeLevel
from models.offices.office import OfficeLevel
from models.users.user import Role, User

_SCOPES = {
    OfficeLevel.PROVINCE: ScopeLevel.PROVINCE,
    OfficeLevel.CITY: ScopeLevel.CITY,
    OfficeLevel.COUNTY: ScopeLevel.OFFICE,
}
_ADMINS = (Role.PROVINCE_ADMIN, Role.CITY_ADMIN, Role.COUNTY_ADMIN)


@dataclass(frozen=True, slots=True)
class Cast:
    """Actors by username, and the admin of each office by its code."""

    by_username: dict[str, Actor] = field(default_factory=dict)
    admins: dict[str, Actor] = field(default_factory=dict)


def cast_of(session: Session) -> Cast:
    """All users who can sign in."""
    cast = Cast()
    users = session.scalars(select(User).options(joinedload(User.office)).order_by(User.id))
    for user in users:
        actor = cast.by_username[user.username] = _actor(user)
        if user.role in _ADMINS:
            cast.admins[user.office_code] = actor
    return cast


def enact(
    ctx: Context, action: Action[R, I, F], ids: Iterable[int], given: I, actor: Actor
) -> Result:
    """Runs an action inside a seed run as `actor`; raises Refused as `perform` would.

    History is seeded with one journal entry per step: an entry for each of some ten thousand acts
    would take too long for a demo.
    """
    assert may_run(actor, action), f"{actor.name} may not {action.key}"
    inner = replace(ctx, actor=actor)
    model: Any = action.model
    wanted = select(model).where(model.id.in_(list(ids))).order_by(model.id)
    rows = list(ctx.session.scalars(wanted.options(*action.loads)))
    facts = action.survey(inner, rows, given)
    _refuse(action, rows, given, facts)
    result = action.run(inner, rows, given, facts)
    ctx.session.flush()
    return result


def _refuse(action: Action[R, I, F], rows: Sequence[R], given: I, facts: F) -> None:
    states = action.states
    assert states is None or all(row.state in states for row in rows), f"{action.key}: wrong state"
    verdicts = [Verdict(row.id, str(row), action.check(row, given, facts)) for row in rows]
    batch = action.check_batch(rows, given, facts)
    if batch or any(verdict.refusal for verdict in verdicts):
        raise Refused(batch, verdicts)


def _actor(user: User) -> Actor:
    return Actor(
        key=f"user:{user.id}",
        name=user.display_name,
        role=user.role,
        scope=_scope(user),
        province_code=user.province_code,
        city_code=user.city_code,
        office_code=user.office_code,
        office_id=user.office_id,
        unit_id=user.unit_id,
        user_id=user.id,
    )


def _scope(user: User) -> Scope:
    if user.unit_id is not None:
        return Scope(ScopeLevel.REGISTRANT, user.unit_id, user.office_code, user.role)
    assert user.office is not None
    if user.office.level is OfficeLevel.REGISTRY:
        return Scope(ScopeLevel.EVERYTHING, role=user.role)
    return Scope(_SCOPES[user.office.level], user.office_code, role=user.role)
