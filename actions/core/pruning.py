"""清理: what the verbs that delete old rows have in common.

The system runs them every night; nobody else may.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from actions.core.action import HAS_NO_PLAN, Action, F, Nothing, Reach
from actions.core.context import Context
from actions.core.crud import delete_rows
from actions.core.refusal import Fact, Refusal
from models.core.base import Base
from models.users.user import Role

M = TypeVar("M", bound=Base)


def deletion_of_old(
    key: str,
    model: type[M],
    refusals: type[StrEnum],
    kept_since: Callable[[Context], F],
    is_old: Callable[[M, F], bool],
    **why: Fact,
) -> Action[M, Nothing, F]:
    """The action that deletes rows which ended before `kept_since`.

    A younger row is refused by the only code of `refusals`, with the facts of `why`.
    """
    (too_young,) = refusals

    def check(row: M, _given: Nothing, before: F) -> Refusal | None:
        return None if is_old(row, before) else Refusal(too_young, why)

    return Action(
        key=key,
        model=model,
        input=Nothing,
        survey=lambda ctx, _rows, _given: kept_since(ctx),
        check=check,
        row_facts=HAS_NO_PLAN,
        run=delete_rows,
        refusals=refusals,
        grants={Role.SYSTEM: Reach.SCOPE},
        is_record=True,
    )
