"""The plan and confirmation of an action without ticked rows, embedded in a page.

It follows the rules of plan pages of lists; only its place is different.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from actions.core.action import Action, F, I, R
from actions.core.result import Outcome
from admin_app.auth.current_actor import caller
from admin_app.forms.action_form import form_for
from admin_app.forms.way_back import came_from, url_back, with_back
from admin_app.grid.planning.plan_page import confirm_plan, show_plan
from admin_app.grid.planning.plan_request import PlanRequest
from admin_app.grid.planning.receipt_address import receipt_url
from admin_app.grid.planning.selection import Selection, digest_of
from admin_app.grid.planning.unfinished_form import FORGET
from admin_app.web.page import Page
from models.core.base import db
from models.core.journal import Door


def act(
    page: Page,
    action: Action[R, I, F],
    begin_with: Mapping[str, object],
    form_action: str,
    back_url: str,
    hint: str | None = None,
) -> ResponseReturnValue:
    """Show the plan with its initial input, or run it and redirect to the receipt.

    Raises Refused without permission.
    """
    # Without rows nothing can change between plan and confirmation.
    selection = Selection(page.endpoint, current_user.actor.key, digest=digest_of(()))
    by = caller(Door.GRID)
    plan = PlanRequest(db.session(), action, (), selection, by, request.form, about=form_action)
    if "confirm" in request.form:
        done = confirm_plan(plan)
        if isinstance(done, Outcome):
            return redirect(with_back(receipt_url(done), came_from()), code=303)
    else:
        done = show_plan(plan)
    context = dict(done.context)
    is_opened = request.method != "POST" or FORGET in request.form
    if is_opened and not context["is_restored"]:
        context["form"] = form_for(action)(formdata=None, data=dict(begin_with))
    if hint is not None:
        context["hint"] = hint
    body = page.render(
        "grid/planning/plan.html",
        form_action=with_back(form_action, came_from()),
        address=None,
        back_url=url_back(back_url),
        **context,
    )
    return body, done.status
