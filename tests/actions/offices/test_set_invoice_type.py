"""A type of invoice is added, taken out of use, and keeps its face value."""

from __future__ import annotations

from sqlalchemy import select

from actions.core.refusal import Common
from actions.offices.set_invoice_type import (
    SET_INVOICE_TYPE,
    SetInvoiceTypeInput,
    SetInvoiceTypeRefusal,
)
from models.invoices.invoice_type import InvoiceType
from tests.support.database.journal import run_count
from tests.support.world.cast import World
from tests.support.world.settings import refusal


class TestAnInvoiceType:
    def test_an_invoice_type_is_added_and_taken_out_of_use(self, world: World) -> None:
        given = SetInvoiceTypeInput("fixed-100", "定额发票-100元", face_value_fen=10_000)
        world.perform(SET_INVOICE_TYPE, "conac", [], given)
        given = SetInvoiceTypeInput(
            "fixed-100", "定额发票-百元", face_value_fen=10_000, is_active=False
        )
        world.perform(SET_INVOICE_TYPE, "conac", [], given)
        with world.session() as session:
            wanted = select(InvoiceType).where(InvoiceType.code == "fixed-100")
            row = session.scalars(wanted).one()
            assert (row.name, row.is_active) == ("定额发票-百元", False)

    def test_in_use_keeps_its_face_value(self, world: World) -> None:
        given = SetInvoiceTypeInput("fixed-200", "定额发票-200元", face_value_fen=30_000)
        assert refusal(world, SET_INVOICE_TYPE, given) is SetInvoiceTypeRefusal.IN_USE

    def test_an_invoice_type_wants_a_code_that_machines_read(self, world: World) -> None:
        given = SetInvoiceTypeInput("百元", "定额发票-100元")
        assert refusal(world, SET_INVOICE_TYPE, given) is SetInvoiceTypeRefusal.CODE

    def test_an_invoice_type_saved_as_it_is_says_so_and_writes_no_entry(self, world: World) -> None:
        given = SetInvoiceTypeInput("fixed-100", "定额发票-100元", face_value_fen=10_000)
        world.perform(SET_INVOICE_TYPE, "conac", [], given)
        before = run_count(world)
        assert refusal(world, SET_INVOICE_TYPE, given) is Common.UNCHANGED
        assert run_count(world) == before
