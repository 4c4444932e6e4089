"""新手引导 (tour): store the current step of one's own tour, or that it is dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.users.user import Role, User

#: Upper bound of the number of steps.
MAXIMUM_STEPS = 9


@dataclass(frozen=True, slots=True)
class SetTourInput:
    """The current step, from 1; 0: dismissed."""

    step: int = param(minimum=0, maximum=MAXIMUM_STEPS)


def survey(ctx: Context, rows: Sequence[User], given: SetTourInput) -> int | None:
    return ctx.actor.user_id


def check(row: User, given: SetTourInput, user_id: int | None) -> Refusal | None:
    return Refusal(Common.NOT_FOUND) if row.id != user_id else None


def run(ctx: Context, rows: Sequence[User], given: SetTourInput, user_id: int | None) -> Result:
    (row,) = rows
    row.tour_step = given.step
    return Result(rows=[RowResult(row.id, row.username)])


SET_TOUR = Action(
    key="set_tour",
    model=User,
    input=SetTourInput,
    survey=survey,
    check=check,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    grants={role: Reach.SCOPE for role in Role if role is not Role.SYSTEM},
    is_record=True,
    is_personal=True,
)
