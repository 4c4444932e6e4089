"""删除常用查询: delete one of one's own saved views; its rows are not affected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.values.limits import LONGEST_ENTITY
from models.workspace.saved_view import LONGEST_NAME, SavedView, own_views


class DeleteViewRefusal(StrEnum):
    """Why nothing is deleted."""

    UNKNOWN = "delete_view_unknown"


@dataclass(frozen=True, slots=True)
class DeleteViewInput:
    """Which view, by its list and its name."""

    entity: str = param(maximum_length=LONGEST_ENTITY)
    name: str = param(maximum_length=LONGEST_NAME)


def survey(ctx: Context, rows: Sequence[SavedView], given: DeleteViewInput) -> SavedView | None:
    wanted = own_views(ctx.actor.user_id, given.entity).where(SavedView.name == given.name)
    return ctx.session.scalars(ctx.locked(wanted)).one_or_none()


def check_batch(
    rows: Sequence[SavedView], given: DeleteViewInput, view: SavedView | None
) -> Refusal | None:
    return None if view else Refusal(DeleteViewRefusal.UNKNOWN, {"name": given.name})


def run(
    ctx: Context, rows: Sequence[SavedView], given: DeleteViewInput, view: SavedView | None
) -> Result:
    assert view is not None
    ctx.session.delete(view)
    return Result(rows=[RowResult(view.id, view.name)])


DELETE_VIEW = Action(
    key="delete_view",
    model=SavedView,
    input=DeleteViewInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=DeleteViewRefusal,
)
