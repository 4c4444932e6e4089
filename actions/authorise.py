"""Authorisation, shared by plans and runs: permission, keys, rows under scope, and a verdict on
each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, F, I, R, Reach
from actions.core.actor import Actor
from actions.core.context import Context
from actions.core.refusal import Common, Refusal, Refused, Verdict
from actions.core.unfilled_input import NotFilledError
from actions.permissions import may_run, reach_of
from models.core.base import Base
from models.core.journal import has_changes
from models.core.locking import locking
from models.core.scope import bind_scope
from models.values.limits import LARGEST_BIGINT


def admit(session: Session, action: Action[R, I, F], ids: Iterable[int], actor: Actor) -> list[int]:
    """Bind the scope and check the permission; return distinct keys in lock order."""
    bind_scope(session, actor.scope)
    if not may_run(actor, action):
        raise Refused(Refusal(Common.FORBIDDEN, {"action": action.key, "role": actor.role}))
    return _ids(action, ids)


def _ids(action: Action[R, I, F], ids: Iterable[int]) -> list[int]:
    """Distinct keys in lock order. Their number is checked before any query."""
    wanted = sorted(set(ids))
    if len(wanted) > action.maximum_rows:
        facts = {"count": len(wanted), "maximum": action.maximum_rows}
        raise Refused(Refusal(Common.TOO_MANY_ROWS, facts))
    if len(wanted) < action.minimum_rows:
        raise Refused(Refusal(Common.NO_ROWS))
    return wanted


def lock_first(ctx: Context, action: Action[R, I, F], wanted: list[int], given: I) -> None:
    """Lock what an action must hold before its rows."""
    if action.lock_first is not None:
        action.lock_first(ctx, wanted, given)


def load_rows(ctx: Context, action: Action[R, I, F], wanted: list[int]) -> list[R]:
    if not wanted:
        return []
    model: Any = action.model
    keys = [key for key in wanted if 0 < key <= LARGEST_BIGINT]
    statement = select(model).where(model.id.in_(keys)).order_by(model.id).options(*action.loads)
    if ctx.entry is not None:
        if action.loads:
            _lock(ctx, model, keys)
        statement = locking(statement, of=model)
    return list(ctx.session.scalars(statement.execution_options(populate_existing=True)))


def _lock(ctx: Context, model: type[Base], keys: list[int]) -> None:
    """Lock the rows before they are loaded with their relations.

    Otherwise a row that was changed while we waited would be loaded with stale relations.
    """
    waiting = select(model.id).where(model.id.in_(keys)).order_by(model.id)
    ctx.session.execute(locking(waiting)).all()


def verdicts_on(
    action: Action[R, I, F],
    wanted: list[int],
    rows: Sequence[R],
    given: I,
    facts: F,
    actor: Actor,
) -> list[Verdict]:
    found = {key_of(row): row for row in rows}
    reach = reach_of(actor, action)
    assert reach is not None, "admitted before"
    return [
        Verdict(
            row_id, str(found[row_id]), _refusal(action, found[row_id], given, facts, actor, reach)
        )
        if row_id in found
        else Verdict(row_id, f"#{row_id}", Refusal(Common.NOT_FOUND))
        for row_id in wanted
    ]


def _refusal(
    action: Action[R, I, F], row: R, given: I, facts: F, actor: Actor, reach: Reach
) -> Refusal | None:
    own = getattr(row, "office_code", None) == actor.office_code
    if reach is Reach.OWN and not own:
        return Refusal(Common.NOT_OWN_OFFICE)
    if reach is Reach.BELOW and own:
        return Refusal(Common.NOT_BELOW)
    if action.states is not None and row.state not in action.states:  # type: ignore[attr-defined]
        return Refusal(Common.WRONG_STATE, {"state": row.state})  # type: ignore[attr-defined]
    try:
        return action.check(row, given, facts)
    except NotFilledError:
        # What the row alone says is said; the rest waits for the input.
        return None


def require_changes(ctx: Context, action: Action[R, I, F]) -> None:
    """Raises Refused for a form that was saved as it stood: it leaves nothing behind."""
    if action.saves_form and not has_changes(ctx.session):
        raise Refused(Refusal(Common.UNCHANGED))


def key_of(row: Base) -> int:
    return row.id
