"""三方对账: three legs by office and week, and every difference named to its payment."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from actions.ledger.settle import SETTLE
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.invoices.invoice import Invoice
from models.offices.office import Office
from models.reports.reconciliation import (
    Cell,
    Leg,
    PaymentLegs,
    Span,
    compare,
    offices_beside,
    payments_of,
    weeks_until,
)
from models.values.calendar import week_key
from tests.support.pages.answers import perform_answering
from tests.support.world.cast import TODAY, World

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")
WEEK = week_key(TODAY)
#: When the week is over.
AFTER = TODAY + dt.timedelta(weeks=1)


@pytest.fixture
def charged(world: World) -> World:
    """卓尼 took 1,000 yuan from A with its sheets, and 400 from B without."""
    world.perform(CHARGE, "zhuoni", [world.id(name) for name in A_ORDERS], ChargeInput(100_000, 5))
    later = ChargeInput(40_000, 0, deferred_reason="发票用完")
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], later)
    return world


def cells(world: World, username: str, under: str) -> list[Cell]:
    with world.session(username) as session:
        office = session.scalars(select(Office).where(Office.code == under)).one()
        return compare(session, Span(office, weeks_until(WEEK), AFTER))


def lacking(world: World, leg: Leg, under: str = "623022") -> list[PaymentLegs]:
    with world.session("gansu") as session:
        office = session.scalars(select(Office).where(Office.code == under)).one()
        return payments_of(session, Span(office, weeks_until(WEEK), AFTER), [leg])


class TestTheWeeks:
    def test_the_weeks_follow_each_other_over_the_year(self) -> None:
        assert weeks_until("2026-W02", 4) == ["2025-W51", "2025-W52", "2026-W01", "2026-W02"]

    def test_the_weeks_of_no_such_week_there_are_none(self) -> None:
        with pytest.raises(ValueError, match="60"):
            weeks_until("2026-W60")


class TestAWeek:
    def test_a_week_of_a_county_stands_to_the_fen(self, charged: World) -> None:
        assert cells(charged, "zhuoni", "623022") == [
            Cell("623022", WEEK, 140_000, 0, 100_000, 2, 2, 1, 2)
        ]

    def test_a_week_names_the_payment_that_has_no_sheet(self, charged: World) -> None:
        (row,) = lacking(charged, Leg.INVOICED)
        assert row.unit == "卓尼县柳林小学"
        assert (row.charged_fen, row.invoiced_fen) == (40_000, 0)
        assert row.deferred_reason == "发票用完"

    def test_a_week_is_healed_by_the_transfer(self, charged: World) -> None:
        names = [*A_ORDERS, "b-order"]
        ids = [charged.id(name) for name in names]
        charged.perform(REMIT, "zhuoni", ids, RemitInput("BANK-1"))
        assert lacking(charged, Leg.REMITTED) == []
        (cell,) = cells(charged, "zhuoni", "623022")
        assert (cell.remitted_fen, cell.unremitted_count) == (140_000, 0)

    def test_a_week_needs_no_transfer_for_what_a_surplus_paid(self, world: World) -> None:
        """400 yuan were sent and 1,400 arrived; they settle A's 1,000 before the week is over."""
        world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
        sent = world.perform(REMIT, "zhuoni", [world.id("b-order")], RemitInput("BANK-1"))
        received = TopUpInput(140_000, "RECEIPT-1")
        perform_answering(world, TOP_UP, "conac-finance", [sent.totals["remittance_id"]], received)
        ids = [world.id(name) for name in A_ORDERS]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
        assert [row.charged_fen for row in lacking(world, Leg.REMITTED)] == [100_000]
        world.perform(SETTLE, "system", [world.id("prepaid:623022")], Nothing())
        assert lacking(world, Leg.REMITTED) == []
        (cell,) = cells(world, "zhuoni", "623022")
        assert (cell.charged_fen, cell.remitted_fen) == (140_000, 140_000)

    def test_a_week_is_torn_again_by_a_sheet_taken_back(self, charged: World) -> None:
        with charged.session("zhuoni") as session:
            sheet = session.scalars(select(Invoice.id).order_by(Invoice.id).limit(1)).one()
        charged.perform(
            VOID_INVOICE, "zhuoni", [sheet], VoidInvoiceInput("打印错误", reissue=False)
        )
        assert {row.unit for row in lacking(charged, Leg.INVOICED)} == {
            "卓尼县教育局",
            "卓尼县柳林小学",
        }

    def test_a_week_without_a_difference_is_even(self, world: World) -> None:
        """The three-way reconciliation is empty once all is remitted and invoiced."""
        ids = [world.id(name) for name in A_ORDERS]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
        world.perform(REMIT, "zhuoni", ids, RemitInput("BANK-1"))
        assert not any(
            cell.unremitted_count or cell.uninvoiced_count
            for cell in cells(world, "gansu", "620000")
        )
        assert (
            lacking(world, Leg.REMITTED, "620000") == lacking(world, Leg.INVOICED, "620000") == []
        )


class TestTheTree:
    def test_the_tree_gathers_counties_under_their_city(self, charged: World) -> None:
        ids = [charged.id("c-order")]
        charged.perform(CHARGE, "lintan", ids, ChargeInput(20_000, 1))
        (city,) = cells(charged, "gansu", "620000")
        assert (city.group, city.charged_fen) == ("623000", 160_000)
        counties = {cell.group: cell.charged_fen for cell in cells(charged, "gansu", "623000")}
        assert counties == {"623021": 20_000, "623022": 140_000}

    def test_the_tree_shows_the_registry_its_provinces(self, charged: World) -> None:
        found = {cell.group: cell.charged_fen for cell in cells(charged, "conac", "000000")}
        assert found == {"610000": 20_000, "620000": 140_000}

    def test_the_tree_shows_nobody_more_than_their_scope(self, charged: World) -> None:
        with charged.session("lintan") as session:
            (own,) = session.scalars(select(Office))
            assert own.code == "623021"
            # Even asked for the whole city, the scope lets only its own county through.
            city = Office(code="623000", level=own.level.CITY)
            assert compare(session, Span(city, weeks_until(WEEK), AFTER)) == []
            assert payments_of(session, Span(city, weeks_until(WEEK), AFTER)) == []

    def test_the_tree_lists_those_right_below(self, world: World) -> None:
        with world.session("gansu") as session:
            province = session.scalars(select(Office).where(Office.code == "620000")).one()
            assert [o.code for o in offices_beside(session, province)] == ["620000", "623000"]
