"""What the clerks of an office do on a working day (guide 新-002 to 新-007, 续-002, 续-003)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from actions.billing.cancel_order import CANCEL_ORDER
from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.actor import Actor
from actions.core.adverse_review import ReviewReasons
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.reject import REJECT
from actions.domains.renew import RENEW, RenewInput
from actions.domains.resubmit import RESUBMIT, ResubmitInput
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.domains.withdraw import WITHDRAW, WithdrawInput
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput
from actions.invoices.request import REQUEST_INVOICES, RequestInvoicesInput
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from actions.units.register import REGISTER_UNIT, RegisterUnitInput
from models.core.scope import Scope, ScopeLevel
from models.domains.review import ReviewReason
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.stock import InvoiceLot, LotState
from models.units.unit import UnitType
from models.users.user import Role
from models.values.tld import Tld
from seed.reference.unit_generator import Registrant, labels_for
from tests.support.world.factories import PRICE_FEN
from tests.year.cast import PROVINCE
from tests.year.morning import Morning
from tests.year.stage import Desk, Stage

SHEET = "fixed-200"
#: With fewer sheets than these an office asks for more; the province asks for the most it may.
_LOW, _ASKED, _MOST = 14, 40, 150
_YEARS = (1, 1, 1, 2, 2, 3, 4)


def work(stage: Stage, desk: Desk, morning: Morning, newcomers: list[Registrant]) -> None:
    """A working day at one office, in the order of the guide."""
    see_to_sheets(stage, desk, morning)
    _register(stage, desk, newcomers)
    _review(stage, desk, morning.submitted.get(desk.code, []))
    for name, unit_id in morning.returned.get(desk.code, ()):
        stage.attempt(_registrant(stage, desk, unit_id), RESUBMIT, [name], ResubmitInput(years=2))
    _renew(stage, desk, morning.due.get(desk.code, []))
    _charge(stage, desk, morning)


def see_to_sheets(stage: Stage, desk: Desk, morning: Morning) -> None:
    """新-003: what has arrived is signed for, and what runs out is asked for."""
    if arrived := [lot for lot, sent in morning.in_transit.get(desk.code, ()) if sent < stage.at]:
        stage.act(desk.admin, SIGN_FOR, arrived)
    sheets = morning.sheets(desk.code)
    if sheets < _LOW and not morning.asked.get(desk.code) and not arrived:
        wanted = _MOST if desk.code == PROVINCE else _ASKED
        given = RequestInvoicesInput(SHEET, wanted)
        stage.attempt(desk.admin, REQUEST_INVOICES, [desk.office_id], given)
    for payment, amount_fen in morning.owed.get(desk.code, ()):
        count = amount_fen // PRICE_FEN
        if count <= sheets:
            sheets -= count
            stage.attempt(desk.cashier, ISSUE_INVOICES, [payment], IssueInvoicesInput(count))


def _register(stage: Stage, desk: Desk, newcomers: list[Registrant]) -> None:
    """A unit comes to be entered and files its names."""
    if not newcomers or not stage.chance(0.16):
        return
    registrant = newcomers.pop()
    given = RegisterUnitInput(
        name=registrant.name,
        uscc=registrant.uscc,
        unit_type=UnitType(registrant.unit_type),
        administrative_function=registrant.administrative_function,
        contact_name=registrant.contact_name,
    )
    entered = stage.attempt(desk.admin, REGISTER_UNIT, (), given)
    if entered is None:
        return
    unit_id = entered.rows[0].row_id
    # Now and then the office files for the unit; another of its people reviews then.
    who = desk.second if stage.chance(0.2) else _registrant(stage, desk, unit_id)
    names = tuple(
        NameLine(label.label, Tld(label.tld), years=stage.rng.choice(_YEARS))
        for label in labels_for(registrant)
    )
    filed = stage.attempt(who, SUBMIT_DOMAIN, [unit_id], SubmitDomainInput(names=names))
    if filed is not None and stage.chance(0.05):
        stage.act(who, WITHDRAW, [filed.rows[-1].row_id], WithdrawInput("名称有误"))


def _registrant(stage: Stage, desk: Desk, unit_id: int) -> Actor:
    if unit_id not in stage.registrants:
        office = desk.admin
        stage.registrants[unit_id] = Actor(
            key=f"unit:{unit_id}",
            name="单位经办",
            role=Role.UNIT_USER,
            scope=Scope(ScopeLevel.REGISTRANT, unit_id),
            province_code=office.province_code,
            city_code=office.city_code,
            office_code=office.office_code,
            unit_id=unit_id,
        )
    return stage.registrants[unit_id]


def _review(stage: Stage, desk: Desk, submitted: list[Any]) -> None:
    """新-004: whoever did not file a name says the first word on it."""
    for reviewer in (desk.admin, desk.second):
        own = {name for name, by in submitted if by == reviewer.key}
        others = [name for name, _ in submitted if name not in own]
        if not others:
            continue
        first, *rest = others
        if stage.chance(0.04):
            stage.act(reviewer, REJECT, [first], ReviewReasons((ReviewReason.NAME_AMBIGUOUS,)))
        elif stage.chance(0.05):
            why = ReviewReasons((ReviewReason.NAME_AMBIGUOUS,))
            stage.act(reviewer, RETURN_FOR_CHANGES, [first], why)
        else:
            rest = others
        if rest:
            stage.act(reviewer, APPROVE_OFFICE, rest, ApproveOfficeInput())
        submitted = [row for row in submitted if row[0] in own]


def _renew(stage: Stage, desk: Desk, due: list[Any]) -> None:
    """续-002: some days the names about to end are ticked and ordered; some are let go."""
    chosen = [(name, ends, unit) for name, ends, unit in due if stage.chance(0.3)]
    if not chosen:
        return
    years = stage.rng.choice((1, 2, 3))
    late = any(ends < stage.today for _, ends, _ in chosen)
    given = RenewInput(years, "补办续费" if late else None)
    who = _registrant(stage, desk, chosen[0][2]) if stage.chance(0.2) else desk.admin
    names = [n for n, _, unit in chosen if who is desk.admin or unit == chosen[0][2]]
    stage.attempt(who, RENEW, names, given)


def _charge(stage: Stage, desk: Desk, morning: Morning) -> None:
    """新-005, 续-003: units come to pay; money and sheets change hands at once."""
    by_unit: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for order, unit, amount_fen in morning.payable.get(desk.code, ()):
        by_unit[unit].append((order, amount_fen))
    sheets = morning.sheets(desk.code)
    for orders in by_unit.values():
        if stage.chance(0.02):
            stage.attempt(desk.admin, CANCEL_ORDER, [orders[0][0]])
        elif stage.chance(0.55):
            sheets = _take(stage, desk, orders, sheets)


def _take(stage: Stage, desk: Desk, orders: list[tuple[int, int]], sheets: int) -> int:
    """Charges one unit; returns the sheets that should be left."""
    ids, due = [order for order, _ in orders], sum(amount for _, amount in orders)
    count = due // PRICE_FEN
    if stage.chance(0.01):
        stage.attempt(desk.cashier, CHARGE, ids, ChargeInput(due - 100, count))
    later = ChargeInput(due, 0, deferred_reason="票据未到")
    given = ChargeInput(due, count) if count <= sheets else later
    paid = stage.attempt(desk.cashier, CHARGE, ids, given)
    if paid is None:
        return sheets
    payment = [int(paid.totals["payment_id"])]
    if stage.chance(0.015):
        stage.act(desk.cashier, REVERSE_PAYMENT, payment, ReversePaymentInput("数错了"))
    elif stage.chance(0.01):
        stage.act(desk.second, REVERSE_PAYMENT, payment, ReversePaymentInput("单位退回"))
    return sheets - (count if given.invoice_count else 0)


def spoil_one(stage: Stage, desk: Desk) -> None:
    """作废: a sheet of the office turns out misprinted; somebody else than gave it replaces it."""

    def latest(session: Any) -> list[int]:
        wanted = select(Invoice.id).where(
            Invoice.office_code == desk.code, Invoice.state == InvoiceState.ISSUED
        )
        return list(session.scalars(wanted.order_by(Invoice.id.desc()).limit(1)))

    if spoilt := stage.ask(latest):
        stage.attempt(desk.second, VOID_INVOICE, spoilt, VoidInvoiceInput("打印错位"))


def split_down(stage: Stage) -> None:
    """Q3: the province hands sheets of its own to two counties."""
    desk = stage.desks[PROVINCE]

    def richest(session: Any) -> list[Any]:
        wanted = select(InvoiceLot.id, InvoiceLot.available).where(
            InvoiceLot.office_code == PROVINCE,
            InvoiceLot.state == LotState.SIGNED,
            InvoiceLot.available > 60,
        )
        return list(session.execute(wanted.order_by(InvoiceLot.id).limit(1)))

    for lot, _available in stage.ask(richest):
        below = stage.rng.sample(sorted(set(stage.desks) - {PROVINCE}), 2)
        lines = tuple(SplitLine(f"a{code}", 15) for code in below)
        stage.attempt(desk.admin, SPLIT, [lot], SplitInput(lines=lines))
