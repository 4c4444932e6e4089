"""划转: a unit moves to another office with its names; money stays."""

from __future__ import annotations

from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Common
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from actions.units.transfer import TRANSFER_UNIT, TransferUnitInput, TransferUnitRefusal
from models.billing.order import Order
from models.billing.payment import Payment, PaymentLine
from models.core.base import Base
from models.domains.domain import Domain, Term
from models.domains.red_page import RedPage
from models.invoices.invoice import Invoice, InvoiceState
from models.registration.unit_reorganisation import ReformFault
from models.units.unit import Unit
from models.users.user import ApiToken, User
from tests.support.world.cast import World
from tests.support.world.unit_reforms import (
    A_ORDERS,
    DOCUMENT,
    ON,
    charge_all,
    found,
    make,
    money,
    refused,
    sound,
)


def settle_all(world: World) -> None:
    """A's four orders on their whole way: charged, remitted, received and settled."""
    charge_all(world)
    ids = [world.id(name) for name in A_ORDERS]
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B-1")).totals["remittance_id"]
    world.perform(TOP_UP, "conac-finance", [sent], TopUpInput(100_000, "B-1"))


class TestTransfer:
    GIVEN = TransferUnitInput("623021", DOCUMENT, ON)

    def test_transfer_moves_the_unit_with_names_orders_and_logins(self, world: World) -> None:
        made = make(world)
        world.perform(TRANSFER_UNIT, "gannan", [world.id("unit-a")], self.GIVEN)
        unit = found(world, Unit, "unit-a")
        assert (unit.office_id, unit.office_code) == (world.id("office-lintan"), "623021")
        with world.session("lintan") as session:
            seen: list[tuple[type[Base], int]] = [
                (Unit, unit.id),
                (Domain, world.id("a-due")),
                (Order, world.id("a-order-register")),
                (RedPage, made["page"]),
                (User, world.id("user:unit-a")),
                (ApiToken, made["token"]),
            ]
            for model, key in seen:
                assert session.get(model, key) is not None, model
        with world.session("zhuoni") as session:
            assert session.scalars(select(Unit.id).where(Unit.id == unit.id)).all() == []
        world.perform(CHARGE, "lintan", [world.id("a-order-register")], ChargeInput(40_000, 2))

    def test_transfer_leaves_money_with_the_office_that_took_it(self, world: World) -> None:
        settle_all(world)
        before = money(world)
        world.perform(TRANSFER_UNIT, "gannan", [world.id("unit-a")], self.GIVEN)
        assert money(world) == before
        sound(world)
        with world.session("lintan") as session:
            assert set(session.scalars(select(Term.unit_id))) == {world.id("unit-a")}
        with world.session("zhuoni") as session:
            assert len(session.scalars(select(PaymentLine.id)).all()) == 4
            invoice_id = session.scalars(select(Invoice.id).order_by(Invoice.id).limit(1)).one()
        # Its clerk still puts right a sheet of that time, though the unit is out of sight.
        given = VoidInvoiceInput("填写错误", reissue=False)
        world.perform(VOID_INVOICE, "zhuoni", [invoice_id], given)
        with world.session("zhuoni") as session:
            payment_id = session.scalars(select(Payment.id)).one()
        world.perform(ISSUE_INVOICES, "zhuoni", [payment_id], IssueInvoicesInput(1))
        with world.session("zhuoni") as session:
            live = select(Invoice.title).where(Invoice.state == InvoiceState.ISSUED)
            assert set(session.scalars(live)) == {"卓尼县教育局"}

    def test_transfer_waits_for_money_on_its_way(self, world: World) -> None:
        charge_all(world)
        why = refused(world, TRANSFER_UNIT, "gannan", ["unit-a", "unit-b"], self.GIVEN)
        assert why.code == ReformFault.MONEY_UNDER_WAY

    def test_transfer_waits_for_invoices_still_owed(self, world: World) -> None:
        given = ChargeInput(40_000, 0, deferred_reason="发票用完")
        ids = [world.id("a-order-register")]
        world.perform(CHARGE, "zhuoni", ids, given)
        sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B-1")).totals["remittance_id"]
        world.perform(TOP_UP, "conac-finance", [sent], TopUpInput(40_000, "B-1"))
        why = refused(world, TRANSFER_UNIT, "gannan", ["unit-a"], self.GIVEN)
        assert why.code == ReformFault.INVOICES_OWED

    def test_transfer_out_of_the_actors_sight_is_refused(self, world: World) -> None:
        given = TransferUnitInput("610122", DOCUMENT)
        why = refused(world, TRANSFER_UNIT, "gansu", ["unit-a"], given)
        assert why.code == TransferUnitRefusal.OFFICE_UNKNOWN

    def test_transfer_of_a_unit_out_of_sight_is_of_none(self, world: World) -> None:
        why = refused(world, TRANSFER_UNIT, "gansu", ["unit-s"], self.GIVEN)
        assert why.code == Common.NOT_FOUND

    def test_a_transfer_to_the_same_office_is_refused(self, sqlite_world: World) -> None:
        given = TransferUnitInput("623022", DOCUMENT)
        why = refused(sqlite_world, TRANSFER_UNIT, "gannan", ["unit-a"], given)
        assert why.code == TransferUnitRefusal.SAME_OFFICE

    def test_a_county_transfers_no_unit(self, sqlite_world: World) -> None:
        why = refused(sqlite_world, TRANSFER_UNIT, "zhuoni", ["unit-a"], self.GIVEN)
        assert why.code == Common.FORBIDDEN

    def test_transfer_by_the_registry_crosses_provinces(self, world: World) -> None:
        given = TransferUnitInput("610122", DOCUMENT)
        world.perform(TRANSFER_UNIT, "conac", [world.id("unit-d")], given)
        unit = found(world, Unit, "unit-d")
        assert (unit.province_code, unit.city_code) == ("610000", "610100")
