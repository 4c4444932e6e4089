"""Rows taken out of a plan: those that cannot go, and those a clerk would rather leave for now.

Only rows that were ticked in a list of their own can be left out: where a page is about one row, or
rows follow from those of another list, there is nothing to go on with.
"""

from __future__ import annotations

from dataclasses import replace

from werkzeug.datastructures import MultiDict

from admin_app.forms.row_id import row_id
from admin_app.grid.planning.plan_request import PlanRequest

#: The buttons that leave one row out, and take it in again.
LEAVING = frozenset({"leave_out", "take_back"})


def with_one_moved(plan: PlanRequest, form: MultiDict[str, str]) -> PlanRequest:
    """The request with one more row left out, or one fewer; the last one is never left out."""
    gone, back = row_id(form.get("leave_out", "")), row_id(form.get("take_back", ""))
    left = set(plan.selection.left)
    ids = set(plan.ids)
    if gone in ids and plan.can_leave_out:
        left.add(gone)
        ids.discard(gone)
    elif back in left:
        left.discard(back)
        ids.add(back)
    return _with(plan, ids, left, form)


def without(plan: PlanRequest, refused: set[int], form: MultiDict[str, str]) -> PlanRequest | None:
    """The request without rows that cannot go; None where none would remain, or none may go."""
    kept = set(plan.ids) - refused
    if not kept or not plan.is_ticked:
        return None
    return _with(plan, kept, {*plan.selection.left, *refused}, form)


def _with(
    plan: PlanRequest, ids: set[int], left: set[int], form: MultiDict[str, str]
) -> PlanRequest:
    """Without what was shown before: rows that were left out have not changed."""
    typed = MultiDict((name, value) for name, value in form.items(multi=True) if name != "shown")
    selection = replace(plan.selection, left=tuple(sorted(left)), digest=None)
    return replace(plan, ids=sorted(ids), selection=selection, posted=typed)
