"""The finder over numbers and former names: inside the scope, outside it, and its cost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from models.billing.payment import Payment
from models.core.base import db
from models.invoices.invoice import Invoice
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.stock import InvoiceLot
from models.offices.office import Office
from models.remittances.remittance import Remittance
from models.units.unit import Unit
from tests.admin_app.pages.workspace.test_find import answers
from tests.support.pages.doors import Doors
from tests.support.world.cast import NOW
from tests.support.world.money_factories import Maker


def numbered(doors: Doors) -> dict[str, tuple[str, str]]:
    """Entity → (number, address) of a row of 卓尼 of each kind that is found by number."""
    with doors.world.writing() as session:
        maker = Maker(session, session.get_one(Office, doors.world.id("office-zhuoni")), NOW)
        rows: dict[str, Any] = {
            "payment": maker.payment(),
            "remittance": maker.remittance(),
            "request": maker.invoice_request(),
            "invoice": maker.invoice(),
            "lot": session.get_one(InvoiceLot, doors.world.id("zhuoni-signed")),
        }
        rows["invoice"].number = "00013977"
        rows["lot"].lot_no = "P623022-20260601-000001-11"
        return {
            entity: (_number(row), f'/admin/{entity}/details/?id={row.id}"')
            for entity, row in rows.items()
        }


def _number(row: Payment | Remittance | InvoiceRequest | Invoice | InvoiceLot) -> str:
    names = ("payment_no", "remittance_no", "request_no", "number", "lot_no")
    return next(str(getattr(row, name)) for name in names if hasattr(row, name))


class TestNumbers:
    def test_numbers_lead_to_their_rows_inside_the_scope_alone(self, doors: Doors) -> None:
        for entity, (number, url) in numbered(doors).items():
            assert url in answers(doors.clerk("zhuoni"), number), entity
            assert url in answers(doors.clerk("gansu"), number), entity
            for stranger in ("lintan", "shaanxi"):
                assert url not in answers(doors.clerk(stranger), number), entity

    def test_numbers_of_sheets_need_no_leading_zeros(self, doors: Doors) -> None:
        number, url = numbered(doors)["invoice"]
        short = number.lstrip("0")
        assert len(short) < len(number)
        assert url in answers(doors.clerk("zhuoni"), short)


class TestFormerNames:
    def test_former_names_lead_to_the_unit_as_it_is_called_now(self, doors: Doors) -> None:
        unit_id = doors.world.id("unit-a")
        with doors.world.writing() as session:
            session.get_one(Unit, unit_id).former_names = [
                {"name": "卓尼县文教局", "until": "2019-03-01", "document_no": "1"}
            ]
        for words in ("文教局", "znxwjj"):
            shown = answers(doors.clerk("zhuoni"), words)
            assert f"/admin/unit/details/?id={unit_id}" in shown
            assert "原名：卓尼县文教局" in shown
            assert "原名" not in answers(doors.clerk("lintan"), words)
        assert "原名" not in answers(doors.clerk("zhuoni"), "卓尼县教育局")


class TestCost:
    @pytest.mark.parametrize("words", ["教育", "1162", "D623022", "00013", "znx"])
    def test_cost_is_bounded(self, doors: Doors, words: str) -> None:
        counted: list[str] = []
        with doors.app.app_context():
            engine = db.engine
        clerk = doors.clerk("zhuoni")
        answers(clerk, words)

        def count(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
            counted.append(sql)

        event.listen(engine, "before_cursor_execute", count)
        answers(clerk, words)
        event.remove(engine, "before_cursor_execute", count)
        assert 0 < len(counted) <= 40
