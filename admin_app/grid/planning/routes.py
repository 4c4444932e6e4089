"""The routes of plan and confirmation, for every list."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from actions.actor_actions import action_for
from actions.core.action import Action, F, I, R
from actions.core.refusal import Common
from actions.core.request_run import MAXIMUM_RUN_ROWS, check_key
from actions.core.result import Outcome
from admin_app.auth.current_actor import caller
from admin_app.forms.request_errors import ASKS_AGAIN
from admin_app.forms.sent_form import is_swap
from admin_app.forms.way_back import came_from, url_back, with_back
from admin_app.grid.listing.cells import name_of
from admin_app.grid.page_text import start_page
from admin_app.grid.planning.background_plan import big_plan
from admin_app.grid.planning.basket_routes import earlier_ticks, take_out
from admin_app.grid.planning.chosen_rows import chosen_rows
from admin_app.grid.planning.left_rows import LEAVING, with_one_moved, without
from admin_app.grid.planning.plan_page import PlanPage, confirm_plan, show_plan
from admin_app.grid.planning.plan_request import PlanRequest
from admin_app.grid.planning.receipt_address import done_before, receipt_url
from admin_app.grid.planning.selection import Selection, resolve
from admin_app.grid.view_request import ViewRequest
from admin_app.labels import action_title, sentence
from models.core.journal import Door
from models.values.limits import MAXIMUM_BATCH_ROWS

#: Longest selection in a URL.
_LONGEST_SELECTION = 1500
#: Most fields filled in by a URL.
_MOST_FIELDS = 40


def filled_in(action: Action[R, I, F], args: MultiDict[str, str]) -> MultiDict[str, str]:
    """The input fields in the URL: links may prefill the form."""
    known = {f.name for f in dataclasses.fields(action.input)}
    names = [name for name in args.keys() if name.partition("-")[0] in known]  # noqa: SIM118
    pairs = [(name, value) for name in names for value in args.getlist(name)]
    return MultiDict(pairs[:_MOST_FIELDS])


def _typed(action: Action[R, I, F]) -> Mapping[str, object]:
    """The typed values: submitted, or from the URL."""
    if request.method != "POST":
        return filled_in(action, request.args)
    is_filled = {"selection", "key"} <= request.form.keys() or "typed" in request.form
    return request.form if is_filled else {}


def as_swapped(context: Mapping[str, object]) -> dict[str, object]:
    """A plan computed again as fields change carries on what was shown when something has moved.

    Only who presses a button has read the differences; until then a confirmation shows them again.
    """
    if context.get("drift") is None:
        return dict(context)
    return dict(context) | {name: request.form.get(name, "") for name in ("selection", "shown")}


def plan_or_confirm(view: ViewRequest) -> ResponseReturnValue:
    """Plan an action on chosen rows; with `confirm`, run it."""
    action = _action(view, request.values.get("action", ""))
    is_asked_again = ASKS_AGAIN in request.form
    if ("confirm" not in request.form or is_asked_again) and (done := _done(view, action)):
        return _to_receipt(view, done)
    given = request.form if request.method == "POST" else request.args
    selection = chosen_rows(view.session, view.grid, view.actor, given)
    may_split = action.splits and view.grid.model is action.model
    most = MAXIMUM_RUN_ROWS if may_split else MAXIMUM_BATCH_ROWS
    ids = resolve(view.session, view.grid, selection, most)
    plan = PlanRequest(view.session, action, ids, selection, caller(Door.GRID), request.form)
    if may_split and len(ids) > MAXIMUM_BATCH_ROWS:
        return _in_background(view, plan)
    is_own = view.grid.model is action.model
    if not is_own:
        ids = list(action.via[view.grid.model](view.session, ids))
    is_ticked = is_own and len(ids) > 1
    ids = [i for i in ids if i not in set(selection.left)]
    if (fault := _wrong_number(action, selection, ids)) is not None:
        return _back(view, action, fault)
    return _answered(view, replace(plan, ids=ids, is_ticked=is_ticked))


def _answered(view: ViewRequest, plan: PlanRequest) -> ResponseReturnValue:
    """What the pressed button asks for; without one, the plan."""
    if "drop_refused" in request.form:
        return _plan(view, plan.action, _without_refused(plan))
    if "drop_earlier" in request.form:
        return _plan(view, plan.action, _without_earlier(view, plan))
    if LEAVING & request.form.keys():
        return _plan(view, plan.action, show_plan(with_one_moved(plan, request.form)))
    if "confirm" in request.form:
        return _confirmed(view, plan)
    page = show_plan(replace(plan, posted=_typed(plan.action)))
    if key := request.args.get("key"):
        page.context["key"] = key
    return _plan(view, plan.action, page)


def _in_background(view: ViewRequest, plan: PlanRequest) -> ResponseReturnValue:
    """Ask what a large selection needs, or have it checked and show the check."""
    page = big_plan(plan)
    if isinstance(page, int):
        return redirect(url_for("run.index", id=page), code=303)
    body = view.render(
        "grid/planning/background_plan.html",
        form_action=with_back(url_for(".action_view", action=plan.action.key), came_from()),
        back_url=_back_url(view, plan.action),
        **page.context,
    )
    return body, page.status


def _action(view: ViewRequest, key: str) -> Action[Any, Any, Any]:
    action = action_for(view.session, view.actor, key)
    reached = action is not None and (
        action.model is view.grid.model or view.grid.model in action.via
    )
    if action is None or not reached:
        abort(404)
    return action


def _wrong_number(action: Action[R, I, F], selection: Selection, ids: Sequence[int]) -> str | None:
    """Why there are too few or too many rows for a plan; said at the list, where the ticks are."""
    if action.maximum_rows == 0:
        return None
    if not ids:
        return _said_of_nothing(action, selection)
    if action.maximum_rows == MAXIMUM_BATCH_ROWS or len(ids) <= action.maximum_rows:
        return None
    facts = {"count": len(ids), "maximum": action.maximum_rows}
    return sentence(Common.TOO_MANY_ROWS, facts)


def _without_earlier(view: ViewRequest, plan: PlanRequest) -> PlanPage:
    """The plan without the rows that were ticked on an earlier day, which are unticked."""
    gone = set(earlier_ticks(view, plan.ids))
    kept = without(plan, gone, request.form)
    if kept is None:
        return show_plan(plan)
    take_out(view.grid.entity, gone)
    return show_plan(kept)


def _earlier_names(view: ViewRequest, page: PlanPage) -> list[str]:
    """The rows of a plan of several that were ticked on an earlier day."""
    rows = page.plan.rows if page.plan is not None else []
    if len(rows) < 2 or view.grid.model is not type(rows[0]):  # noqa: PLR2004  of one it is plain
        return []
    gone = set(earlier_ticks(view, [row.id for row in rows]))
    return [name_of(row) for row in rows if row.id in gone]


def _said_of_nothing(action: Action[R, I, F], selection: Selection) -> str:
    if not selection.ids and selection.query is None:
        return _("请先勾选要办理“%(name)s”的记录。", name=action_title(action.key))
    return _("所选记录没有可以办理“%(name)s”的内容。", name=action_title(action.key))


def _without_refused(plan: PlanRequest) -> PlanPage:
    """The plan without the rows that cannot go; as it was when none can, or it is about one row."""
    kept = without(plan, set(show_plan(plan).context["refused_ids"]), request.form)
    if kept is not None:
        return show_plan(kept)
    said = _("没有剔除任何记录：这些记录都不能办理。请按“核对结果”处理后再办。")
    return show_plan(plan, notices=[said])


def _back(view: ViewRequest, action: Action[R, I, F], said: str) -> AnyResponse:
    """Redirect to where the plan was opened, with a message."""
    flash(said, "warning")
    return redirect(_back_url(view, action), code=303)


def _back_url(view: ViewRequest, action: Action[R, I, F]) -> str:
    """Where the plan was opened; else the start page of the action, or the list."""
    return url_back(start_page(action, view.actor.role) or url_for(".index_view"))


def _confirmed(view: ViewRequest, plan: PlanRequest) -> ResponseReturnValue:
    done = confirm_plan(plan)
    if isinstance(done, Outcome):
        # On a list of another model, the ticked rows of that list were processed.
        is_own = view.grid.model is plan.action.model
        take_out(view.grid.entity, plan.ids if is_own else plan.selection.ids)
        return _to_receipt(view, done)
    return _plan(view, plan.action, done)


def _done(view: ViewRequest, action: Action[R, I, F]) -> Outcome | None:
    """The outcome already committed with the plan's key, when the back button led here again."""
    # A large selection is checked by an action of its own.
    known = {action.key, check_key(action.model.__tablename__)}
    return done_before(view.session, view.actor, request.values.get("key", ""), known)


def _to_receipt(view: ViewRequest, done: Outcome) -> AnyResponse:
    if done.action == check_key(view.grid.model.__tablename__):
        return redirect(url_for("run.index", id=done.totals["run_id"]), code=303)
    where = receipt_url(done, entity=view.grid.entity)
    return redirect(with_back(where, came_from()), code=303)


def _plan(view: ViewRequest, action: Action[R, I, F], page: PlanPage) -> ResponseReturnValue:
    context = as_swapped(page.context) if is_swap() else page.context
    body = view.render(
        "grid/planning/plan.html",
        form_action=with_back(url_for(".action_view", action=action.key), came_from()),
        address=_address(action, page),
        earlier=_earlier_names(view, page),
        back_url=_back_url(view, action),
        **context,
    )
    # A swapped fragment must have status 200.
    return body, 200 if is_swap() else page.status


def _address(action: Action[R, I, F], page: PlanPage) -> str | None:
    """The URL to reopen this plan, for the back button; None with too many rows."""
    selection, key = page.context["selection"], page.context["key"]
    if len(selection) > _LONGEST_SELECTION:
        return None
    where = url_for(".action_view", action=action.key, selection=selection, key=key)
    return with_back(where, came_from())
