"""The reference scenario (domain.md 4.6) once more, by a program: JSON, tokens, to the number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from actions.billing.charge import CHARGE
from actions.domains.approve_office import APPROVE_OFFICE
from actions.domains.approve_registry import APPROVE_REGISTRY
from actions.domains.reject import REJECT
from actions.domains.renew import RENEW
from actions.domains.submit import SUBMIT_DOMAIN
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.dispatch import DISPATCH
from actions.invoices.request import REQUEST_INVOICES
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT
from actions.invoices.void import VOID_INVOICE
from actions.ledger.settle import SETTLE
from actions.remittances.submit import REMIT
from actions.remittances.top_up import TOP_UP
from models.billing.order import Order, OrderState, Wait
from models.billing.payment import Payment
from models.core.journal import Door
from models.domains.domain import Domain, DomainState
from models.invoices.invoice import Invoice
from models.invoices.stock import InvoiceLot
from tests.journeys.test_reference_scenario import COUNTY, REASON, RENEWALS, Story, story
from tests.support.pages.doors import Doors, End, Told
from tests.support.pages.programs import MovableClock

__all__ = ["story"]


@dataclass
class Programs:
    """Programs that act for the people of the cast, a minute apart."""

    doors: Doors
    hands: MovableClock
    story: Story

    def send(
        self,
        action: Any,
        who: str,
        ids: list[int],
        given: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> Told:
        self.hands.turn(minutes=1)
        return self.doors.call(action, who, ids, given, door=Door.API, key=key)

    def done(self, action: Any, who: str, ids: list[int], **given: Any) -> Told:
        told = self.send(action, who, ids, given)
        assert told.end is End.DONE, told.said
        return told

    def refused(self, action: Any, who: str, ids: list[int], code: str, **given: Any) -> None:
        told = self.send(action, who, ids, given)
        assert (told.end, code in told.said) == (End.REFUSED, True), told.said

    def get(self, who: str, path: str) -> Any:
        return self.doors.app.test_client().get(path, headers=self.doors.bearer(who))

    def lot(self, key: int) -> InvoiceLot:
        found: InvoiceLot = self.story.row(InvoiceLot, key)
        return found


def rows_1_to_3_sheets(api: Programs) -> tuple[int, int]:
    """The cap, the signature, the split; returns the root lot and 卓尼's."""
    office = [api.story.world.id("office-gansu")]
    sheets = {"invoice_type": "fixed-200"}
    api.refused(
        REQUEST_INVOICES, "gansu", office, "request_invoices_over_cap", quantity="151", **sheets
    )
    asked = api.done(REQUEST_INVOICES, "gansu", office, quantity="150", **sheets)
    request = asked.totals["request_id"]
    api.done(APPROVE_REQUEST, "conac-finance", [request])
    numbers = {"invoice_code": "6200260001", "number_from": "00012001"}
    root = api.done(DISPATCH, "conac-finance", [request], **numbers).totals["lot_id"]
    assert api.story.stock("620000") == (0, 0)
    api.done(SIGN_FOR, "gansu", [root])
    assert api.story.stock("620000") == (150, 3_000_000)
    api.refused(SIGN_FOR, "gansu", [root], "wrong_state")
    lines = [
        {"user_account": "zhuoni", "quantity": "60"},
        {"user_account": "lintan", "quantity": "40"},
    ]
    api.done(SPLIT, "gansu", [root], lines=lines)
    more = [{"user_account": "zhuoni", "quantity": "51"}]
    api.refused(SPLIT, "gansu", [root], "split_over_available", lines=more)
    with api.story.world.session() as session:
        wanted = select(InvoiceLot.id).where(
            InvoiceLot.parent_id == root, InvoiceLot.office_code == COUNTY
        )
        ours = session.scalars(wanted).one()
    lot = api.lot(ours)
    assert (lot.number_from, lot.number_to) == ("00012001", "00012060")
    assert api.lot(root).available == 50
    api.done(SIGN_FOR, "zhuoni", [ours])
    return root, ours


def row_4_review(api: Programs) -> int:
    names = [{"label": "卓尼县藏医院", "tld": "公益"}, {"label": "卓尼藏医院", "tld": "公益"}]
    unit = [api.story.world.id("unit-a")]
    api.refused(SUBMIT_DOMAIN, "unit-a", unit, "filing_reason_needed", names=names)
    api.done(SUBMIT_DOMAIN, "unit-a", unit, names=names, name_reason=REASON)
    with api.story.world.session() as session:
        wanted = select(Domain.id).where(Domain.label_u.in_([name["label"] for name in names]))
        kept, lost = session.scalars(wanted.order_by(Domain.id))
    api.done(APPROVE_OFFICE, "zhuoni", [kept, lost])
    api.done(APPROVE_REGISTRY, "conac-review", [kept])
    api.done(REJECT, "conac-review", [lost], reasons=["name_ambiguous"])
    assert api.story.row(Domain, lost).state is DomainState.REJECTED
    with api.story.world.session() as session:
        order = session.scalars(select(Order).where(Order.domain_id == kept)).one()
        assert (order.state, order.amount_fen) == (OrderState.PAYABLE, 40_000)
        return order.id


def rows_5_and_6_charging(api: Programs, register: int, lot: int) -> tuple[list[int], int]:
    """A's 1,000 yuan, B's 400, one transfer of 1,400; returns A's orders and the 汇款单."""
    orders = [register, *(api.story.world.id(name) for name in RENEWALS)]
    second = api.story.world.id("b-order")
    api.refused(
        CHARGE,
        "zhuoni-cashier",
        orders,
        "charge_amount_differs",
        amount_fen="999",
        invoice_count="5",
    )
    paid = api.done(CHARGE, "zhuoni-cashier", orders, amount_fen="1000", invoice_count="5")
    assert (paid.totals["row_count"], paid.totals["invoice_count"]) == (4, 5)
    assert api.lot(lot).available == 55
    api.done(CHARGE, "zhuoni-cashier", [second], amount_fen="400", invoice_count="2")
    assert api.lot(lot).available == 53
    sent = api.done(REMIT, "zhuoni", [*orders, second], bank_ref="NB-1")
    assert (sent.totals["row_count"], sent.totals["amount_fen"]) == (5, 140_000)
    return orders, sent.totals["remittance_id"]


def rows_7_to_9_receipts(api: Programs, orders: list[int], sent: int) -> None:
    """Short, twice, the rest; and everything again changes nothing."""
    second = api.story.world.id("b-order")
    first = {"amount_fen": "1200", "bank_ref": "NB-1"}
    assert api.send(TOP_UP, "conac-finance", [sent], first, key="first").end is End.DONE
    assert api.story.states(*orders) == [OrderState.SETTLED] * 4
    waiting = api.story.row(Order, second)
    assert (waiting.waits_because, api.story.balance()) == (Wait.BALANCE_SHORT, 20_000)
    api.refused(
        TOP_UP, "conac-finance", [sent], "top_up_bank_ref_seen", amount_fen="200", bank_ref="NB-1"
    )
    api.done(TOP_UP, "conac-finance", [sent], amount_fen="200", bank_ref="NB-2")
    assert (api.story.states(second), api.story.balance()) == ([OrderState.SETTLED], 0)
    assert api.send(TOP_UP, "conac-finance", [sent], first, key="first").end is End.DONE
    account = [api.story.world.id(f"prepaid:{COUNTY}")]
    assert api.done(SETTLE, "conac-finance", account).totals["settled_count"] == 0
    assert api.story.balance() == 0


def row_10_a_spoilt_sheet(api: Programs, root: int, lot: int) -> None:
    with api.story.world.session() as session:
        wanted = select(Invoice.id).where(Invoice.lot_id == lot).order_by(Invoice.number)
        spoilt = session.scalars(wanted.limit(1)).one()
    api.done(VOID_INVOICE, "zhuoni", [spoilt], reason="打印错位", reissue=True)
    held, whole = api.lot(lot), api.lot(root)
    assert (held.available, held.issued, held.void, held.quantity) == (52, 7, 1, 60)
    assert (whole.available, whole.split, whole.quantity) == (50, 100, 150)


def row_11_extended_by_another_path(api: Programs) -> None:
    name = api.story.world.id("b-due")
    ordered = api.done(RENEW, "zhuoni", [name], years="1").rows[0][1]["order_no"]
    with api.story.world.session() as session:
        order = session.scalars(select(Order.id).where(Order.order_no == ordered)).one()
    api.done(CHARGE, "zhuoni-cashier", [order], amount_fen="200", invoice_count="1")
    sent = api.done(REMIT, "zhuoni", [order], bank_ref="NB-3").totals["remittance_id"]
    with api.story.world.writing() as session:
        moved = session.get_one(Domain, name)
        assert moved.expires_on is not None
        moved.expires_on = moved.expires_on.replace(year=moved.expires_on.year + 1)
    api.done(TOP_UP, "conac-finance", [sent], amount_fen="200", bank_ref="NB-3")
    assert api.story.row(Order, order).waits_because is Wait.BASE_MOVED
    assert api.story.balance() == 20_000


def row_12_the_sister_county(api: Programs, lot: int) -> None:
    with api.story.world.session() as session:
        payment = session.scalars(
            select(Payment.id).where(Payment.office_code == COUNTY).order_by(Payment.id)
        ).first()
    unit = api.story.world.id("unit-a")
    for path in (f"/api/unit/{unit}", f"/api/payment/{payment}", f"/api/lot/{lot}"):
        assert api.get("zhuoni", path).status_code == 200
        assert api.get("lintan", path).status_code == 404
    rows = api.get("lintan", "/api/payment?size=200").json["rows"]
    assert payment not in [row["id"] for row in rows]


class TestReferenceScenarioByTheApi:
    def test_reference_scenario_by_the_api_to_the_number(
        self, doors: Doors, hands: MovableClock, story: Story
    ) -> None:
        api = Programs(doors, hands, story)
        root, lot = rows_1_to_3_sheets(api)
        register = row_4_review(api)
        orders, sent = rows_5_and_6_charging(api, register, lot)
        rows_7_to_9_receipts(api, orders, sent)
        row_10_a_spoilt_sheet(api, root, lot)
        row_11_extended_by_another_path(api)
        row_12_the_sister_county(api, lot)
