"""修改常用查询: rename a saved view, share it, or make it the default.

A view is identified by its list and its name, so nobody can reach another user's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.values.limits import LONGEST_ENTITY
from models.workspace.saved_view import (
    LONGEST_NAME,
    SavedView,
    drop_default,
    own_views,
)


class ChangeViewRefusal(StrEnum):
    """Why the view is not changed."""

    UNKNOWN = "change_view_unknown"
    NAME_TAKEN = "change_view_name_taken"


@dataclass(frozen=True, slots=True)
class ChangeViewInput:
    """The view, and its new properties."""

    entity: str = param(maximum_length=LONGEST_ENTITY)
    name: str = param(maximum_length=LONGEST_NAME)
    new_name: str = param(maximum_length=LONGEST_NAME)
    is_shared: bool = param(default=False)
    is_default: bool = param(default=False)


def survey(ctx: Context, rows: Sequence[SavedView], given: ChangeViewInput) -> dict[str, SavedView]:
    """The user's views of the list, by name."""
    found = ctx.session.scalars(ctx.locked(own_views(ctx.actor.user_id, given.entity)))
    return {view.name: view for view in found}


def check_batch(
    rows: Sequence[SavedView], given: ChangeViewInput, views: dict[str, SavedView]
) -> Refusal | None:
    if given.name not in views:
        return Refusal(ChangeViewRefusal.UNKNOWN, {"name": given.name})
    if given.new_name != given.name and given.new_name in views:
        return Refusal(ChangeViewRefusal.NAME_TAKEN, {"name": given.new_name})
    return None


def run(
    ctx: Context, rows: Sequence[SavedView], given: ChangeViewInput, views: dict[str, SavedView]
) -> Result:
    view = views[given.name]
    if given.is_default:
        drop_default(views.values(), view)
        # Flush the old default first: a unique index allows only one.
        ctx.session.flush()
    view.name = given.new_name
    view.is_shared, view.is_default = given.is_shared, given.is_default
    return Result(rows=[RowResult(view.id, view.name)])


CHANGE_VIEW = Action(
    key="change_view",
    model=SavedView,
    input=ChangeViewInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    saves_form=True,
    refusals=ChangeViewRefusal,
)
