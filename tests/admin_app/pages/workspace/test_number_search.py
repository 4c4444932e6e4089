"""Every number that a paper prints is found, however it is typed, by those who may see its row."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from sqlalchemy import select

from actions.domains.renew import RENEW
from admin_app.grid.numbered import NUMBERED
from admin_app.views import GRIDS
from models.core.journal import JournalReceipt
from models.invoices.stock import InvoiceLot
from models.ledger.adjustment import AdjustmentKind
from models.offices.office import Office
from models.values.document_number import NumberKind, make_number
from tests.admin_app.pages.workspace.test_find import answers
from tests.support.pages.doors import Doors, End
from tests.support.world.cast import NOW, TODAY
from tests.support.world.money_factories import Maker
from tests.support.world.planned import ids

#: Entity → how the test makes a row of it.
MADE = {
    "payment": "payment",
    "invoice": "invoice",
    "remittance": "remittance",
    "request": "invoice_request",
    "lot": "lot",
    "order": "order",
    "adjustment": "adjustment",
    "bank_line": "bank_line",
}
OWN_KINDS = {
    "payment_no": NumberKind.PAYMENT,
    "remittance_no": NumberKind.REMITTANCE,
    "request_no": NumberKind.INVOICE_REQUEST,
    "lot_no": NumberKind.INVOICE_LOT,
    "order_no": NumberKind.ORDER,
}
COLUMNS = [(entity, column) for entity, columns in NUMBERED.items() for column in columns]


def number_of(column: str) -> str:
    """A number as such a column holds it."""
    if (kind := OWN_KINDS.get(column)) is not None:
        return make_number(kind, "623022", TODAY, 4711)
    return {"number": "00771234", "invoice_code": "620077123456"}.get(column, "ZX0771234")


def put(doors: Doors, entity: str, column: str) -> tuple[str, str]:
    """The number and the address of a new row of 卓尼 with a number in the column."""
    number = number_of(column)
    with doors.world.writing() as session:
        office = session.get_one(Office, doors.world.id("office-zhuoni"))
        maker = Maker(session, office, NOW)
        # Only a proposed 充值 has a bank number.
        given = {"kind": AdjustmentKind.TOP_UP, column: number} if entity == "adjustment" else {}
        row: Any = getattr(maker, MADE[entity])(**given)
        setattr(row, column, number)
        session.flush()
        return number, f'/admin/{entity}/details/?id={row.id}"'


def spellings(number: str) -> list[str]:
    """The same number as people type and paste it."""
    wide = "".join(chr(ord(each) + 0xFEE0) if each.isalnum() else each for each in number)
    assert unicodedata.normalize("NFKC", wide) == number
    return [
        number,
        number.lower(),
        wide,
        f" {number[:4]} {number[4:]} ",
        number.replace("-", ""),
        number.replace("-", "－"),
        number.replace("-", "—"),
    ]


class TestNumbers:
    @pytest.mark.parametrize(("entity", "column"), COLUMNS)
    def test_a_number_is_found_however_it_is_typed_and_by_nobody_outside(
        self, doors: Doors, entity: str, column: str
    ) -> None:
        number, url = put(doors, entity, column)
        is_registry_s = GRIDS[entity].readers.isdisjoint({doors.world.actor("zhuoni").role})
        reader = doors.clerk("conac-finance" if is_registry_s else "zhuoni")
        for typed in spellings(number):
            assert url in answers(reader, typed), typed
        for stranger in ("lintan", "shaanxi"):
            assert url not in answers(doors.clerk(stranger), number)

    def test_every_entity_with_a_number_is_tried(self) -> None:
        assert set(MADE) == set(NUMBERED)

    def test_a_receipt_is_found_by_its_number_inside_the_scope(self, doors: Doors) -> None:
        done = doors.call(RENEW, "zhuoni", ids(doors, "a-due"), {"years": "1"})
        assert done.end is End.DONE
        with doors.world.session() as session:
            found = select(JournalReceipt.receipt_no, JournalReceipt.id)
            number, key = session.execute(found.order_by(JournalReceipt.id.desc())).first()
        for typed in (*spellings(number), number[:16]):
            assert f'/admin/receipt/?id={key}"' in answers(doors.clerk("zhuoni"), typed), typed
        assert f'/admin/receipt/?id={key}"' in answers(doors.clerk("gansu"), number)
        for stranger in ("lintan", "shaanxi", "unit-b"):
            assert f"/admin/receipt/?id={key}" not in answers(doors.clerk(stranger), number)

    def test_a_sheet_that_was_not_issued_yet_leads_to_its_lot(self, sqlite_doors: Doors) -> None:
        doors = sqlite_doors
        with doors.world.session() as session:
            lot = session.get_one(InvoiceLot, doors.world.id("zhuoni-signed"))
            number, url = lot.number_to, f'/admin/lot/details/?id={lot.id}"'
        assert number
        assert url in answers(doors.clerk("zhuoni"), number)
        assert url not in answers(doors.clerk("lintan"), number)

    def test_an_adjustment_is_found_by_the_number_it_is_called_by(
        self, sqlite_doors: Doors
    ) -> None:
        doors = sqlite_doors
        with doors.world.writing() as session:
            office = session.get_one(Office, doors.world.id("office-zhuoni"))
            row = Maker(session, office, NOW).adjustment()
            session.flush()
            number, url = str(row), f'/admin/adjustment/details/?id={row.id}"'
        assert url in answers(doors.clerk("zhuoni"), number)
        assert url in answers(doors.clerk("zhuoni"), number.lower())
        assert url not in answers(doors.clerk("lintan"), number)
