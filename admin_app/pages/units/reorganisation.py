"""机构改革 (reorganisation): the steps for a unit, and what was done by which document.

The page is read-only; each step links to the plan page of its action.
"""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, F, I, R
from actions.core.actor import Actor
from actions.domains.submit import SUBMIT_DOMAIN
from actions.permissions import may_run
from actions.units.abolish import ABOLISH_UNIT
from actions.units.merge import MERGE_UNITS
from actions.units.rename import RENAME_UNIT
from actions.units.resume import RESUME_UNIT
from actions.units.suspend import SUSPEND_UNIT
from actions.units.transfer import TRANSFER_UNIT
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import count_rows
from admin_app.grid.listing.search_strategy import COUNT_CAP
from admin_app.grid.record.history import runs_on
from admin_app.grid.spec import STAFF
from admin_app.labels import ACTIONS, action_title, word
from admin_app.values import badge
from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.domains.domain import Domain, DomainState
from models.registration.unit_reorganisation import MAXIMUM_MOVED_NAMES, holdings_of, mismatched
from models.units.unit import Unit, UnitState
from models.values.calendar import instant

#: The steps of a reorganisation, in the order of documents.
STEPS: tuple[Action[Any, Any, Any], ...] = (
    RENAME_UNIT,
    TRANSFER_UNIT,
    MERGE_UNITS,
    ABOLISH_UNIT,
    SUSPEND_UNIT,
    RESUME_UNIT,
)
#: Most names listed individually.
_LISTED = 50
_NO_RIGHT, _NOT_NOW = _l("您的角色不办理此项业务"), _l("当前状态不能办理")


class ReformPage(Page):
    """The units by state, and the reform of one."""

    endpoint = "reform"
    readers = STAFF

    @expose("/")
    def index(self) -> str:
        session, grid = db.session(), GRIDS["unit"]
        counts = []
        for state in UnitState:
            listed = ListState(filters={"state": state}, sort=grid.column_default_sort)
            count = count_rows(ListRequest(session, grid, listed))
            shown = f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"
            counts.append((word(state), shown, url_for("unit.index_view", state=state.value)))
        return self.render(
            "pages/units/reorganisation.html",
            title=str(_l("机构改革")),
            counts=counts,
            steps=[(action_title(step.key), ACTIONS[step.key].hint) for step in STEPS],
            search_url=url_for("unit.index_view"),
        )

    @expose("/unit/")
    def unit(self) -> str:
        session = db.session()
        unit = session.scalar(select(Unit).where(Unit.id == key_of(request.args.get("id", ""))))
        if unit is None:
            abort(404)
        return self.render(
            "pages/units/reorganisation_unit.html", **_reform(session, unit, current_user.actor)
        )


def _reform(session: Session, unit: Unit, actor: Actor) -> dict[str, object]:
    held = holdings_of(session, [unit.id], lambda statement: statement)
    apart = mismatched(held.domains, unit.name, unit.short_name)
    return {
        "title": _("机构改革"),
        "about": unit.name,
        "unit": unit,
        "state": badge(unit.state),
        "unit_url": url_for("unit.details_view", id=unit.id),
        "steps": [_step(step, unit, actor) for step in STEPS],
        "done": _done(session, unit, actor),
        "apart": apart[:_LISTED],
        "apart_count": len(apart),
        "file_url": _file_url(unit, actor),
        "facts": [
            (_l("有效域名"), len(held.domains), url_for("domain.index_view", unit_id=unit.id)),
            (_l("待收费"), len(held.payable), _orders_url(unit, "payable")),
            (_l("已收费、尚未消费"), len(held.paid), _orders_url(unit, None)),
            (_l("已发布的网络红页"), len(held.published), None),
            (_l("用户账户"), sum(user.is_active for user in held.users), None),
        ],
        "is_cut": len(held.domains) > MAXIMUM_MOVED_NAMES,
        "title_differs": unit.invoice_title != unit.name,
        "successor": _unit_by_id(session, unit.successor_id),
        "predecessors": session.scalars(
            select(Unit).where(Unit.successor_id == unit.id).order_by(Unit.id).limit(_LISTED)
        ).all(),
        "running_out": _running_out(session, unit),
    }


def _step(
    step: Action[R, I, F], unit: Unit, actor: Actor
) -> tuple[str, object, str | None, object]:
    """(name, hint, URL of its plan or None, why not)."""
    hint = ACTIONS[step.key].hint
    if not may_run(actor, step):
        return action_title(step.key), hint, None, _NO_RIGHT
    if step.states is not None and unit.state not in step.states:
        return action_title(step.key), hint, None, _NOT_NOW
    return (
        action_title(step.key),
        hint,
        url_for("unit.action_view", action=step.key, ids=unit.id),
        "",
    )


def _done(
    session: Session, unit: Unit, actor: Actor
) -> list[tuple[str, str, str, str, str | None]]:
    """(what, when, by whom, document, receipt's URL or None), newest first."""
    return [
        (
            action_title(run.action),
            instant(run.at),
            run.actor_name,
            (run.input or {}).get("document_no") or "",
            # Only the office that did it may open the receipt.
            url_for("receipt.index", id=run.id) if actor.scope.admits(run) else None,
        )
        for run in runs_on(session, "unit", unit.id, [step.key for step in STEPS])
    ]


def _file_url(unit: Unit, actor: Actor) -> str | None:
    """The link to file the new name, for those who may."""
    may = may_run(actor, SUBMIT_DOMAIN) and unit.state is UnitState.ACTIVE
    return url_for("unit.action_view", action=SUBMIT_DOMAIN.key, ids=unit.id) if may else None


def _orders_url(unit: Unit, named: str | None) -> str | None:
    offered = any(f.name == "unit_id" for f in GRIDS["order"].column_filters)
    return url_for("order.index_view", list=named, unit_id=unit.id) if offered else None


def _unit_by_id(session: Session, unit_id: int | None) -> Unit | None:
    return session.scalar(select(Unit).where(Unit.id == unit_id)) if unit_id else None


def _running_out(session: Session, unit: Unit) -> list[Domain]:
    """Names of an ended unit, which run out since nobody renews them."""
    if unit.state is not UnitState.REVOKED:
        return []
    return list(
        session.scalars(
            select(Domain)
            .where(Domain.unit_id == unit.id, Domain.state == DomainState.REGISTERED)
            .order_by(Domain.due_on, Domain.id)
            .limit(_LISTED)
        )
    )
