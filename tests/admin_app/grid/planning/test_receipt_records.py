"""The unit a receipt is about and the documents it names, for those who may see them."""

from __future__ import annotations

import re

from sqlalchemy import select

from actions.billing.charge import CHARGE
from actions.domains.write_red_page import WRITE_RED_PAGE
from actions.invoices.split import SPLIT
from actions.remittances.submit import REMIT
from models.core.journal import JournalEntry
from tests.support.pages.doors import Doors, End
from tests.support.world.planned import A_ORDERS, PAID, TWO_LINES, ids


def receipt(doors: Doors, action: str, reader: str) -> str:
    """The page of the newest receipt of an action, for a reader."""
    with doors.world.session() as session:
        newest = select(JournalEntry.id).where(JournalEntry.action == action)
        entry_id = session.scalars(newest.order_by(JournalEntry.id.desc())).first()
    return doors.clerk(reader).get(f"/admin/receipt/?id={entry_id}").text


def charge(doors: Doors) -> None:
    done = doors.call(CHARGE, "zhuoni", ids(doors, *A_ORDERS), PAID)
    assert done.end is End.DONE, done.said


class TestDocuments:
    def test_a_charge_names_its_payment_its_sheets_and_their_papers(self, doors: Doors) -> None:
        charge(doors)
        page = receipt(doors, "charge", "zhuoni")
        assert re.search(r'<a href="/admin/payment/details/\?id=\d+">S623022-\d{8}-', page)
        assert "00013001–00013005" in page
        for paper in ("收费收据", "发票交接单"):
            (url,) = re.findall(rf'<a href="([^"]+)">{paper}</a>', page)
            assert doors.clerk("zhuoni").get(url).status_code == 200

    def test_a_charge_names_the_payer_the_method_and_the_invoice_type(self, doors: Doors) -> None:
        charge(doors)
        page = receipt(doors, "charge", "zhuoni")
        for label, said in (
            ("缴费单位", "卓尼县教育局"),
            ("收费方式", "现金"),
            ("收费金额（元）", "¥1,000.00"),
            ("开具发票数量", "5"),
        ):
            assert f"<dt>{label}<dd>{said}" in page, label

    def test_a_remittance_is_named_with_its_paper_and_the_number_typed(self, doors: Doors) -> None:
        charge(doors)
        done = doors.call(REMIT, "zhuoni", ids(doors, *A_ORDERS), {"bank_ref": "2026061000001"})
        assert done.end is End.DONE, done.said
        page = receipt(doors, "remit", "zhuoni")
        assert re.search(r'<a href="/admin/remittance/details/\?id=\d+">H623022-', page)
        assert "打印汇款单</a>" in page
        assert "<dt>银行流水号<dd>2026061000001" in page

    def test_rows_of_the_result_lead_to_their_records(self, sqlite_doors: Doors) -> None:
        done = sqlite_doors.call(SPLIT, "gansu", ids(sqlite_doors, "gansu-signed"), TWO_LINES)
        assert done.end is End.DONE, done.said
        page = receipt(sqlite_doors, "split", "gansu")
        assert len(re.findall(r'row"><a href="/admin/lot/details/\?id=\d+">P620000-', page)) == 2

    def test_offices_of_other_places_do_not_see_the_receipt(self, sqlite_doors: Doors) -> None:
        charge(sqlite_doors)
        for stranger in ("lintan", "shaanxi"):
            assert "卓尼县教育局" not in receipt(sqlite_doors, "charge", stranger)

    def test_an_office_above_reads_the_same_documents(self, sqlite_doors: Doors) -> None:
        charge(sqlite_doors)
        assert "00013001–00013005" in receipt(sqlite_doors, "charge", "gansu")


class TestLetterhead:
    def test_a_unit_s_own_act_is_headed_and_signed_by_the_unit(self, sqlite_doors: Doors) -> None:
        given = {"summary": "主管全县教育工作。"}
        rows = ids(sqlite_doors, "a-due")
        done = sqlite_doors.call(WRITE_RED_PAGE, "unit-a", rows, given)
        assert done.end is End.DONE, done.said
        page = receipt(sqlite_doors, "write_red_page", "unit-a")
        assert '<p class="paper-office">卓尼县教育局</p>' in page
        assert "<dt>办理单位<dd>卓尼县教育局" in page
        assert "单位负责人（签字）" in page
        assert "签收（盖章）" not in page
