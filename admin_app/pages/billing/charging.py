"""申报单位管理/缴费, the charging page: the unit, its 缴费信息, 确认收费 (guide 新-005, 续-003,
Q4).

The charge is the plan of `charge`, shown next to the list of units, with the same verdicts,
refusals and receipt. A refused form is shown again with what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from werkzeug.datastructures import MultiDict

from actions.billing.charge import CHARGE, ChargeNote, ChargeRefusal, payable_orders
from actions.core.actor import Actor
from actions.core.refusal import Common, Refused
from actions.core.result import Outcome
from actions.permissions import may_run
from admin_app.auth.current_actor import caller
from admin_app.forms.request_errors import BadParameterError
from admin_app.forms.row_id import row_id
from admin_app.forms.sent_form import is_swap
from admin_app.forms.way_back import here, with_back
from admin_app.grid.action_buttons import ActionButton, button
from admin_app.grid.column_source import label_of
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.cells import writers
from admin_app.grid.listing.query import fetch_by_ids
from admin_app.grid.planning.drift import read_shown
from admin_app.grid.planning.plan_page import PlanPage, confirm_plan, show_plan
from admin_app.grid.planning.plan_request import PlanRequest
from admin_app.grid.planning.plan_rows import PlanRow
from admin_app.grid.planning.receipt_address import done_before, receipt_url
from admin_app.grid.planning.routes import as_swapped
from admin_app.grid.planning.selection import Selection, digest_of, unsign
from admin_app.grid.spec import MONEY_STAFF, Column
from admin_app.labels import sentence
from admin_app.pages.billing.charging_units import (
    UnitList,
    list_address,
    list_units,
    next_unit,
    register_link,
)
from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from models.billing.amounts_due import NOTHING_DUE, Dues, dues_of
from models.billing.order import Order
from models.core.base import db
from models.core.journal import Door
from models.units.unit import Unit, UnitState
from models.values.limits import MAXIMUM_BATCH_ROWS

#: The facts about a unit on the right side.
_TOLD = tuple(
    Column(name)
    for name in (
        "name",
        "uscc",
        "unit_type",
        "state",
        "contact_name",
        "contact_phone",
        "invoice_title",
        "taxpayer_no",
        "address",
        "office",
    )
)
_MOVED = "moved"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of 缴费信息, ticked or not."""

    id: int
    order: Order | None
    name: str
    #: Its line of the plan; None: not ticked.
    row: PlanRow | None


class ChargingPage(Page):
    """The page for charging units."""

    endpoint = "charging"
    readers = MONEY_STAFF
    begins = MappingProxyType({CHARGE: {"owing": "1"}})

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        session, actor = db.session(), current_user.actor
        unit = _chosen(session)
        key = request.form.get("key", "")
        if (done := done_before(session, actor, key, {CHARGE.key})) is not None:
            return _to_receipt(done, unit)
        try:
            units = list_units(session, actor, request.args, unit.id if unit else None)
        except BadListError as error:
            said = sentence(error.refusal.code, error.refusal.facts)
            raise BadParameterError(said, "after", "before", "search") from error
        context: dict[str, Any] = {"title": _("申报单位管理/缴费"), "units": units, "unit": unit}
        context |= register_link(actor)
        if unit is None:
            return self.render("pages/billing/charging.html", **context)
        context |= _details(session, unit, actor)
        if not _is_charging():
            return self.render("pages/billing/charging.html", **context)
        charged = _charge(session, unit, actor)
        if isinstance(charged, Outcome):
            return _to_receipt(charged, unit)
        context = charged.context | context | {"is_swap": is_swap()}
        if is_swap():
            context = as_swapped(context)
        page = self.render("pages/billing/charging.html", form_action=_here(units, unit), **context)
        return page, 200 if is_swap() else charged.status

    def next_step(self, session: Session, actor: Actor) -> tuple[str, str]:
        """The next unit that owes, or the list of units."""
        return next_unit(session, actor, key_of(request.args.get("unit", "0")))


def _is_charging() -> bool:
    return request.values.get("action") == CHARGE.key


def _chosen(session: Session) -> Unit | None:
    """The unit of the URL, under scope; 404 if there is none."""
    raw = request.args.get("unit", "")
    if not raw:
        return None
    found = session.scalars(select(Unit).where(Unit.id == key_of(raw))).one_or_none()
    return found if found is not None else abort(404)


def _details(session: Session, unit: Unit, actor: Actor) -> dict[str, object]:
    grid = GRIDS["unit"]
    (row,) = fetch_by_ids(session, grid, [unit.id], _TOLD)
    written = zip(_TOLD, writers(grid, _TOLD), row[2:], strict=True)
    dues = dues_of(session, [unit.id]).get(unit.id, NOTHING_DUE)
    return {
        "facts": [(label_of(grid, column), write(value)) for column, write, value in written],
        "dues": dues,
        "charge_button": _button(unit, dues, actor),
        "record_url": with_back(url_for("unit.details_view", id=unit.id), here()),
    }


def _button(unit: Unit, dues: Dues, actor: Actor) -> ActionButton | None:
    """The button 收费 for those who may, with the reason if it is disabled."""
    if not may_run(actor, CHARGE):
        return None
    why_not: str | None = None
    if unit.office_code != actor.office_code:
        why_not = sentence(Common.NOT_OWN_OFFICE, {})
    elif not dues.count:
        why_not = _("这个单位没有待收费的域名。审核通过的新注册域名和已提交的续费会列在这里。")
    elif unit.state is not UnitState.ACTIVE:
        facts = {"unit": unit.name, "state": unit.state}
        why_not = sentence(ChargeRefusal.UNIT_NOT_ACTIVE, facts)
    return replace(button(CHARGE, why_not), is_primary=True)


def _charge(session: Session, unit: Unit, actor: Actor) -> PlanPage | Outcome:
    """The plan of the charge, or its result once confirmed."""
    payable = list(payable_orders(session, [unit.id]))
    if request.method != "POST":
        if not payable:
            return PlanPage({"lines": []})
        chosen = Selection("order", actor.key, ids=tuple(payable))
        return _with_all_orders(
            session, payable, chosen, show_plan(_plan_request(session, chosen, {}))
        )
    chosen = _ticked(session, actor)
    if not chosen.ids:
        return _nothing_ticked(session, payable, chosen)
    typed = _typed(chosen)
    if "confirm" in request.form:
        done = confirm_plan(_plan_request(session, chosen, typed))
        return (
            done if isinstance(done, Outcome) else _with_all_orders(session, payable, chosen, done)
        )
    page = show_plan(_plan_request(session, chosen, typed))
    if "drop_refused" in request.form:
        left = chosen.without(page.context["refused_ids"])
        if not left.ids:
            return _nothing_ticked(session, payable, left)
        anew = _plan_request(session, replace(left, digest=None), _typed(left))
        chosen, page = left, show_plan(anew)
    return _with_all_orders(session, payable, chosen, page)


def _plan_request(session: Session, chosen: Selection, typed: Mapping[str, str]) -> PlanRequest:
    by, about = caller(Door.GRID), f"unit:{request.args.get('unit', '')}"
    return PlanRequest(session, CHARGE, chosen.ids, chosen, by, typed, is_ticked=True, about=about)


def _typed(chosen: Selection) -> MultiDict[str, str]:
    """The posted values, without those shown for a different selection."""
    shown = read_shown(request.form)
    is_same = shown is not None and shown.rows.keys() == {str(row_id) for row_id in chosen.ids}
    pairs = request.form.items(multi=True)
    return MultiDict((name, value) for name, value in pairs if is_same or name != "shown")


def _ticked(session: Session, actor: Actor) -> Selection:
    """The ticked orders; changed if any order on the page changed, ticked or not."""
    raw = request.form.getlist("ids")[: MAXIMUM_BATCH_ROWS + 1]
    ids = {key for key in map(row_id, raw) if key is not None}
    chosen = Selection("order", actor.key, ids=tuple(sorted(ids)))
    try:
        shown = unsign(request.form.get("selection", ""), "order", actor.key)
    except Refused:
        return replace(chosen, digest=_MOVED)
    rows = _orders(session, shown.ids)
    if shown.is_old or digest_of(rows) != shown.digest:
        return replace(chosen, digest=_MOVED)
    return replace(chosen, digest=digest_of([row for row in rows if row.id in ids]))


def _orders(session: Session, ids: Sequence[int]) -> list[Order]:
    wanted = select(Order).where(Order.id.in_(ids)).order_by(Order.id)
    return list(session.scalars(wanted.options(joinedload(Order.domain))))


def _with_all_orders(
    session: Session, payable: Sequence[int], chosen: Selection, page: PlanPage
) -> PlanPage:
    """The contents of the plan with every payable order, ticked or not."""
    ticked = {row.id: row for row in page.context["rows"]}
    orders = {order.id: order for order in _orders(session, sorted({*payable, *chosen.ids}))}
    lines = [
        OrderLine(
            row_id,
            orders.get(row_id),
            str(ticked[row_id].cells[0]) if row_id in ticked else orders[row_id].order_no,
            ticked.get(row_id),
        )
        for row_id in sorted({*orders, *ticked}, key=lambda i: (not _is_refused(ticked, i), i))
    ]
    shown = [orders[row_id] for row_id in sorted(orders)]
    ids = tuple(order.id for order in shown)
    signed = Selection("order", chosen.actor, ids=ids, digest=digest_of(shown))
    more = {
        "lines": lines,
        "selection": signed.sign(),
        "is_cut": len(payable) >= MAXIMUM_BATCH_ROWS,
        "sheets": _sheets(page),
    }
    return replace(page, context=page.context | more)


def _is_refused(ticked: Mapping[int, PlanRow], row_id: int) -> bool:
    return row_id in ticked and ticked[row_id].is_refused


def _sheets(page: PlanPage) -> list[str]:
    """The invoices that would be issued, lowest numbers first; the lot's number where they have
    none.
    """
    plan = page.plan
    notes = plan.preview.side_effects if plan is not None else ()
    return [
        str(note.facts["numbers"] or note.facts["lot_no"])
        for note in notes
        if note.code is ChargeNote.INVOICES_USED
    ]


def _nothing_ticked(session: Session, payable: Sequence[int], chosen: Selection) -> PlanPage:
    """The same page with nothing ticked and the reason why nothing is done."""
    if not payable:
        return PlanPage({"lines": []})
    whole = replace(chosen, ids=tuple(payable), digest=None)
    page = show_plan(_plan_request(session, whole, _typed(chosen)))
    bare = {
        "rows": [],
        "totals": [],
        "amount_words": None,
        "side_effects": [],
        "refused_count": 0,
        "reason": None,
        "warnings": [sentence(Common.NO_ROWS, {})],
    }
    drawn = _with_all_orders(session, payable, whole, PlanPage(page.context | bare, 422))
    return replace(drawn, context=drawn.context | {"sheets": []})


def _to_receipt(done: Outcome, unit: Unit | None) -> ResponseReturnValue:
    where = receipt_url(done, entity="charging", unit=unit.id if unit else None)
    return redirect(with_back(where, list_address(request.args)), code=303)


def _here(units: UnitList, unit: Unit) -> str:
    return f"./?{units.query(unit=unit.id)}"
