"""缴费方式设置: what the form asks, and what it does not save."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.offices.office import REGISTRY_CODE, Office, PaymentMode
from tests.support.pages.doors import Doors, carried, told
from tests.support.world.cast import NOW
from tests.support.world.money_factories import Maker

NOTHING = {"collect_mode": "office_agent"}
URL = "/admin/own_payment_mode/"


@pytest.mark.parametrize("is_first", [True, False])
def test_the_form_says_why_a_payment_mode_is_not_saved(sqlite_doors: Doors, is_first: bool) -> None:
    clerk = sqlite_doors.clerk("zhuoni")
    if not is_first:
        with sqlite_doors.world.writing() as session:
            office = session.get_one(Office, sqlite_doors.world.id("office-zhuoni"))
            Maker(session, office, NOW).put(PaymentMode(office_id=office.id))
    typed = {**carried(clerk.get(URL)), **NOTHING, "row_version": "1", "notice": "一\n二"}
    answer = clerk.post(URL, typed)
    assert answer.status_code == 422
    assert "注册单位无从缴费" in told(answer)
    with sqlite_doors.world.session("zhuoni") as session:
        assert all(mode.accept_cash for mode in session.scalars(select(PaymentMode)))


def test_the_notice_of_a_payment_mode_keeps_its_lines(sqlite_doors: Doors) -> None:
    clerk = sqlite_doors.clerk("zhuoni")
    page = clerk.get(URL)
    assert "<textarea" in page.get_data(as_text=True)
    typed = {**carried(page), **NOTHING, "accept_cash": "y", "notice": "周一至周五\r\n上午办理"}
    assert clerk.post(URL, typed).status_code == 303
    with sqlite_doors.world.session("zhuoni") as session:
        assert session.scalars(select(PaymentMode.notice)).one() == "周一至周五\n上午办理"


def test_conac_enters_its_account_and_offices_see_it(sqlite_doors: Doors) -> None:
    clerk = sqlite_doors.clerk("conac")
    typed = {
        "accept_transfer": "y",
        "payee": "CONAC",
        "bank": "工商银行",
        "bank_account_no": "02001",
    }
    answer = clerk.post(URL, {**carried(clerk.get(URL)), **NOTHING, **typed})
    assert answer.status_code == 303
    with sqlite_doors.world.session() as session:
        mode = session.scalars(select(PaymentMode)).one()
        assert (mode.office_code, mode.bank_account_no) == (REGISTRY_CODE, "02001")
    page = told(sqlite_doors.clerk("zhuoni").get("/admin/weekly_remittance/"))
    assert "工商银行" in page
    assert "02001" in page
