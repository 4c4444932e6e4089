"""保存常用查询: save a list's filters, order and columns under a name.

An existing view of the same name is replaced. One view per list may be the default; shared ones are
offered to colleagues of the office or unit, read-only.
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
    LONGEST_QUERY,
    MAXIMUM_VIEWS,
    SavedView,
    drop_default,
    own_views,
    state_of,
)


class SaveViewRefusal(StrEnum):
    """Why the view is not saved."""

    TOO_MANY = "save_view_too_many"


@dataclass(frozen=True, slots=True)
class SaveViewInput:
    """The list by its address, the name, and whether it is shared."""

    entity: str = param(maximum_length=LONGEST_ENTITY)
    name: str = param(maximum_length=LONGEST_NAME)
    #: The part of the list's address after the question mark; empty: the whole list.
    query: str | None = param(default=None, maximum_length=LONGEST_QUERY)
    is_shared: bool = param(default=False)
    is_default: bool = param(default=False)


def survey(ctx: Context, rows: Sequence[SavedView], given: SaveViewInput) -> dict[str, SavedView]:
    """The user's views of the list, by name."""
    found = ctx.session.scalars(ctx.locked(own_views(ctx.actor.user_id, given.entity)))
    return {view.name: view for view in found}


def check_batch(
    rows: Sequence[SavedView], given: SaveViewInput, views: dict[str, SavedView]
) -> Refusal | None:
    if given.name not in views and len(views) >= MAXIMUM_VIEWS:
        return Refusal(SaveViewRefusal.TOO_MANY, {"maximum": MAXIMUM_VIEWS})
    return None


def run(
    ctx: Context, rows: Sequence[SavedView], given: SaveViewInput, views: dict[str, SavedView]
) -> Result:
    view = views.get(given.name) or _new(ctx, given)
    if given.is_default:
        drop_default(views.values(), view)
        # Flush the old default first: a unique index allows only one.
        ctx.session.flush()
    view.state = state_of(given.query or "")
    view.is_shared, view.is_default = given.is_shared, given.is_default
    ctx.session.add(view)
    ctx.session.flush()
    return Result(rows=[RowResult(view.id, view.name)])


def _new(ctx: Context, given: SaveViewInput) -> SavedView:
    assert ctx.actor.user_id is not None
    view = SavedView(
        user_id=ctx.actor.user_id,
        entity=given.entity,
        name=given.name,
        unit_id=ctx.actor.unit_id,
    )
    view.belong_to(ctx.actor)
    return view


SAVE_VIEW = Action(
    key="save_view",
    model=SavedView,
    input=SaveViewInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    saves_form=True,
    refusals=SaveViewRefusal,
)
